import { InputError } from "../../errors.js";
import type { TopicPosition } from "./position.js";
import { partitionText, positionText } from "./record.js";

/** Where a group stands in a partition, and what can be read of it. */
export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
  /** Committed offset: that of the next record to read. Undefined when nothing is committed. */
  readonly committed: number | undefined;
  /** First offset that can still be read. */
  readonly start: number;
  /** Offset of the next record that will be written to the topic. */
  readonly end: number;
}

/** Where a group is to go on. */
export type Destination =
  | { readonly kind: "earliest" | "latest" }
  /** Behind the records that are older. Milliseconds since the Unix epoch. */
  | { readonly kind: "time"; readonly time: number }
  | { readonly kind: "positions"; readonly positions: readonly TopicPosition[] }
  /** Offsets, negative for back. */
  | { readonly kind: "by"; readonly offsets: number };

/** Where the group goes on in fact: behind what retention has deleted, and without a commit at the first offset. */
export const nextOffset = ({ committed, start }: PartitionPlace): number =>
  Math.max(start, committed ?? start);

/**
 * The offset at which the group is to go on, for each partition that the destination names.
 * @param atTime of each partition by {@link partitionText}, the offset of the first record that is no older
 * @throws InputError for an offset that the partition does not have, and a partition that the group does not read
 */
export function destinations(
  destination: Destination,
  places: readonly PartitionPlace[],
  atTime: ReadonlyMap<string, number | undefined>,
): ReadonlyMap<PartitionPlace, number> {
  const wanted = new Map(places.flatMap((place) => offsetFor(destination, place, atTime)));
  if (destination.kind === "positions") refuseUnknown(destination.positions, places);
  const beyond = [...wanted].filter(([{ start, end }, offset]) => offset < start || offset > end);
  if (beyond.length === 0) return wanted;
  throw new InputError("the log does not reach so far; nothing is changed", {
    where: beyond.map(([place]) => partitionText(place)).join(", "),
    lines: beyond.map(
      ([{ topic, partition, start, end }, offset]) =>
        `${positionText(topic, partition, offset)}: ${topic}-${partition} has offsets ${start} to ${end}`,
    ),
    hint: "--earliest and --latest are its ends",
  });
}

function offsetFor(
  destination: Destination,
  place: PartitionPlace,
  atTime: ReadonlyMap<string, number | undefined>,
): readonly (readonly [PartitionPlace, number])[] {
  switch (destination.kind) {
    case "earliest":
      return [[place, place.start]];
    case "latest":
      return [[place, place.end]];
    case "time": {
      // Where transactions are open, the record may lie behind what is read.
      const offset = Math.min(atTime.get(partitionText(place)) ?? place.end, place.end);
      return [[place, Math.max(place.start, offset)]];
    }
    case "by":
      return [[place, nextOffset(place) + destination.offsets]];
    case "positions":
      return destination.positions
        .filter((position) => partitionText(position) === partitionText(place))
        .map(({ offset }) => [place, offset] as const);
  }
}

function refuseUnknown(positions: readonly TopicPosition[], places: readonly PartitionPlace[]): void {
  const names = places.map(partitionText);
  const unknown = positions.filter((position) => !names.includes(partitionText(position)));
  if (unknown.length > 0) {
    throw new InputError(`the connector does not read ${unknown.map(partitionText).join(", ")}`, {
      hint: names.length === 0 ? "it reads no topic that is there" : `it reads ${names.join(", ")}`,
    });
  }
  const twice = positions.find(
    (position, index) =>
      positions.findIndex((other) => partitionText(other) === partitionText(position)) < index,
  );
  if (twice !== undefined) throw new InputError(`two offsets are given for ${partitionText(twice)}`);
}

/** What becomes of the records between two offsets: those that are read again, or those that never are. Offsets. */
export function movedOver(
  from: number,
  to: number,
): { readonly readAgain: number; readonly skipped: number } {
  return { readAgain: Math.max(0, from - to), skipped: Math.max(0, to - from) };
}

/**
 * The partitions that are meant: all, or those of these topics and partitions.
 * @param only `topic` or `topic-0`
 * @throws InputError naming what is not there
 */
export function chosen<Place extends { readonly topic: string; readonly partition: number }>(
  places: readonly Place[],
  only: readonly string[] = [],
): readonly Place[] {
  const unknown = only.filter((name) => !places.some((place) => isMeant(place, [name])));
  if (unknown.length > 0) {
    throw new InputError(`the connector does not read ${unknown.join(", ")}`, {
      hint: `it reads ${places.map(partitionText).join(", ")}`,
    });
  }
  return places.filter((place) => isMeant(place, only));
}

/** Whether these topics and partitions name it; without any, all are meant. */
export function isMeant(
  place: { readonly topic: string; readonly partition: number },
  only: readonly string[] = [],
): boolean {
  return only.length === 0 || only.includes(place.topic) || only.includes(partitionText(place));
}
