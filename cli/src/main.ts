import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isStrayRejection } from "./adapters/cassandra/stray-rejection.js";
import { systemClock } from "./adapters/system/clock.js";
import { systemFiles } from "./adapters/system/files.js";
import { systemMemory } from "./adapters/system/memory.js";
import type { ConnectionNote } from "./core/connections/choose-leg.js";
import { CassinkError, InterruptedError } from "./errors.js";
import type { CommandContext, Invocation, Terminal } from "./ports/context.js";
import type { Progress } from "./ports/progress.js";
import { program } from "./program.js";
import { type CommandLine, type RunLine, parseCommandLine } from "./program/command-line.js";
import { typedFlags, withAbsolutePaths } from "./program/connection-options.js";
import { commandTree, withTypedServers } from "./program/completion.js";
import { type GlobalOptions, globalOptions } from "./program/shared-options.js";
import { programName, withCalled } from "./reporters/called.js";
import { errorJson, errorText } from "./reporters/error.js";
import { jsonText } from "./reporters/json.js";
import { ProgressLines } from "./reporters/progress-lines.js";
import { renderFollowedLine } from "./reporters/stack.js";

/** The folder that holds connectors/, schemas/ and docker/. */
const projectFolder = fileURLToPath(new URL("..", import.meta.url));

/** The exit code of a command that has done its work. */
const exitCodes = { clean: 0, failed: 1, findings: 3, unjudged: 4 } as const;

/** Runs one command line and returns its exit code: those above, 1 could not, 2 wrong usage, 130 Ctrl-C. */
export async function main(argv: readonly string[]): Promise<number> {
  endQuietlyWhenNobodyReads();
  outliveStrayRejections();
  let line: CommandLine;
  try {
    line = parseCommandLine(program, withTypedServers(commandTree(program), argv));
  } catch (error) {
    return fail(error, { color: true });
  }
  if (line.kind === "text") {
    (line.exitCode === 0 ? process.stdout : process.stderr).write(line.text);
    return line.exitCode;
  }
  const { globals } = line;
  // A context that keeps them is used from other folders, too.
  const connections = withAbsolutePaths(line.connections, resolve);
  const progress = progressFor(globals);
  const onNote = onceEach((note: ConnectionNote) => progress.report({ kind: "connection note", note }));
  const interruption = interruptible();
  const closers: (() => Promise<void>)[] = [];
  const invoke = async (called: RunLine, signal: AbortSignal): Promise<Invocation> => {
    const [run, context] = await Promise.all([
      called.load(),
      contextFor({ globals, connections, progress, onNote, signal, closers, invoke }),
    ]);
    return run(context);
  };
  try {
    const { result, render } = await invoke(line, interruption.signal);
    progress.end();
    const stdout = terminalOf(process.stdout, globals.color);
    process.stdout.write(globals.output === "json" ? jsonText(result) : asCalled(render(stdout), line));
    if (interruption.signal.aborted) return new InterruptedError().exitCode;
    return exitCodes[result.outcome];
  } catch (error) {
    progress.end();
    const shown = interruption.signal.aborted ? new InterruptedError() : error;
    if (globals.output === "json") process.stdout.write(jsonText(errorJson(shown)));
    return fail(shown, globals, line);
  } finally {
    await Promise.allSettled(closers.map((close) => close()));
    interruption.end();
  }
}

/** Which commands the texts name. */
const commandWords = program.commands.map(({ words }) => words.join(" "));

/** Printed commands as the user would type them again, with the same servers. */
function asCalled(text: string, { globals, connections, selection }: Partial<RunLine>): string {
  const script = relative(process.cwd(), process.argv[1] ?? "");
  const given = {
    "--home": globals?.home === globalOptions.home.default ? undefined : globals?.home,
    "--context": globals?.context,
  };
  const named = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [[flag, value] as const],
  );
  const flags = [...named, ...typedFlags(connections ?? {})];
  const called = {
    program: programName(script, process.env["npm_command"]),
    flags,
    selection: selection ?? [],
  };
  return withCalled(text, called, commandWords);
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

function terminalOf(stream: NodeJS.WriteStream, color: boolean): Terminal {
  return {
    width: stream.isTTY ? stream.columns : Infinity,
    color: color && stream.isTTY && process.env["NO_COLOR"] === undefined,
  };
}

/** Prints an error for people and returns its exit code. */
function fail(
  error: unknown,
  { color, verbose }: Pick<GlobalOptions, "color" | "verbose">,
  line: Partial<RunLine> = {},
): number {
  const text = errorText(error, terminalOf(process.stderr, color), verbose === true);
  process.stderr.write(asCalled(text, line));
  return error instanceof CassinkError ? error.exitCode : 1;
}

interface ContextRequest extends Pick<RunLine, "globals" | "connections"> {
  readonly progress: Progress;
  readonly onNote: (note: ConnectionNote) => void;
  readonly signal: AbortSignal;
  /** Filled with what must be closed when the command line has ended. */
  readonly closers: (() => Promise<void>)[];
  readonly invoke: (line: RunLine, signal: AbortSignal) => Promise<Invocation>;
}

/** Loads the adapters, which no `--help` should wait for, and hands them out as ports. */
async function contextFor(request: ContextRequest): Promise<CommandContext> {
  const { globals, progress, signal, closers } = request;
  const environment = process.env;
  const [
    { createStack },
    { createPipelines },
    { createConnectApi },
    { createKafka },
    { createCassandra },
    { createContextsFile },
    { createCredentials },
    { connectionsFrom },
    { countingContexts },
  ] = await Promise.all([
    import("./adapters/stack/create-stack.js"),
    import("./adapters/pipelines/pipelines.js"),
    import("./adapters/connect/connect-api.js"),
    import("./adapters/kafka/kafka.js"),
    import("./adapters/cassandra/cassandra.js"),
    import("./adapters/contexts/contexts-file.js"),
    import("./adapters/credentials/credentials.js"),
    import("./core/connections/connections.js"),
    import("./core/connections/contexts.js"),
  ]);
  const stack = createStack({ home: resolve(globals.home), projectFolder, environment });
  const contexts = createContextsFile({ environment, projectFolder });
  const credentials = createCredentials({ environment, signal });
  const chosenContext = globals.context ?? (environment["CASSINK_CONTEXT"] || undefined);
  const connections = connectionsFrom({
    flags: request.connections,
    environment,
    stack: await stack.runningConnections(),
    chosenContext,
    contexts: await countingContexts(contexts, chosenContext),
    onNote: request.onNote,
  });
  const kafka = createKafka(connections.kafka, { credentials, signal });
  const cassandra = createCassandra(connections.cassandra, { credentials, signal });
  closers.push(
    () => kafka.close(),
    () => cassandra.close(),
  );
  return {
    flags: request.connections,
    connections,
    contexts,
    chosenContext,
    credentials,
    connect: createConnectApi(connections.connect, { credentials, signal }),
    kafka,
    cassandra,
    stack,
    pipelines: createPipelines({ projectFolder, files: systemFiles }),
    clock: systemClock,
    files: systemFiles,
    memory: systemMemory(),
    weatherSource: async (access) => {
      const { createOpenWeather } = await import("./adapters/openweather/open-weather.js");
      return createOpenWeather(access, systemClock);
    },
    progress,
    signal,
    environment,
    emit: (line) => void process.stdout.write(renderFollowedLine(line, globals.output)),
    invoke: (argv, replaced = signal) => {
      const called = parseCommandLine(program, argv);
      if (called.kind === "text") throw new Error(`no command: ${argv.join(" ")}`);
      return request.invoke(called, replaced);
    },
  };
}

function progressFor({ quiet, color }: GlobalOptions): ProgressLines {
  return new ProgressLines({
    write: (text) => (quiet === true ? undefined : process.stderr.write(text)),
    now: () => Date.now(),
    terminal: terminalOf(process.stderr, color),
    interactive: process.stderr.isTTY && process.env["CI"] === undefined,
  });
}

/** Milliseconds between looks at whether npx still lives. */
const parentInterval = 500;

/**
 * The first Ctrl-C, SIGTERM or SIGHUP asks the command to end, and so does the end of the npx or npm that called it: when
 * that is killed it cannot pass the signal on. The second signal ends the process.
 */
function interruptible(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new InterruptedError());
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    interrupt();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const parent = process.ppid;
  const watch =
    process.env["npm_command"] === undefined
      ? undefined
      : setInterval(() => {
          if (process.ppid !== parent) interrupt();
        }, parentInterval).unref();
  return {
    signal: controller.signal,
    end: () => {
      for (const signal of signals) process.off(signal, onSignal);
      clearInterval(watch);
    },
  };
}

/** `cassink … | head` closes our output early: that is no error. */
function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exitCode ??= 0;
    });
  }
}

/** Any other rejection that nobody handles still ends the process. */
function outliveStrayRejections(): void {
  process.on("unhandledRejection", (reason) => {
    if (!(reason instanceof Error && isStrayRejection(reason))) throw reason;
  });
}
