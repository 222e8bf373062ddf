import { replayHeaders } from "#cli/core/dead-letters/letter.js";
import type { Resolution } from "#cli/core/dead-letters/resolution.js";
import type { KafkaRecord, OutgoingRecord } from "#cli/core/kafka/record.js";
import type { TopicDescription } from "#cli/core/kafka/topic.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { ProgressFact } from "#cli/ports/progress.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { type LetterOf, letterOf, resolutionOf } from "#test/support/fakes/dead-letters.js";
import { pipelineOf } from "#test/support/fakes/kafka.js";

export interface LettersWorld {
  /** In the topic `dead`. */
  readonly letters?: readonly LetterOf[];
  /** In the topic `dead.resolutions`. */
  readonly resolutions?: readonly (Partial<Resolution> & Pick<Resolution, "origin">)[];
  /** The first letter that the broker has not deleted. */
  readonly low?: number;
  /** Whether the topic of letters is there. */
  readonly isThere?: boolean;
  /** Of the connector `sales`, instead of one with the dead-letter topic `dead`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Of the topic `sales`. */
  readonly records?: readonly Partial<KafkaRecord>[];
  /** Configs of topics, by their names. */
  readonly configs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly ports?: Parameters<typeof fakeContext>[0];
  /** Called when a batch is in the topic, and before the sender knows; what it throws ends the run as a kill would. */
  readonly onSent?: (topic: string, records: readonly OutgoingRecord[]) => void;
  /** Called before a topic is read; what it throws is why it cannot be read. */
  readonly onRead?: (topic: string) => void;
  /** Topics that a run before has left. */
  readonly topics?: ReadonlyMap<string, KafkaRecord[]>;
}

export interface LettersContext {
  readonly context: CommandContext;
  readonly facts: readonly ProgressFact[];
  /** What each topic holds, in order; all are in partition 0 unless a record says another. */
  readonly topics: Map<string, KafkaRecord[]>;
  readonly created: readonly TopicDescription[];
}

const bytes = (part: string | Uint8Array | null): Uint8Array | null =>
  typeof part === "string" ? Buffer.from(part) : part;

/** One pipeline, `sales`, whose letters are in the topic `dead`; topics are kept in memory and may be sent to. */
export function lettersContext(world: LettersWorld): LettersContext {
  const { letters = [], resolutions = [], low = 0, isThere = true, records = [], configs = {} } = world;
  const topics = world.topics === undefined ? new Map<string, KafkaRecord[]>() : new Map(world.topics);
  const isNew = world.topics === undefined;
  if (isThere && isNew)
    topics.set(
      "dead",
      letters.map((letter, index) => letterOf(low + index, letter)),
    );
  if (resolutions.length > 0)
    topics.set(
      "dead.resolutions",
      resolutions.map((of, offset) => ({ ...resolutionOf(of), offset })),
    );
  if (isNew)
    topics.set(
      "sales",
      records.map((record, offset) => ({
        ...{ partition: 0, offset, timestamp: 1_000, key: Buffer.from("other"), value: Buffer.from("v") },
        headers: [],
        ...record,
      })),
    );
  const created: TopicDescription[] = [];
  const endOf = (topic: string): number =>
    (topics.get(topic)?.at(-1)?.offset ?? (topic === "dead" ? low : 0) - 1) + 1;
  const append = (topic: string, sent: readonly OutgoingRecord[]) => {
    const places = sent.map(({ key, value, timestamp, headers = [], partition = 0 }) => {
      const offset = endOf(topic);
      const record = { partition, offset, timestamp, key: bytes(key), value: bytes(value), headers };
      topics.set(topic, [...(topics.get(topic) ?? []), record]);
      return { partition, offset };
    });
    world.onSent?.(topic, sent);
    return places;
  };
  const { context, facts } = fakeContext({
    ...world.ports,
    connect: { config: () => Promise.resolve(undefined), ...world.ports?.connect },
    pipelines: {
      select: () =>
        Promise.resolve([
          {
            ...pipelineOf({ name: "sales", partitions: 1, replication: 1, configs: {} }),
            connector: {
              name: "sales",
              config: world.config ?? { "errors.deadletterqueue.topic.name": "dead" },
            },
          },
        ]),
    },
    kafka: {
      bootstrapServers: ["b:9092"],
      brokers: () => Promise.resolve([{ id: 1, address: "b:9092" }]),
      hasTopic: (name) => Promise.resolve(topics.has(name)),
      createTopic: (topic) => {
        created.push(topic);
        topics.set(topic.name, []);
        return Promise.resolve();
      },
      describeTopic: (name) =>
        Promise.resolve(
          topics.has(name)
            ? { name, partitions: 1, replication: 1, configs: configs[name] ?? {}, inherited: {} }
            : undefined,
        ),
      topicOffsets: (name) =>
        Promise.resolve([{ partition: 0, low: name === "dead" ? low : 0, high: endOf(name) }]),
      read: async ({ topic, ranges, onRecords }) => {
        await Promise.resolve();
        world.onRead?.(topic);
        for (const { from, to } of ranges) {
          const found = (topics.get(topic) ?? []).filter(({ offset }) => offset >= from && offset < to);
          if (found.length > 0) onRecords(found);
        }
      },
      producer: () =>
        Promise.resolve({
          send: async (topic, sent) => {
            await Promise.resolve();
            return append(topic, sent);
          },
          close: () => Promise.resolve(),
        }),
      ...world.ports?.kafka,
    },
  });
  return { context, facts, topics, created };
}

/** The origins that the topic `sales` holds as replayed, in order. */
export const replayedIn = ({ topics }: LettersContext): readonly string[] =>
  (topics.get("sales") ?? []).flatMap(({ headers }) =>
    headers
      .filter(({ key }) => key === replayHeaders.origin)
      .map(({ value }) => Buffer.from(value ?? []).toString()),
  );
