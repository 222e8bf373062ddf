import type { Expiry } from "./expiry.js";
import type { RecordPosition } from "./record-position.js";

/** Which of two writes of a row is the later one: by write time, then by the record's position. */
export interface Stamp extends RecordPosition {
  /** Microseconds since the Unix epoch. */
  readonly writeTime: number;
  /** Microseconds by which it is above the lowest that the record may get: its index in order=time. 0 where left out. */
  readonly index?: number;
}

/** The record that a cell is of. */
export interface CellStamp extends Stamp {
  readonly expiry: Expiry;
  /**
   * A record of another partition set the cell with the same write time. `unsure`: it is not known which of them the
   * server keeps.
   */
  readonly tie?: "known" | "unsure";
}

/** By write time, then by offset; where both are equal, the records are of different partitions. */
export function isLater(stamp: Stamp, earlier: Stamp): boolean {
  if (stamp.writeTime !== earlier.writeTime) return stamp.writeTime > earlier.writeTime;
  if (stamp.offset !== earlier.offset) return stamp.offset > earlier.offset;
  return stamp.topicPartition >= earlier.topicPartition;
}

export const isSameRecord = (left: RecordPosition, right: RecordPosition): boolean =>
  left.offset === right.offset && left.topicPartition === right.topicPartition;
