import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../errors.js";

/** What the user is told of a folder that cannot be made. */
export interface FolderPurpose {
  /** `the folder of the contexts`. */
  readonly what: string;
  /** The flag that names it; left out: the folder itself. */
  readonly where?: string;
  readonly hint: string;
  readonly mode?: number;
}

/**
 * As {@link makeFolder}, of a folder that the user has named.
 * @throws InputError where it cannot be made or is a file
 */
export function makeNamedFolder(path: string, { what, where = path, hint, mode }: FolderPurpose): void {
  try {
    makeFolder(path, mode);
  } catch (error) {
    throw new InputError(`${what} cannot be made: ${(error as Error).message}`, {
      where,
      hint,
      cause: error,
    });
  }
}

/**
 * Makes a folder, and those above it that are missing, one by one: the recursive `mkdir` of Node 20 never ends below /proc.
 * @param mode of those that are made
 * @throws where one cannot be made or is a file
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Of a folder that is there, a file system that nobody may write to says so first.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    makeFolder(dirname(path), mode);
    makeAlone(path, mode);
  }
}

/** Another process may make the same folder in this moment. */
function makeAlone(path: string, mode: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
