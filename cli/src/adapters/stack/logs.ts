import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import type { LogLine } from "../../ports/stack.js";
import { sizeOf } from "./files.js";

/** Bytes read from the end of a file to find its last lines. */
const window = 256 * 1024;

/** The last lines of a file that begin at or after byte `from`; empty when the file does not exist. */
export async function lastLines(file: string, count: number, from = 0): Promise<readonly string[]> {
  const size = await sizeOf(file);
  // A file that is now shorter than `from` was rolled, so all its lines are new.
  const begin = Math.max(size < from ? 0 : from, size - window);
  const text = await readRange(file, begin, size);
  const lines = text.split("\n").filter((line) => line !== "");
  return count === 0 ? [] : lines.slice(-count);
}

/** The one old file that is kept of a log that has grown too large (core/stack/logging.ts). */
export const rolled = (file: string): string => `${file}.1`;

/** Calls `onLine` with every line of the files, one file after the other; one that does not exist has none. */
export async function readLines(files: readonly string[], onLine: (line: string) => void): Promise<void> {
  for (const file of files) {
    if ((await sizeOf(file)) === 0) continue;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity }))
      onLine(line);
  }
}

interface FollowedLog {
  readonly name: string;
  readonly file: string;
}

/** Calls `onLine` with every line that is added to the files, until the signal is aborted. */
export async function followLogs(
  logs: readonly FollowedLog[],
  onLine: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const tails = await Promise.all(
    logs.map(async (log) => ({ ...log, offset: await sizeOf(log.file), rest: "" })),
  );
  while (!signal.aborted) {
    for (const tail of tails) {
      const size = await sizeOf(tail.file);
      if (size < tail.offset) Object.assign(tail, { offset: 0, rest: "" });
      const lines = (tail.rest + (await readRange(tail.file, tail.offset, size))).split("\n");
      tail.offset = size;
      tail.rest = lines.pop() ?? "";
      for (const line of lines) onLine({ name: tail.name, line });
    }
    await setTimeout(300, undefined, { signal }).catch(() => undefined);
  }
}

async function readRange(file: string, from: number, to: number): Promise<string> {
  if (to <= from) return "";
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
