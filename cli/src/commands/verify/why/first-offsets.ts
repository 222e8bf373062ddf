import type { IsolationLevel } from "../../../core/kafka/topic.js";
import { latestTime } from "../../../core/sinks/cassink/time-order.js";
import type { CommandContext } from "../../../ports/context.js";
import type { TopicEnds } from "../offsets.js";
import type { EventRange } from "./read-events.js";

/** A topic that feeds the table, whose write times are made of the records' milliseconds. */
export interface TimedTopic {
  /** Its index among those that are planned. */
  readonly index: number;
  readonly topic: string;
  readonly isolation: IsolationLevel;
  /** Whether its records bring their write times, which may be any: then all of it is read. */
  readonly mapsTimes: boolean;
  /** Whether its sink counts the records of a row and millisecond. */
  readonly counts: boolean;
}

/** A partition from an offset to its end. */
export interface PartitionRest extends EventRange {
  readonly low: number;
}

export const millisecondOf = (writeTime: number): number =>
  Math.min(latestTime, Math.max(0, Math.floor(writeTime / 1000)));

/** Where the records of a time and later begin, as the broker says. */
export class FirstOffsets {
  readonly #ends: readonly TopicEnds[];
  readonly #topics: readonly TimedTopic[];
  readonly #kafka: CommandContext["kafka"];

  constructor(ends: readonly TopicEnds[], topics: readonly TimedTopic[], { kafka }: CommandContext) {
    this.#ends = ends;
    this.#topics = topics;
    this.#kafka = kafka;
  }

  /** @param time milliseconds since the Unix epoch; Infinity for the ends */
  async at(time: number): Promise<readonly PartitionRest[]> {
    const all = await Promise.all(this.#topics.map((topic) => this.#of(topic, time)));
    return all.flat();
  }

  async #of(
    { index, topic, isolation, mapsTimes }: TimedTopic,
    time: number,
  ): Promise<readonly PartitionRest[]> {
    const partitions = this.#ends[index]?.partitions ?? [];
    const isAsked = !mapsTimes && time !== Infinity;
    const offsets = isAsked ? await this.#kafka.offsetsAt(topic, time, isolation) : [];
    return partitions.map(({ partition, low, high }) => {
      const known = offsets.find((each) => each.partition === partition)?.offset;
      const from = mapsTimes ? low : Math.min(high, Math.max(low, known ?? high));
      return { topic: index, partition, low, from, to: high };
    });
  }

  /** Whether a record of the time may be one of those that the broker has removed: nothing earlier is left. */
  async isBeforeLog(time: number): Promise<boolean> {
    const first = await this.at(time);
    return first.some(({ low, from }) => low > 0 && from <= low);
  }
}
