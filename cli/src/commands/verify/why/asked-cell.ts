import { cellHistory, type CellEvent, type CellOf } from "../../../core/why/cell-history.js";
import type { RowEvent } from "../../../core/why/row-event.js";

/** A cell whose history is looked for. */
export interface AskedCell {
  /** Microseconds since the Unix epoch, without a generation's; undefined where it has none, or none that is told. */
  readonly writeTime: number | undefined;
  /** Microseconds by which it may be off. */
  readonly error: number;
  readonly cellOf: CellOf;
}

/** What the log says of the row, as far as it was read. */
export interface LogSearch {
  readonly events: readonly RowEvent[];
  /** For each cell, the write time from which on all of its records are among the events. */
  readonly from: readonly number[];
  /** For each cell, whether a record that the topics have lost may have written it. */
  readonly isBeforeLog: readonly boolean[];
  /** Whether the log cleaner has removed records among those that were read. */
  readonly hasGaps: boolean;
}

/** What is known of a cell from a write time on. */
export function historyFrom(
  events: readonly RowEvent[],
  { cellOf }: Pick<AskedCell, "cellOf">,
  from: number,
): readonly CellEvent[] {
  return cellHistory(events, cellOf).filter(({ event }) => event.writeTime >= from);
}

/** The records that must be known before it can be said what the cell was before. */
export function hasPredecessor(cell: AskedCell, history: readonly CellEvent[]): boolean {
  const at = cell.writeTime === undefined ? history.at(-1)?.event.writeTime : cell.writeTime - cell.error;
  return at !== undefined && history.some(({ event }) => event.writeTime < at);
}
