import { InputError, UsageError } from "../../errors.js";
import { type Moment, moment, momentHint, timeOf } from "../moment.js";
import { type TopicPosition, parsePosition } from "./position.js";
import { positionText } from "./record.js";
import type { PartitionOffsets } from "./topic.js";

/** Where reading a topic begins: with its first records, with its last ones, at offsets, or at the first ones of a time. */
export type StartingPoint =
  | { readonly kind: "earliest" | "latest" }
  /** Of each partition. */
  | { readonly kind: "offset"; readonly offset: number }
  /** Of these partitions, and of no others. */
  | { readonly kind: "positions"; readonly positions: readonly TopicPosition[] }
  | Moment;

/** What is read: of each partition the offsets from `low` to before `high`, and from which end. */
export interface ReadRanges {
  readonly ranges: readonly PartitionOffsets[];
  readonly end: "first" | "last";
}

/** @throws UsageError for what is none of `earliest`, `latest`, `1187`, `sales-0@1187,sales-1@40` and a {@link moment} */
export function startingPoint(text: string): StartingPoint {
  if (text === "earliest" || text === "latest") return { kind: text };
  if (/^\d{1,15}$/.test(text)) return { kind: "offset", offset: Number(text) };
  const positions = text.split(",").map((part) => parsePosition(part.trim()));
  if (positions.every((position) => position !== undefined)) return { kind: "positions", positions };
  try {
    return moment(text);
  } catch (cause) {
    throw new UsageError(`"${text}" is no place in a topic`, {
      hint: `write earliest, latest, an offset, or TOPIC-PARTITION@OFFSET, several with commas between them; or ${momentHint}`,
      cause,
    });
  }
}

/** What is asked of Kafka, as the port of that name has it. */
export interface TimedOffsets {
  offsetsAt(
    topic: string,
    time: number,
  ): Promise<readonly { readonly partition: number; readonly offset: number }[]>;
}

/**
 * What is read of a topic's partitions.
 * @param partitions what they hold
 * @param now milliseconds since the Unix epoch
 * @throws UsageError for a partition that the topic does not have, InputError for an offset that it does not hold
 */
export async function rangesFrom(
  start: StartingPoint,
  topic: string,
  partitions: readonly PartitionOffsets[],
  { kafka, now }: { readonly kafka: TimedOffsets; readonly now: number },
): Promise<ReadRanges> {
  switch (start.kind) {
    case "earliest":
      return { ranges: partitions, end: "first" };
    case "latest":
      return { ranges: partitions, end: "last" };
    case "offset":
      return { ranges: fromOffset(start.offset, topic, partitions), end: "first" };
    case "positions":
      return { ranges: fromPositions(start.positions, topic, partitions), end: "first" };
    case "time":
    case "ago": {
      const found = await kafka.offsetsAt(topic, timeOf(start, now));
      const begins = new Map(found.map(({ partition, offset }) => [partition, offset]));
      const ranges = partitions.map((each) => ({
        ...each,
        low: Math.max(each.low, begins.get(each.partition) ?? each.high),
      }));
      return { ranges, end: "first" };
    }
  }
}

/** Partitions that end before the offset have nothing to read: only where all do, it is a mistake. */
function fromOffset(
  offset: number,
  topic: string,
  partitions: readonly PartitionOffsets[],
): readonly PartitionOffsets[] {
  const [only] = partitions;
  if (only !== undefined && partitions.length === 1) return [held(topic, only, offset)];
  const longest = partitions.reduce((most, { high }) => Math.max(most, high), 0);
  if (offset >= longest) {
    throw new InputError(`no partition of topic ${topic} has an offset ${offset} yet`, {
      where: topic,
      hint: "the topic's last records: --from latest",
    });
  }
  return partitions
    .filter(({ high }) => offset < high)
    .map((each) => ({ ...each, low: Math.max(each.low, offset) }));
}

function fromPositions(
  positions: readonly TopicPosition[],
  topic: string,
  partitions: readonly PartitionOffsets[],
): readonly PartitionOffsets[] {
  const own = positions.filter((position) => position.topic === topic);
  const unknown = own.find((one) => !partitions.some(({ partition }) => partition === one.partition));
  if (unknown !== undefined) {
    throw new UsageError(`topic ${topic} has no partition ${unknown.partition}`, {
      hint: `its partitions: ${partitions.map(({ partition }) => partition).join(", ")}`,
    });
  }
  return partitions.flatMap((each) => {
    const place = own.find(({ partition }) => partition === each.partition);
    return place === undefined ? [] : [held(topic, each, place.offset)];
  });
}

/** The partition from an offset that it holds. */
function held(topic: string, { partition, low, high }: PartitionOffsets, offset: number): PartitionOffsets {
  if (offset >= low && offset < high) return { partition, low: offset, high };
  const holds = low === high ? "no records" : `the offsets ${low} to ${high - 1}`;
  throw new InputError(
    `there is no offset ${offset}${offset < low ? " any more" : " yet"}: partition ${partition} has ${holds}`,
    {
      where: positionText(topic, partition, offset),
      hint:
        offset < low
          ? "retention has deleted it, or it was never written; the topic's first records: --from earliest"
          : "the topic's last records: --from latest",
    },
  );
}
