import { resolve } from "node:path";
import { isStrayRejection } from "./adapters/cassandra/stray-rejection.js";
import type { ConnectionNote } from "./core/connections/choose-leg.js";
import { InterruptedError } from "./errors.js";
import { interruptible } from "./main/interruption.js";
import { Output, endQuietlyWhenNobodyReads, progressFor, terminalOf } from "./main/output.js";
import type { Invocation } from "./ports/context.js";
import { program } from "./program.js";
import { type CommandLine, type RunLine, parseCommandLine } from "./program/command-line.js";
import { commandTree, withTypedServers } from "./program/completion.js";
import { withAbsolutePaths } from "./program/connection-options.js";
import { exitCodes } from "./program/exit-codes.js";
import { requestedOutput } from "./program/requested-output.js";

/** Runs one command line and returns its exit code: one of program/exit-codes.ts. */
export async function main(argv: readonly string[]): Promise<number> {
  endQuietlyWhenNobodyReads();
  outliveStrayRejections();
  let line: CommandLine;
  try {
    const words = withTypedServers(commandTree(program), argv);
    line = parseCommandLine(program, words, terminalOf(process.stdout).width);
  } catch (error) {
    return (await Output.of(requestedOutput(argv))).failure(error);
  }
  if (line.kind === "run") return runLine(line);
  if (line.kind === "incomplete") {
    process.stderr.write(line.text);
    return (await Output.of(requestedOutput(argv))).failureAsData(line.error);
  }
  process.stdout.write(line.text);
  return exitCodes.clean.code;
}

async function runLine(line: RunLine): Promise<number> {
  const { globals } = line;
  // A context that keeps them is used from other folders, too.
  const connections = withAbsolutePaths(line.connections, resolve);
  const output = await Output.of(globals.output, line);
  const progress = progressFor(globals);
  const onNote = onceEach((note: ConnectionNote) => progress.report({ kind: "connection note", note }));
  const interruption = interruptible();
  const closers: (() => Promise<unknown>)[] = [];
  const invoke = async (called: RunLine, signal: AbortSignal): Promise<Invocation> => {
    // No `--help` should wait for adapters.
    const [run, { contextFor }] = await Promise.all([called.load(), import("./main/context.js")]);
    return run(await contextFor({ globals, connections, output, progress, onNote, signal, closers, invoke }));
  };
  try {
    const invocation = await invoke(line, interruption.signal);
    progress.end();
    output.result(invocation);
    return exitCodes[interruption.signal.aborted ? "interrupted" : invocation.result.outcome].code;
  } catch (error) {
    progress.end();
    return output.failure(interruption.signal.aborted ? new InterruptedError() : error);
  } finally {
    await Promise.allSettled(closers.map((close) => close()));
    interruption.end();
  }
}

/** The same is told once, however many servers and steps of `demo` it is true of. */
function onceEach<Value>(tell: (value: Value) => void): (value: Value) => void {
  const told = new Set<string>();
  return (value) => {
    const text = JSON.stringify(value);
    if (!told.has(text)) tell(value);
    told.add(text);
  };
}

/** Any other rejection that nobody handles still ends the process. */
function outliveStrayRejections(): void {
  process.on("unhandledRejection", (reason) => {
    if (!(reason instanceof Error && isStrayRejection(reason))) throw reason;
  });
}
