import { randomUUID } from "node:crypto";
import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeNamedFolder } from "../make-folder.js";
import type { KeptNote, LevelNote, LoggerNotes } from "../../ports/logger-notes.js";

interface WrittenNote extends LevelNote {
  readonly pid: number;
  /** Tells a later process with the same pid from this one. */
  readonly birth?: string;
}

interface LoggerNotesOptions {
  /** In the user's config folder; made when it is needed. */
  readonly folder: string;
  /** What tells a process from a later one with its id; undefined for one that does not live. */
  readonly birthOf: (pid: number) => Promise<string | undefined>;
}

/** A file for each note. */
export function createLoggerNotes({ folder, birthOf }: LoggerNotesOptions): LoggerNotes {
  const fileOf = (id: string): string => join(folder, `${id}.json`);
  const read = async (id: string): Promise<WrittenNote | undefined> => {
    try {
      return JSON.parse(await readFile(fileOf(id), "utf8")) as WrittenNote;
    } catch {
      // Gone meanwhile, or no note.
      return undefined;
    }
  };
  const write = async (id: string, note: WrittenNote): Promise<void> => {
    makeNamedFolder(folder, {
      what: "the folder for what a log level was before",
      hint: "name a folder that you may write to with CASSINK_CONFIG_HOME",
      mode: 0o700,
    });
    await writeFile(`${fileOf(id)}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
    await rename(`${fileOf(id)}.new`, fileOf(id));
  };
  return {
    async list() {
      const files = await readdir(folder).catch(() => []);
      const ids = files
        .filter((file) => file.endsWith(".json"))
        .map((file) => file.slice(0, -".json".length));
      const notes = await Promise.all(
        ids.map(async (id): Promise<readonly KeptNote[]> => {
          const note = await read(id);
          if (note === undefined) return [];
          const { pid, birth, ...told } = note;
          const isAlive = pid > 0 && (await birthOf(pid)) === birth;
          return [{ ...told, id, pid: isAlive ? pid : undefined }];
        }),
      );
      return notes.flat();
    },
    async keep(note) {
      const id = randomUUID();
      const birth = await birthOf(process.pid);
      await write(id, { ...note, pid: process.pid, ...(birth === undefined ? {} : { birth }) });
      return id;
    },
    async abandon(id) {
      const note = await read(id);
      if (note !== undefined) await write(id, { ...note, pid: 0 });
    },
    forget: (id) => rm(fileOf(id), { force: true }),
  };
}
