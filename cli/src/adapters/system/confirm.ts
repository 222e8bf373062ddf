import { createInterface } from "node:readline/promises";

/** Asks on stderr, where there is somebody to answer: `yes` or `y` is true, anything else false. */
export async function confirm(
  question: string,
  signal: AbortSignal,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): Promise<boolean | undefined> {
  if (!input.isTTY || !output.isTTY) return undefined;
  const reader = createInterface({ input, output });
  // In raw mode Ctrl-C is a key, and not a signal.
  reader.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    reader.close();
  }
}
