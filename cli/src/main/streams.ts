import type { Terminal } from "../ports/context.js";
import { exitCodes } from "../program/exit-codes.js";

export function terminalOf(stream: NodeJS.WriteStream, color = true): Terminal {
  return {
    width: stream.isTTY ? stream.columns : Infinity,
    color: color && stream.isTTY && process.env["NO_COLOR"] === undefined,
  };
}

/**
 * `cassink … | head` closes our output early: that is no error. Any other reason why a result cannot be written, as a full
 * disk, is one, whatever the command has done.
 */
export function endQuietlyWhenNobodyReads(): void {
  let isTold = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exitCode ??= 0;
    else if (!isTold) {
      isTold = true;
      process.stderr.write(`error: the result cannot be written to stdout: ${reasonOf(error)}\n`);
      process.once("exit", () => {
        process.exitCode = exitCodes.failed.code;
      });
    }
  });
  // Nobody can be told that stderr cannot be written.
  process.stderr.on("error", () => undefined);
}

/** `no space left on device`, without Node's code before it and the call behind it. */
const reasonOf = ({ message }: Error): string => message.replace(/^[A-Z0-9_]+: /, "").replace(/, write$/, "");
