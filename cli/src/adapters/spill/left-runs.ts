import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The file in a spill's folder that says whose it is. */
const ownerFile = "owner.json";

/** The file in which a run keeps what it has found. */
export const keptFile = (name: string): string => `${name}.kept`;

/** Whether a file of a spill's folder was appended to. */
export const isSpilled = (file: string): boolean => !/\.(json|kept|new)$/.test(file);

export interface Owner {
  readonly pid: number;
  readonly birth: string | undefined;
  /** The run's name. */
  readonly run?: string;
  /** The program's version, for what a run keeps is of one version. */
  readonly version?: string;
}

/** Whole or not at all: of a folder without an owner nobody knows whose it is. */
export function writeOwner(folder: string, owner: Owner): void {
  const temporary = join(folder, `${ownerFile}.new`);
  writeFileSync(temporary, JSON.stringify(owner));
  renameSync(temporary, join(folder, ownerFile));
}

/** A folder of a spill. */
export interface LeftFolder {
  readonly folder: string;
  readonly owner: Owner;
  /** Whether the process is there that writes in it. */
  readonly isHeld: boolean;
  /** When it was kept last, in milliseconds since the Unix epoch; undefined where it cannot be resumed. */
  readonly keptAt: number | undefined;
}

/**
 * The folders of spills, those first that were kept last.
 * @param first what a run keeps first, without which it cannot be resumed
 * @param birthOf what tells a process from a later one with its id; undefined for one that does not live
 */
export async function leftFolders(
  parent: string,
  first: string,
  birthOf: (pid: number) => Promise<string | undefined>,
): Promise<readonly LeftFolder[]> {
  const found: LeftFolder[] = [];
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    try {
      const owner = JSON.parse(readFileSync(join(folder, ownerFile), "utf8")) as Owner;
      const birth = await birthOf(owner.pid);
      const kept = join(folder, keptFile(first));
      found.push({
        folder,
        owner,
        isHeld: birth !== undefined && birth === owner.birth,
        keptAt: existsSync(kept) ? statSync(kept).mtimeMs : undefined,
      });
    } catch {
      // Another process is just making or removing it, or it is none of ours.
    }
  }
  return found.sort((one, other) => (other.keptAt ?? 0) - (one.keptAt ?? 0));
}
