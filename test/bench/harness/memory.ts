import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { javaTool } from "#test/bench/peers/java-program.js";

const execute = promisify(execFile);

/** Megabytes that a process has in memory; undefined where there is no /proc. */
export function residentMegabytes(pid: number): Promise<number | undefined> {
  return statusMegabytes(pid, "VmRSS");
}

/** Megabytes that a process has had in memory at most so far; undefined where there is no /proc. */
export function mostResidentMegabytes(pid: number): Promise<number | undefined> {
  return statusMegabytes(pid, "VmHWM");
}

async function statusMegabytes(pid: number, field: string): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** Megabytes of a JVM's heap that a full collection leaves. */
export async function liveHeapMegabytes(pid: number): Promise<number> {
  await execute(javaTool("jcmd"), [String(pid), "GC.run"]);
  const { stdout } = await execute(javaTool("jcmd"), [String(pid), "GC.heap_info"]);
  return usedHeapKilobytes(stdout) / 1024;
}

/** Each collector lists its own parts of the heap; the metaspace is none of them. */
export function usedHeapKilobytes(heapInfo: string): number {
  const parts = heapInfo.matchAll(/^(?!\s*(?:Metaspace|class space)).*?total \d+K, used (\d+)K/gm);
  return [...parts].reduce((sum, [, used]) => sum + Number(used), 0);
}
