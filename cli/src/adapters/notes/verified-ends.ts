import { readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import { makeFolder } from "../make-folder.js";
import type { VerifiedEnds, VerifiedEndsNotes } from "../../ports/verified-ends.js";

/** A file for each note. @param folder is made when it is needed */
export function createVerifiedEnds(folder: string): VerifiedEndsNotes {
  const read = async (file: string): Promise<readonly VerifiedEnds[]> => {
    try {
      return [JSON.parse(await readFile(join(folder, file), "utf8")) as VerifiedEnds];
    } catch {
      // Gone meanwhile, or no note.
      return [];
    }
  };
  return {
    async list(connector) {
      const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".json"));
      const notes = (await Promise.all(files.map(read))).flat();
      return notes.filter((note) => note.connector === connector);
    },
    async keep(name, note) {
      const file = join(folder, `${name}.json`);
      const written = `${file}.${process.pid}.new`;
      try {
        makeFolder(folder, 0o700);
        await writeFile(written, `${JSON.stringify(note)}\n`, { mode: 0o600 });
        await rename(written, file);
      } catch (cause) {
        throw new InputError("where the verification ended cannot be noted", { where: file, cause });
      }
    },
  };
}
