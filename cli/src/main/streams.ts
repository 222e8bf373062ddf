import type { Terminal } from "../ports/context.js";

export function terminalOf(stream: NodeJS.WriteStream, color = true): Terminal {
  return {
    width: stream.isTTY ? stream.columns : Infinity,
    color: color && stream.isTTY && process.env["NO_COLOR"] === undefined,
  };
}

/** `cassink … | head` closes our output early: that is no error. */
export function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exitCode ??= 0;
    });
  }
}
