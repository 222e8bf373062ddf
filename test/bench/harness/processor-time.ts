import { readFile } from "node:fs/promises";

/** Of Linux on every machine since long: `getconf CLK_TCK`. */
const ticksPerSecond = 100;

/** Processor seconds, user and system, that a process has used; undefined where there is no /proc. */
export async function processorSeconds(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  // The second field is the command's name in parentheses, and may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
