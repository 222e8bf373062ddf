import { type Column, type Event, columns } from "#test/support/log-shapes.js";

/** A record where the broker has put it. */
export interface PlacedEvent extends Event {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** What must be said of a cell. */
export interface ExpectedCell {
  readonly cause: "record" | "deleted" | "never set";
  readonly value: string | null;
  /** `topic-partition@offset` of the record that made it so, and of the one that did before. */
  readonly by: string | undefined;
  readonly superseded: string | undefined;
  /** Of a value: microseconds. */
  readonly writeTime: number | undefined;
}

export const epoch = 1_600_000_000_000_000;

/**
 * A fold of its own, from what was sent: the records of a row in the order of (time, offset), or of the offset alone, and
 * in each column the last that touched it. A record without a value deletes the row.
 */
export function expectedCells(
  events: readonly PlacedEvent[],
  order: "time" | "log",
): ReadonlyMap<Column, ExpectedCell> {
  const cells = new Map<Column, ExpectedCell>(
    columns.map((column) => [
      column,
      { cause: "never set", value: null, by: undefined, superseded: undefined, writeTime: undefined },
    ]),
  );
  const ordered = [...events].sort(
    (one, other) => (order === "time" ? one.time - other.time : 0) || one.offset - other.offset,
  );
  let last = 0;
  for (const { topic, partition, offset, time, value } of ordered) {
    // A row of more than 1000 records in a millisecond goes on in the next.
    last = order === "log" ? epoch + offset : Math.max(1000 * time, last + 1);
    const at = `${topic}-${partition}@${offset}`;
    const isDelete = columns.every((column) => (value?.[column] ?? null) === null);
    for (const column of columns) {
      const set = value?.[column] ?? null;
      if (set === null && !isDelete) continue;
      cells.set(column, {
        cause: isDelete ? "deleted" : "record",
        value: set === null ? null : typeof set === "string" ? `'${set}'` : String(set),
        by: at,
        superseded: cells.get(column)?.by,
        writeTime: isDelete ? undefined : last,
      });
    }
  }
  return cells;
}
