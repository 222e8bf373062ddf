import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type StackState, type StartedProcess, markArguments, parseState } from "../../core/stack/state.js";
import { makeFolder } from "../make-folder.js";
import { birthOf, commandOf } from "./process-table.js";

/** The state in `<home>/stack.json`; undefined when there is none or its version is another. */
export async function readState(home: string): Promise<StackState | undefined> {
  return parseState(await readFile(fileOf(home), "utf8").catch(() => ""));
}

/** Writes a new file and renames it, so that no other process reads half a file. */
export async function writeState(home: string, state: StackState): Promise<void> {
  makeFolder(home);
  const next = `${fileOf(home)}.next`;
  await writeFile(next, `${JSON.stringify(state, null, 2)}\n`);
  await rename(next, fileOf(home));
}

export async function removeState(home: string): Promise<void> {
  await rm(fileOf(home), { force: true });
}

/** Whether the started process still runs; a later process with the same pid does not count. */
export async function isAlive(home: string, process: StartedProcess): Promise<boolean> {
  const birth = await birthOf(process.pid);
  if (birth === undefined || birth !== process.birth) return false;
  const command = await commandOf(process.pid);
  return command === undefined || markArguments(home, process.name).every((mark) => command.includes(mark));
}

/** The processes of a state that still run. */
export async function aliveOf(
  home: string,
  state: StackState | undefined,
): Promise<readonly StartedProcess[]> {
  const processes = state?.processes ?? [];
  const alive = await Promise.all(processes.map((process) => isAlive(home, process)));
  return processes.filter((_, index) => alive[index]);
}

function fileOf(home: string): string {
  return join(home, "stack.json");
}
