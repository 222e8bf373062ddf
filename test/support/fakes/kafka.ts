import type { Pipeline, PipelineTopic } from "#cli/core/pipeline/pipeline.js";
import type { Kafka } from "#cli/ports/kafka.js";
import type { OutgoingRecord } from "#cli/core/kafka/record.js";
import type { TopicDescription } from "#cli/core/kafka/topic.js";

export interface FakeKafka {
  readonly kafka: Partial<Kafka>;
  readonly topics: Map<string, TopicDescription>;
  /** Records by topic, in the order of their sending. */
  readonly sent: Map<string, OutgoingRecord[]>;
}

/** A cluster of `brokers` brokers in memory. `onSend` may fail a send, or press Ctrl-C. */
export function fakeKafka(
  brokers = 1,
  onSend: (records: readonly OutgoingRecord[]) => void = () => undefined,
): FakeKafka {
  const topics = new Map<string, TopicDescription>();
  const sent = new Map<string, OutgoingRecord[]>();
  const kafka: Partial<Kafka> = {
    brokers: () =>
      Promise.resolve(Array.from({ length: brokers }, (_, id) => ({ id, address: `b${id}:9092` }))),
    topicNames: () => Promise.resolve([...topics.keys()]),
    hasTopic: (name) => Promise.resolve(topics.has(name)),
    describeTopic: (name) => Promise.resolve(topics.get(name)),
    createTopic: (topic) => Promise.resolve(void topics.set(topic.name, topic)),
    deleteTopic: (name) => Promise.resolve(topics.delete(name)),
    producer: () =>
      Promise.resolve({
        send: async (topic, records) => {
          await Promise.resolve();
          onSend(records);
          sent.set(topic, [...(sent.get(topic) ?? []), ...records]);
          return [];
        },
        close: () => Promise.resolve(),
      }),
  };
  return { kafka, topics, sent };
}

export function pipelineOf(...topics: readonly PipelineTopic[]): Pipeline {
  return {
    name: "sales",
    description: "",
    file: "/pipelines/sales.yaml",
    topics,
    tables: [],
    connector: { name: "sales", config: {} },
  };
}
