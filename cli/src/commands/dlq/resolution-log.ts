import { type Resolution, resolutionKey } from "../../core/dead-letters/resolution.js";
import { resolutionTopic, resolutionTopicName } from "../../core/pipeline/dead-letter-topic.js";
import type { CommandContext } from "../../ports/context.js";
import type { RecordProducer } from "../../ports/kafka.js";

/** A document to keep under a key; null takes back what is there. */
export interface Note {
  readonly key: string;
  readonly document: object | null;
}

/** Writes to the topic that says what has become of dead letters. */
export class ResolutionLog {
  readonly topic: string;
  readonly #producer: RecordProducer;
  readonly #context: CommandContext;

  private constructor(topic: string, producer: RecordProducer, context: CommandContext) {
    this.topic = topic;
    this.#producer = producer;
    this.#context = context;
  }

  /** Makes the topic where it is missing, with as many copies as that of the letters has. */
  static async open(letterTopic: string, context: CommandContext): Promise<ResolutionLog> {
    const { kafka } = context;
    const topic = resolutionTopicName(letterTopic);
    if (!(await kafka.hasTopic(topic))) {
      const letters = await kafka.describeTopic(letterTopic);
      await kafka.createTopic(resolutionTopic(letterTopic, letters?.replication ?? 1));
    }
    return new ResolutionLog(topic, await kafka.producer(), context);
  }

  /** Resolves when the brokers have all of them. */
  async write(notes: readonly Note[]): Promise<void> {
    if (notes.length === 0) return;
    const timestamp = this.#context.clock.now();
    await this.#producer.send(
      this.topic,
      notes.map(({ key, document }) => ({
        key,
        value: document === null ? null : JSON.stringify(document),
        timestamp,
      })),
    );
  }

  close(): Promise<void> {
    return this.#producer.close();
  }
}

export function noteOf(resolution: Resolution): Note {
  const { connector, origin, time } = resolution;
  return { key: resolutionKey(connector, origin, time), document: resolution };
}
