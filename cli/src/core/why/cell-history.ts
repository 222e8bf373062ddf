import type { Cell } from "../rows/cell.js";
import type { RowEvent } from "./row-event.js";

/** What a record says of one cell: a value, null, or that the row goes. */
export interface CellEvent {
  readonly event: RowEvent;
  /** Null where it sets null or deletes the row. */
  readonly cell: Cell | null;
}

/** A column, or one element of a collection, as records set it. */
export type CellOf = (event: RowEvent) => Cell | null | undefined;

/**
 * All that records say of a cell, in the order in which the server lets them win: by write time, then a value before a
 * null and a null before a DELETE, then by offset.
 */
export function cellHistory(events: readonly RowEvent[], cellOf: CellOf): readonly CellEvent[] {
  return events
    .flatMap((event): readonly CellEvent[] => {
      if (event.kind === "uncertain") return [];
      const cell = cellOf(event);
      return cell === undefined ? [] : [{ event, cell }];
    })
    .sort((one, other) => {
      const [left, right] = [one.event, other.event];
      return left.writeTime - right.writeTime || rank(one) - rank(other) || left.offset - right.offset;
    });
}

const rank = ({ event, cell }: CellEvent): number => (event.kind === "delete" ? 2 : cell === null ? 1 : 0);
