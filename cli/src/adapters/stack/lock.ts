import { open, readFile, rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { birthOf } from "./process-table.js";

/**
 * Runs `work` while holding a lock file, so that no other process does so at the same time. The lock of a process that
 * has died is removed.
 * @param file in a folder that is there
 * @param onWait called once, with the pid of the process that holds the lock
 */
export async function withLock<Result>(
  file: string,
  signal: AbortSignal,
  onWait: (pid: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const thisProcess = `${process.pid} ${(await birthOf(process.pid)) ?? ""}`;
  let isWaiting = false;
  while (!(await take(file, thisProcess))) {
    const owner = await readFile(file, "utf8").catch(() => "");
    const pid = Number(owner.split(" ")[0]);
    if (owner !== "" && `${pid} ${(await birthOf(pid)) ?? ""}` !== owner) {
      await rm(file, { force: true });
      continue;
    }
    // Empty: the other process has created the file and not yet written to it.
    if (!isWaiting && owner !== "") onWait(pid);
    isWaiting = isWaiting || owner !== "";
    await setTimeout(100, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(text).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
