import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createContextsFile } from "../adapters/contexts/contexts-file.js";
import { createLoggerNotes } from "../adapters/notes/logger-notes.js";
import { runningConnections } from "../adapters/stack/running-connections.js";
import { systemClock } from "../adapters/system/clock.js";
import { confirm } from "../adapters/system/confirm.js";
import { createPacking } from "../adapters/system/packing.js";
import { systemDigests } from "../adapters/system/digests.js";
import { systemFiles } from "../adapters/system/files.js";
import { systemHost } from "../adapters/system/host.js";
import { systemShell } from "../adapters/system/shell.js";
import { systemMemory } from "../adapters/system/memory.js";
import { createWorkers } from "../adapters/threads/threads.js";
import { cassandraAddresses } from "../core/connections/addresses.js";
import type { ConnectionNote } from "../core/connections/choose-leg.js";
import { connectionsFrom } from "../core/connections/connections.js";
import { countingContexts } from "../core/connections/named-context.js";
import type { CommandContext, Invocation } from "../ports/context.js";
import type { Progress } from "../ports/progress.js";
import { program } from "../program.js";
import { type RunLine, parseCommandLine } from "../program/command-line.js";
import { lazyPort } from "./lazy-port.js";
import type { Output } from "./output.js";
import { spillLimits } from "./spill-limits.js";
import type { WorkerStart } from "./worker-start.js";

/** The folder that holds connectors/, schemas/ and docker/. */
const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

interface ContextRequest extends Pick<RunLine, "globals" | "connections"> {
  readonly output: Output;
  readonly progress: Progress;
  readonly onNote: (note: ConnectionNote) => void;
  readonly signal: AbortSignal;
  /** Filled with what must be closed when the command line has ended. */
  readonly closers: (() => Promise<unknown>)[];
  readonly keepAlive: CommandContext["keepAlive"];
  readonly invoke: (line: RunLine, signal: AbortSignal) => Promise<Invocation>;
}

/** Hands out the adapters as ports; those that take time to load are loaded when they are first used. */
export async function contextFor(request: ContextRequest): Promise<CommandContext> {
  const { globals, output, progress, signal, closers } = request;
  const environment = process.env;
  const home = resolve(globals.home);
  const contexts = createContextsFile({ environment, projectFolder });
  const chosenContext = globals.context ?? (environment["CASSINK_CONTEXT"] || undefined);
  const connections = connectionsFrom({
    flags: request.connections,
    environment,
    stack: await runningConnections(home),
    chosenContext,
    contexts: await countingContexts(contexts, chosenContext),
    onNote: request.onNote,
  });
  const { port: credentials } = lazyPort(async () => {
    const { createCredentials } = await import("../adapters/credentials/credentials.js");
    return createCredentials({ environment, signal });
  }, {});
  const options = { credentials, signal };
  const kafka = lazyPort(
    async () => (await import("../adapters/kafka/kafka.js")).createKafka(connections.kafka, options),
    { bootstrapServers: () => connections.kafka().bootstrapServers },
  );
  const cassandra = lazyPort(
    async () =>
      (await import("../adapters/cassandra/cassandra.js")).createCassandra(connections.cassandra, options),
    { contactPoints: () => cassandraAddresses(connections.cassandra()) },
  );
  const connect = lazyPort(
    async () =>
      (await import("../adapters/connect/connect-api.js")).createConnectApi(connections.connect, options),
    { url: (port) => port?.url ?? connections.connect().urls[0] ?? "" },
  );
  const stack = lazyPort(
    async () =>
      (await import("../adapters/stack/create-stack.js")).createStack({ home, projectFolder, environment }),
    { home: () => home },
  );
  const pipelines = lazyPort(
    async () =>
      (await import("../adapters/pipelines/pipelines.js")).createPipelines({
        projectFolder,
        files: systemFiles,
      }),
    {},
  );
  const birthOf = async (pid: number): Promise<string | undefined> =>
    (await import("../adapters/stack/process-table.js")).birthOf(pid);
  const spills = lazyPort(
    async () =>
      (await import("../adapters/spill/spills.js")).createSpills({
        folder: join(home, "spill"),
        birthOf,
        // V8 may write the same data differently in another version of Node.
        version: `${program.version} with Node ${process.versions.node}`,
        limits: spillLimits(environment),
      }),
    {},
  );
  const verifiedEnds = lazyPort(
    async () =>
      (await import("../adapters/notes/verified-ends.js")).createVerifiedEnds(join(home, "verified")),
    {},
  );
  for (const { loaded } of [kafka, cassandra]) closers.push(async () => (await loaded())?.close());
  return {
    flags: request.connections,
    connections,
    contexts,
    chosenContext,
    credentials,
    loggerNotes: createLoggerNotes({
      folder: join(dirname(contexts.file), "logger-levels"),
      birthOf,
    }),
    connect: connect.port,
    kafka: kafka.port,
    cassandra: cassandra.port,
    stack: stack.port,
    pipelines: pipelines.port,
    clock: systemClock,
    files: systemFiles,
    digests: systemDigests,
    memory: systemMemory(),
    host: systemHost,
    spills: spills.port,
    packing: createPacking(program.version),
    verifiedEnds: verifiedEnds.port,
    workers: createWorkers({
      script: new URL("worker.js", import.meta.url),
      data: { globals, connections: request.connections } satisfies WorkerStart,
    }),
    shell: systemShell,
    weatherSource: async (access) => {
      const { createOpenWeather } = await import("../adapters/openweather/open-weather.js");
      return createOpenWeather(access, systemClock);
    },
    progress,
    signal,
    environment,
    keepAlive: request.keepAlive,
    confirm: (question) => confirm(question, signal),
    emit: (document, several) => output.streamed(document, several),
    emitDocument: (document) => output.document(document),
    emitRecord: (record) => output.record(record),
    invoke: (argv, replaced = signal) => {
      const called = parseCommandLine(program, argv);
      if (called.kind !== "run") throw new Error(`no command: ${argv.join(" ")}`);
      return request.invoke(called, replaced);
    },
  };
}
