import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { ServiceError } from "#cli/errors.js";
import type { Kafka } from "#cli/ports/kafka.js";

/** Topics in memory, which several contexts may share. */
export class MemoryTopics {
  readonly topics = new Map<string, KafkaRecord[][]>();
  readonly #ids = new Map<string, string>();
  #made = 0;

  /** @param turn is awaited before whatever is done, and while a reader waits for records to come */
  kafka(turn: () => Promise<void>): Partial<Kafka> {
    const { topics } = this;
    return {
      topicNames: async () => {
        await turn();
        return [...topics.keys()];
      },
      hasTopic: async (name) => {
        await turn();
        return topics.has(name);
      },
      createTopic: async ({ name, partitions }) => {
        await turn();
        if (topics.has(name)) throw new Error(`there is a topic ${name}`);
        this.#ids.set(name, `id${this.#made++}`);
        topics.set(
          name,
          Array.from({ length: partitions }, () => []),
        );
      },
      topicId: async (name) => {
        await turn();
        return this.#ids.get(name);
      },
      deleteTopic: async (name) => {
        await turn();
        return topics.delete(name);
      },
      topicOffsets: async (name) => {
        await turn();
        return this.#log(name).map(({ length }, partition) => ({ partition, low: 0, high: length }));
      },
      producer: async () => {
        await turn();
        return {
          send: async (topic, records) => {
            await turn();
            for (const { key, value, timestamp, partition = 0 } of records) {
              const log = this.#log(topic)[partition] ?? [];
              log.push({
                ...{ partition, offset: log.length, timestamp, headers: [] },
                key: key === null ? null : Buffer.from(key),
                value: value === null ? null : Buffer.from(value),
              });
            }
            return [];
          },
          close: () => Promise.resolve(),
        };
      },
      read: async ({ topic, ranges, signal, onRecords }) => {
        for (const { partition, from, to } of ranges) {
          for (let next = from; next < to && !signal.aborted;) {
            await turn();
            const records = this.#log(topic)[partition]?.slice(next, to) ?? [];
            if (records.length > 0) onRecords(records);
            next += records.length;
          }
        }
      },
    };
  }

  #log(topic: string): KafkaRecord[][] {
    const log = this.topics.get(topic);
    if (log === undefined) throw new ServiceError("Kafka", `there is no topic ${topic}`);
    return log;
  }
}
