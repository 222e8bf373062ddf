import { setTimeout } from "node:timers/promises";
import type { Admin, ConsumerGroupState, Kafka as Client } from "kafkajs";
import type Cluster from "kafkajs/src/cluster/index.js";
import type { KafkaConnection } from "../../core/connections/connection.js";
import { ServiceError } from "../../errors.js";
import { noSuchTopic } from "../../core/kafka/no-topic.js";
import { type AvailableOffsets, type IsolationLevel, leaderlessText } from "../../core/kafka/topic.js";
import type { Kafka, ReadRequest, RecordProducer } from "../../ports/kafka.js";
import type { Credentials } from "../../ports/credentials.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
import { type KafkaAccess, openAccess } from "./access.js";
import { checksRights } from "./authorizer.js";
import { createClient, createCluster } from "./connection.js";
import { createProducer } from "./kafkajs-producer.js";
import { RangeReader } from "./read-ranges.js";
import { couldNotConnect, serviceError } from "./service-error.js";
import { Sockets } from "./sockets.js";
import { topicId } from "./topic-id.js";
import { availableOffsets, offsetsAt } from "./topic-offsets.js";
import {
  awaitLeaders,
  createTopic,
  deleteTopic,
  describeConfigs,
  describePartitions,
  deleteGroup,
  groupOffsets,
} from "./topics.js";

/** Milliseconds that `close` waits for the answers to requests in flight. */
const closeTimeout = 2_000;

interface KafkaOptions {
  readonly credentials: Credentials;
  /** Aborts calls that wait for a broker, but not the sending of records. */
  readonly signal?: AbortSignal;
}

/**
 * A Kafka cluster through kafkajs. Connections are opened, and secrets looked up, by the first call that needs them.
 * @param connection throws what is wrong with the settings
 */
export function createKafka(
  connection: () => KafkaConnection,
  { credentials, signal }: KafkaOptions,
): Kafka & { close(): Promise<void> } {
  const sockets = new Sockets();
  const closers: (() => Promise<void>)[] = [];
  let connecting: Promise<Admin> | undefined;
  let opening: Promise<{ readonly access: KafkaAccess; readonly client: Client }> | undefined;

  const opened = () =>
    (opening ??= (async () => {
      const access = await openAccess(connection(), credentials);
      return { access, client: createClient(access, sockets) };
    })());
  const newCluster = async (isolation?: IsolationLevel): Promise<Cluster> =>
    createCluster((await opened()).access, sockets, isolation);
  const connect = async (): Promise<Admin> => {
    const admin = (await opened()).client.admin();
    closers.push(() => admin.disconnect());
    await admin.connect();
    return admin;
  };
  const connected = (): Promise<Admin> => {
    connecting ??= connect().catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  };
  /** Ignores the signal: for work that must be completed after Ctrl-C. */
  const finish = async <T>(doing: string, work: (admin: Admin) => Promise<T>): Promise<T> => {
    try {
      return await withOtherBroker(work, await connected());
    } catch (error) {
      throw serviceError(error, connection(), doing);
    }
  };
  const call = <T>(doing: string, work: (admin: Admin) => Promise<T>): Promise<T> =>
    untilAborted(signal, () => finish(doing, work));
  const partitionCount = async (topic: string): Promise<number> => {
    const description = await finish(`describe topic ${topic}`, (admin) => describePartitions(admin, topic));
    if (description !== undefined) return description.partitions;
    throw noSuchTopic(topic);
  };
  const clusters = new Map<IsolationLevel, Promise<Cluster>>();
  const clusterForOffsets = (isolation: IsolationLevel): Promise<Cluster> => {
    const known = clusters.get(isolation);
    if (known !== undefined) return known;
    const opening = (async () => {
      const cluster = await newCluster(isolation);
      closers.push(() => cluster.disconnect());
      await cluster.connect();
      return cluster;
    })().catch((error: unknown) => {
      clusters.delete(isolation);
      throw error;
    });
    clusters.set(isolation, opening);
    return opening;
  };
  const available = (
    topic: string,
    isolation: IsolationLevel = "read_uncommitted",
  ): Promise<AvailableOffsets> =>
    call(`read the offsets of topic ${topic}`, async () =>
      availableOffsets(await clusterForOffsets(isolation), topic),
    );
  const kafka: Kafka = {
    get bootstrapServers() {
      return connection().bootstrapServers;
    },
    brokers: () =>
      call("describe the cluster", async (admin) => {
        const { brokers } = await admin.describeCluster();
        return brokers.map(({ nodeId, host, port }) => ({ id: nodeId, address: `${host}:${port}` }));
      }),
    checksRights: () => call("describe the cluster's rights", checksRights),
    topicNames: () => call("list topics", async (admin) => (await admin.listTopics()).sort()),
    async describeTopic(name) {
      const known = await call(`describe topic ${name}`, (admin) => describePartitions(admin, name));
      if (known === undefined) return undefined;
      const configs = await call(`read the configs of topic ${name}`, (admin) =>
        describeConfigs(admin, name),
      );
      return { name, ...known, ...configs };
    },
    topicId: (name) =>
      call(`describe topic ${name}`, async () => topicId(await clusterForOffsets("read_uncommitted"), name)),
    async createTopic(topic) {
      await call(`create topic ${topic.name}`, (admin) => createTopic(admin, topic));
      await call(`describe topic ${topic.name}`, (admin) => awaitLeaders(admin, [topic.name]));
    },
    hasTopic: (name) =>
      call(`describe topic ${name}`, async (admin) => (await describePartitions(admin, name)) !== undefined),
    deleteTopic: (name) => call(`delete topic ${name}`, (admin) => deleteTopic(admin, name)),
    availableOffsets: available,
    topicOffsets: async (topic, isolation) => {
      const { partitions, leaderless } = await available(topic, isolation);
      if (leaderless.length === 0) return partitions;
      throw new ServiceError("Kafka", `topic ${topic} cannot be read: ${leaderlessText(leaderless)}`, {
        where: connection().bootstrapServers.join(","),
        hint: "start the brokers that have it: cassink status shows those of the local stack, cassink up starts them",
      });
    },
    offsetsAt: (topic, time, isolation = "read_uncommitted") =>
      call(`read the offsets of topic ${topic}`, async () =>
        offsetsAt(await clusterForOffsets(isolation), topic, time),
      ),
    groupOffsets: (group, topic) =>
      call(`read the offsets of group ${group}`, (admin) => groupOffsets(admin, group, topic)),
    describeGroup: (group) =>
      call(`describe group ${group}`, async (admin) => {
        const { groups } = await admin.describeGroups([group]);
        return {
          members: groups.flatMap(({ members }) => members.map(({ memberId }) => memberId)).sort(),
          isRebalancing: groups.some(({ state }) => rebalancing.has(state)),
        };
      }),
    deleteGroup: (group) => call(`delete group ${group}`, (admin) => deleteGroup(admin, group)),
    read: (request) =>
      call(`read topic ${request.topic}`, async () => readRanges(await newCluster(), request)),
    hasRecords: (request) =>
      call(
        `read topic ${request.topic}`,
        async () => (await firstRecord(await newCluster(), request)) !== undefined,
      ),
    firstRecord: (request) =>
      call(`read topic ${request.topic}`, async () => firstRecord(await newCluster(), request)),
    // Not aborted by Ctrl-C: a producer that connects after the abort would never be closed.
    producer: () =>
      finish("start a producer", async (): Promise<RecordProducer> => {
        const producer = await createProducer((await opened()).client, partitionCount);
        closers.push(() => producer.close());
        return {
          send: (topic, records) =>
            producer.send(topic, records).catch((error: unknown) => {
              throw serviceError(error, connection(), `send to topic ${topic}`);
            }),
          close: () => producer.close(),
        };
      }),
  };
  // Not spread, which would ask for the addresses now.
  return Object.assign(kafka, {
    async close() {
      const closed = (async () => {
        await connecting?.catch(() => undefined);
        await Promise.allSettled(closers.splice(0).map((close) => close()));
      })();
      const timer = new AbortController();
      await Promise.race([closed, setTimeout(closeTimeout, undefined, timer).catch(() => undefined)]);
      timer.abort();
      sockets.close();
    },
  });
}

const rebalancing: ReadonlySet<ConsumerGroupState> = new Set(["PreparingRebalance", "CompletingRebalance"]);

const attempts = 6;
/** Milliseconds between attempts. */
const pauseBeforeRetry = 300;

/**
 * kafkajs asks any broker of its metadata. One that has just died is in there for some seconds more, so a request that
 * could not be sent is given to another.
 */
async function withOtherBroker<T>(work: (admin: Admin) => Promise<T>, admin: Admin): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(admin);
    } catch (error) {
      if (attempt === attempts || !couldNotConnect(error)) throw error;
      await setTimeout(pauseBeforeRetry);
    }
  }
}

async function readRanges(cluster: Cluster, request: ReadRequest): Promise<void> {
  const onAbort = (): void => void cluster.disconnect().catch(() => undefined);
  try {
    await cluster.connect();
    request.signal.addEventListener("abort", onAbort, { once: true });
    await new RangeReader(cluster, request).read();
  } finally {
    request.signal.removeEventListener("abort", onAbort);
    await cluster.disconnect();
  }
}

/** Reads up to the first record that it finds. */
async function firstRecord(
  cluster: Cluster,
  request: Omit<ReadRequest, "onRecords">,
): Promise<KafkaRecord | undefined> {
  const found: KafkaRecord[] = [];
  const end = new AbortController();
  const onAbort = (): void => end.abort(request.signal.reason);
  request.signal.addEventListener("abort", onAbort, { once: true });
  try {
    await readRanges(cluster, {
      ...request,
      signal: end.signal,
      onRecords: (records) => {
        found.push(...records.slice(0, 1));
        end.abort();
      },
    });
  } catch (error) {
    if (found.length === 0) throw error;
  } finally {
    request.signal.removeEventListener("abort", onAbort);
  }
  return found[0];
}

/** The work's result; rejects with the signal's reason as soon as it is aborted, while the work goes on unheeded. */
async function untilAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
  }
}
