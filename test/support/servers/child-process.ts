import type { ChildProcess } from "node:child_process";

/** Asks a process that a test started to end, and kills it when it does not within 15 s. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await closed;
  clearTimeout(late);
}
