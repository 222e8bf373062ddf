import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { birthOf } from "./process-table.js";

/**
 * Does work while no other process does work under the same lock file. A lock whose owner has died is taken over.
 * `onWait` is called once when somebody else has it.
 */
export async function withLock<Result>(
  file: string,
  signal: AbortSignal,
  onWait: (pid: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(file), { recursive: true });
  const mine = `${process.pid} ${(await birthOf(process.pid)) ?? ""}`;
  let told = false;
  while (!(await take(file, mine))) {
    const owner = await readFile(file, "utf8").catch(() => "");
    const pid = Number(owner.split(" ")[0]);
    if (owner !== "" && `${pid} ${(await birthOf(pid)) ?? ""}` !== owner) {
      await rm(file, { force: true });
      continue;
    }
    if (!told && owner !== "") onWait(pid);
    told = told || owner !== "";
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
