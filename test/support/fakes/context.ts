import { checkLeg } from "#cli/core/connections/check-leg.js";
import { defaultSettings } from "#cli/core/connections/choose-leg.js";
import type { Connections } from "#cli/core/connections/connections.js";
import type { ConnectionSettings } from "#cli/core/connections/settings.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { Kafka } from "#cli/ports/kafka.js";
import type { Pipelines } from "#cli/ports/pipelines.js";
import type { ProgressFact } from "#cli/ports/progress.js";
import { fakeWorkers } from "#test/support/fakes/workers.js";
import { fakeSpills } from "#test/support/fakes/spills.js";

/** What a test gives of each port. */
export type FakePorts = { readonly [Port in keyof CommandContext]?: Partial<CommandContext[Port]> };

export interface FakeContext {
  readonly context: CommandContext;
  /** What the command reported, in order. */
  readonly facts: ProgressFact[];
}

/** The usual ports of this machine, unless a test says otherwise. */
export function fakeConnections(settings: ConnectionSettings = {}): Connections {
  const { kafka, connect, cassandra } = { ...defaultSettings, ...settings };
  return {
    kafka: () => checkLeg.kafka(kafka ?? {}),
    connect: () => checkLeg.connect(connect ?? {}),
    cassandra: () => checkLeg.cassandra(cassandra ?? {}),
  };
}

/**
 * A context whose ports do only what a test gives them; anything else that a command calls is an error. Time passes
 * only by sleeping.
 */
export function fakeContext(ports: FakePorts = {}): FakeContext {
  const facts: ProgressFact[] = [];
  let now = Date.UTC(2026, 0, 1);
  const defaults: FakePorts = {
    connections: fakeConnections(),
    signal: new AbortController().signal,
    environment: {},
    clock: {
      now: () => now,
      sleep: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
    memory: { isShort: () => false },
    spills: fakeSpills(),
    progress: { report: (fact) => void facts.push(fact) },
    // Ids of tables and topics are as they were when a run is resumed, unless a test says otherwise.
    cassandra: {
      contactPoints: defaultSettings.cassandra.contactPoints,
      tableOptions: () => Promise.resolve({}),
    },
    kafka: {
      bootstrapServers: defaultSettings.kafka.bootstrapServers,
      topicId: () => Promise.resolve(undefined),
    },
    stack: { home: "/home" },
    workers: fakeWorkers(() => context),
    verifiedEnds: { list: () => Promise.resolve([]), keep: () => Promise.resolve() },
    connect: { url: defaultSettings.connect.urls[0] },
  };
  const context: CommandContext = new Proxy({} as CommandContext, {
    get: (_, port: keyof CommandContext) => {
      if (port === "chosenContext" || port === "flags") return ports[port];
      if (port === "signal") return ports.signal ?? defaults.signal;
      // Nobody is at a terminal, unless a test says so.
      if (port === "confirm") return ports.confirm ?? (() => Promise.resolve(undefined));
      if (port === "keepAlive") return () => () => undefined;
      if (
        port === "invoke" ||
        port === "emit" ||
        port === "emitDocument" ||
        port === "emitRecord" ||
        port === "weatherSource"
      )
        return ports[port];
      if (port === "pipelines") return only(port, withEach(ports.pipelines ?? {}));
      if (port === "kafka") return only(port, withHasTopic({ ...defaults.kafka, ...ports.kafka }));
      return only(port, { ...defaults[port], ...ports[port] });
    },
  });
  return { context, facts };
}

/** A test that gives all names says by them which topics are there. */
function withHasTopic(given: Partial<Kafka>): Partial<Kafka> {
  const { topicNames } = given;
  if (topicNames === undefined) return given;
  return { hasTopic: async (name) => (await topicNames()).includes(name), ...given };
}

/** A test that gives all pipelines gives each of them, too. */
function withEach(given: Partial<Pipelines>): Partial<Pipelines> {
  const { select } = given;
  if (select === undefined) return given;
  return {
    selectEach: async (selection) =>
      (await select(selection)).map((pipeline) => ({ name: pipeline.name, pipeline, text: "" })),
    ...given,
  };
}

function only(port: string, members: object): object {
  return new Proxy(members, {
    get: (target, member) => {
      if (member in target) return (target as Record<string | symbol, unknown>)[member];
      throw new Error(`the command uses ${port}.${String(member)}, which the test does not expect`);
    },
  });
}
