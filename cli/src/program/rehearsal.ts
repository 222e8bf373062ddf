import { noSuchTopic } from "../core/kafka/no-topic.js";
import { Secret } from "../core/secret.js";
import type { TaskState } from "../core/connect/status.js";
import type { Cassandra } from "../ports/cassandra.js";
import type { ConnectApi } from "../ports/connect-api.js";
import type { CommandContext } from "../ports/context.js";
import type { Kafka } from "../ports/kafka.js";

/**
 * The ports of a dry run: what reads does so, and what would change something says that it has been done. A command thus
 * goes its usual way and gives its usual result, and cannot change anything by mistake.
 */
export function rehearsal(context: CommandContext): CommandContext {
  const { contexts, credentials, stack } = context;
  return replacing(context, {
    kafka: rehearsedKafka(context.kafka),
    cassandra: replacing<Cassandra>(context.cassandra, {
      execute: () => Promise.resolve(),
      schemaAgreed: () => Promise.resolve(true),
    }),
    connect: rehearsedConnect(context.connect),
    contexts: replacing(contexts, { change: (edit) => contexts.change(edit, { dryRun: true }) }),
    loggerNotes: replacing<CommandContext["loggerNotes"]>(context.loggerNotes, {
      list: () => Promise.resolve([]),
    }),
    verifiedEnds: replacing<CommandContext["verifiedEnds"]>(context.verifiedEnds, {
      keep: () => Promise.resolve(),
    }),
    // What is typed would not be kept.
    credentials: replacing(credentials, { ask: () => Promise.resolve(new Secret("")) }),
    stack: replacing(stack, {
      start: (request) => stack.start({ ...request, dryRun: true }),
      stop: (request) => stack.stop({ ...request, dryRun: true }),
    }),
  });
}

function rehearsedKafka(kafka: Kafka): Kafka {
  const made = new Set<string>();
  const send = async (topic: string): Promise<readonly []> => {
    const isThere = made.has(topic) || (await kafka.hasTopic(topic));
    if (!isThere) throw noSuchTopic(topic);
    made.add(topic);
    return [];
  };
  return replacing(kafka, {
    createTopic: ({ name }) => Promise.resolve(void made.add(name)),
    deleteTopic: (name) => kafka.hasTopic(name),
    deleteGroup: () => Promise.resolve(true),
    producer: () => Promise.resolve({ send, close: () => Promise.resolve() }),
  });
}

/** Commands wait until a connector has done what it was told or is gone, so it must seem so. */
function rehearsedConnect(connect: ConnectApi): ConnectApi {
  const told = new Map<string, TaskState>();
  const gone = new Set<string>();
  const tell =
    (state: TaskState) =>
    (name: string): Promise<void> =>
      Promise.resolve(void told.set(name, state));
  return replacing(connect, {
    putConfig: async (name) => ((await connect.config(name)) === undefined ? "created" : "updated"),
    pause: tell("PAUSED"),
    resume: tell("RUNNING"),
    restart: tell("RUNNING"),
    resetOffsets: () => Promise.resolve(),
    alterOffsets: () => Promise.resolve(),
    setLogger: () => Promise.resolve(),
    stop: tell("STOPPED"),
    delete: async (name) => {
      gone.add(name);
      return (await connect.config(name)) !== undefined;
    },
    status: async (name) => {
      if (gone.has(name)) return undefined;
      const status = await connect.status(name);
      const state = told.get(name);
      if (status === undefined || state === undefined) return status;
      const connector = { ...status.connector, state };
      if (state === "STOPPED") return { ...status, connector, tasks: [] };
      // A stopped one gets tasks when it goes on.
      const count = Math.max(1, (await connect.taskConfigs(name)).length);
      const tasks = Array.from({ length: count }, (_, id) => ({
        ...connector,
        ...status.tasks.find((task) => task.id === id),
        id,
        state,
      }));
      return { ...status, connector, tasks };
    },
  });
}

/** The members given here, and the port's own for the rest. */
function replacing<Port extends object>(port: Port, members: Partial<Port>): Port {
  return new Proxy(port, {
    get: (target, key) => (key in members ? members[key as keyof Port] : target[key as keyof Port]),
  });
}
