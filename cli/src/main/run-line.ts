import { resolve } from "node:path";
import type { ConnectionNote } from "../core/connections/choose-leg.js";
import { InterruptedError } from "../errors.js";
import type { Invocation } from "../ports/context.js";
import type { RunLine } from "../program/command-line.js";
import { withAbsolutePaths } from "../program/connection-options.js";
import { exitCodes } from "../program/exit-codes.js";
import { contextFor } from "./context.js";
import { interruptible } from "./interruption.js";
import { Output, progressFor } from "./output.js";

/** Runs a command with its ports, writes what it gives, closes what it opened, and returns its exit code. */
export async function runLine(line: RunLine): Promise<number> {
  const { globals } = line;
  // A context that keeps them is used from other folders, too.
  const connections = withAbsolutePaths(line.connections, resolve);
  const output = await Output.of(globals.output, line);
  const progress = progressFor(globals);
  const onNote = onceEach((note: ConnectionNote) => progress.report({ kind: "connection note", note }));
  const interruption = interruptible((text) => {
    progress.end();
    output.warning(text);
  });
  const unread = new AbortController();
  // Of documents that go out as they come, nothing is left to do when nobody reads them.
  if (line.streams) {
    process.stdout.once("error", () => {
      unread.abort();
      interruption.interrupt();
    });
  }
  const closers: (() => Promise<unknown>)[] = [];
  const invoke = async (called: RunLine, signal: AbortSignal): Promise<Invocation> => {
    const [run, context] = await Promise.all([
      called.load(),
      contextFor({
        ...{ globals, connections, output, progress, onNote, signal, closers, invoke },
        keepAlive: interruption.keepAlive,
      }),
    ]);
    return run(context);
  };
  try {
    const invocation = await invoke(line, interruption.signal);
    progress.end();
    output.result(invocation);
    const isInterrupted = interruption.signal.aborted && !line.isEndless && !unread.signal.aborted;
    return exitCodes[isInterrupted ? "interrupted" : invocation.result.outcome].code;
  } catch (error) {
    progress.end();
    if (unread.signal.aborted) return exitCodes.clean.code;
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
