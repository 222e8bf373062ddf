import { UsageError } from "../../errors.js";
import { type TopicPosition, parsePosition } from "./position.js";
import { positionText } from "./record.js";
import type { PartitionOffsets } from "./topic.js";

/** Where reading a topic begins: with its first records, with its last ones, or at offsets. */
export type StartingPoint =
  | { readonly kind: "earliest" | "latest" }
  /** Of each partition. */
  | { readonly kind: "offset"; readonly offset: number }
  /** Of these partitions, and of no others. */
  | {
      readonly kind: "positions";
      readonly positions: readonly TopicPosition[];
    };

/** @throws UsageError for what is none of `earliest`, `latest`, `1187` and `sales-0@1187,sales-1@40` */
export function startingPoint(text: string): StartingPoint {
  if (text === "earliest" || text === "latest") return { kind: text };
  if (/^\d{1,15}$/.test(text)) return { kind: "offset", offset: Number(text) };
  const positions = text.split(",").map((part) => {
    const position = parsePosition(part.trim());
    if (position !== undefined) return position;
    throw new UsageError(`"${part.trim()}" is no place in a topic`, {
      hint: "write earliest, latest, an offset, or TOPIC-PARTITION@OFFSET, several with commas between them",
    });
  });
  return { kind: "positions", positions };
}

/** The partitions that are read, each from where it begins; of the last records, from its end backwards. */
export function partitionsFrom(
  start: StartingPoint,
  topic: string,
  partitions: readonly PartitionOffsets[],
): readonly (PartitionOffsets & { readonly from: number })[] {
  switch (start.kind) {
    case "earliest":
      return partitions.map((each) => ({ ...each, from: each.low }));
    case "latest":
      return partitions.map((each) => ({ ...each, from: each.high }));
    case "offset":
      return partitions.map((each) => ({ ...each, from: Math.max(each.low, start.offset) }));
    case "positions":
      refuseUnknown(start.positions, topic, partitions);
      return partitions.flatMap((each) => {
        const place = start.positions.find((one) => one.topic === topic && one.partition === each.partition);
        return place === undefined ? [] : [{ ...each, from: Math.max(each.low, place.offset) }];
      });
  }
}

function refuseUnknown(
  positions: readonly TopicPosition[],
  topic: string,
  partitions: readonly PartitionOffsets[],
): void {
  const unknown = positions.find(
    (one) => one.topic === topic && !partitions.some(({ partition }) => partition === one.partition),
  );
  if (unknown !== undefined) {
    throw new UsageError(`topic ${topic} has no partition ${unknown.partition}`, {
      hint: `it has ${partitions.length}, counted from 0`,
    });
  }
  for (const { partition, low, high } of partitions) {
    const beyond = positions.find(
      (one) => one.topic === topic && one.partition === partition && one.offset > high,
    );
    if (beyond !== undefined) {
      throw new UsageError(`${positionText(topic, partition, beyond.offset)} is beyond the topic's end`, {
        hint: high === low ? "the partition is empty" : `the partition has ${low} to ${high - 1}`,
      });
    }
  }
}
