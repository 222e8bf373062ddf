import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isProcessName } from "../../core/stack/plan.js";
import { InputError } from "../../errors.js";
import { makeFolder } from "../make-folder.js";
import { exists } from "./files.js";

/** Says that `up` has made the folder, so that `down --purge` may delete in it. */
const marker = "cassink-home";

/**
 * Makes the home folder of a stack.
 * @throws InputError where it cannot be made or is a file
 */
export async function makeHome(home: string): Promise<void> {
  try {
    makeFolder(home);
    await writeFile(
      join(home, marker),
      "`cassink down --purge --yes` may delete the folders of servers in here.\n",
    );
  } catch (error) {
    throw new InputError(`the home folder of the stack cannot be made: ${(error as Error).message}`, {
      where: `--home ${home}`,
      hint: "name a folder that you may write to",
      cause: error,
    });
  }
}

/** Whether `up` has made the folder. */
export const isHome = (home: string): Promise<boolean> => exists(join(home, marker));

/**
 * Deletes what servers have written to a home folder, what interrupted verifications keep of them, and nothing else that lies in it.
 * @returns false where `up` has not made the folder: then nothing is deleted
 */
export async function purgeHome(home: string): Promise<boolean> {
  if (!(await isHome(home))) return false;
  for (const name of await readdir(home)) {
    if (name === "logs" || name === "spill" || /^secure(\.next)?$/.test(name) || isProcessName(name))
      await rm(join(home, name), { recursive: true, force: true });
  }
  await rm(join(home, marker), { force: true });
  return true;
}
