import { outliveStrayRejections } from "./main/stray-rejections.js";
import { endQuietlyWhenNobodyReads, terminalOf } from "./main/streams.js";
import { program } from "./program.js";
import { type CommandLine, parseCommandLine } from "./program/command-line.js";
import { withTypedServers } from "./program/completion.js";
import { exitCodes } from "./program/exit-codes.js";
import { requestedOutput } from "./program/requested-output.js";

/** Runs one command line and returns its exit code: one of program/exit-codes.ts. No `--help` waits for more than its text. */
export async function main(argv: readonly string[]): Promise<number> {
  endQuietlyWhenNobodyReads();
  outliveStrayRejections();
  let line: CommandLine;
  try {
    const words = withTypedServers(program, argv);
    line = parseCommandLine(program, words, terminalOf(process.stdout).width);
  } catch (error) {
    return (await outputFor(argv)).failure(error);
  }
  switch (line.kind) {
    case "run": {
      const { runLine } = await import("./main/run-line.js");
      return runLine(line);
    }
    case "incomplete":
      process.stderr.write(line.text);
      return (await outputFor(argv)).failureAsData(line.error);
    case "text":
      process.stdout.write(line.text);
      return exitCodes.clean.code;
  }
}

async function outputFor(argv: readonly string[]) {
  const { Output } = await import("./main/output.js");
  return Output.of(requestedOutput(argv));
}
