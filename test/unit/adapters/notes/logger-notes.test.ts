import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { birthOf } from "#cli/adapters/stack/process-table.js";
import { createLoggerNotes } from "#cli/adapters/notes/logger-notes.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-notes-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const note = {
  url: "http://w:8083",
  logger: "a.b",
  level: "DEBUG",
  before: [{ name: "a.b", level: "INFO" }],
};

it("keeps notes of living processes, and of those that have ended, until they are forgotten", async () => {
  const notes = createLoggerNotes({ folder: join(folder, "logger-levels"), birthOf });
  expect(await notes.list()).toEqual([]);
  const id = await notes.keep(note);
  expect(await notes.list()).toEqual([{ ...note, id, pid: process.pid }]);
  const file = join(folder, "logger-levels", `${id}.json`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await notes.abandon(id);
  expect(await notes.list()).toEqual([{ ...note, id, pid: undefined }]);
  await notes.forget(id);
  await notes.forget(id);
  expect(await readdir(join(folder, "logger-levels"))).toEqual([]);
});

it("takes a process of another birth for one that has ended, and passes over what is no note", async () => {
  const notes = createLoggerNotes({ folder: join(folder, "logger-levels"), birthOf });
  await notes.keep(note);
  const levels = join(folder, "logger-levels");
  await writeFile(join(levels, "old.json"), JSON.stringify({ ...note, pid: process.pid, birth: "another" }));
  await writeFile(join(levels, "half.json"), "{");
  const ids = (await notes.list()).map(({ id, pid }) => [id === "old", pid]);
  expect(ids).toContainEqual([true, undefined]);
  expect(ids).toHaveLength(2);
});

it.runIf(process.platform === "linux")("says at once that its folder cannot be made", async () => {
  const notes = createLoggerNotes({ folder: "/proc/nope/deeper", birthOf });
  await expect(notes.keep(note)).rejects.toMatchObject({ name: "InputError", where: "/proc/nope/deeper" });
});
