import type { PartitionOffsets } from "../../../core/kafka/topic.js";
import { positionText } from "../../../core/kafka/record.js";
import { InputError } from "../../../errors.js";

/** From where on the records of each partition are later ones. */
export interface SinceStart {
  readonly topic: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly offset: number;
    /** Offsets from there on whose records the broker has deleted, at most. */
    readonly lost: number;
  }[];
}

/** @throws InputError for an offset behind the partition's end */
export function startAt(
  topic: string,
  { partition, low, high }: PartitionOffsets,
  offset: number,
): SinceStart["partitions"][number] {
  if (offset > high) {
    throw new InputError(`there is no offset ${offset} yet: partition ${partition} ends at ${high}`, {
      where: positionText(topic, partition, offset),
      hint: "take an offset up to that, or a time",
    });
  }
  return { partition, offset: Math.max(low, offset), lost: Math.max(0, low - offset) };
}
