import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type StackState, type StartedProcess, markArguments, parseState } from "../../core/stack/state.js";
import { birthOf, commandOf } from "./process-table.js";

/** Reads and writes `<home>/stack.json`. */
export async function readState(home: string): Promise<StackState | undefined> {
  return parseState(await readFile(fileOf(home), "utf8").catch(() => ""));
}

/** Replaces the file as a whole, so that nobody ever reads half of it. */
export async function writeState(home: string, state: StackState): Promise<void> {
  await mkdir(home, { recursive: true });
  const next = `${fileOf(home)}.next`;
  await writeFile(next, `${JSON.stringify(state, null, 2)}\n`);
  await rename(next, fileOf(home));
}

export async function removeState(home: string): Promise<void> {
  await rm(fileOf(home), { force: true });
}

/** True when the pid still is the process that was started, and not one that was given its number since. */
export async function isAlive(home: string, process: StartedProcess): Promise<boolean> {
  const birth = await birthOf(process.pid);
  if (birth === undefined || birth !== process.birth) return false;
  const command = await commandOf(process.pid);
  return command === undefined || markArguments(home, process.name).every((mark) => command.includes(mark));
}

/** Those processes of a state that are alive. */
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
