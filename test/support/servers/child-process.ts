import type { ChildProcess } from "node:child_process";
import { type Wait, waitFor } from "../wait-for.js";

/** Asks a process that a test started to end, and kills it when it does not within 15 s. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await closed;
  clearTimeout(late);
}

/** Waits until there is no such process any more. */
export function awaitEnd(pid: number, wait: Wait): Promise<true> {
  return waitFor(wait, () => Promise.resolve(isAlive(pid) ? undefined : true));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
