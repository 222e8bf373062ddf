import type { Cell } from "./cell.js";
import { writeTimeTolerance } from "./judge-cell.js";
import type { MaybeCell } from "./packed-row.js";
import type { RowWrite } from "./sink-rules.js";

/**
 * What a row may hold while records write it: in each column what it had at an end that the connector has reached, or
 * what one of the records after that sets.
 */
export class ChangingRow {
  readonly #cells = new Map<number, Set<Cell | null>>();
  readonly #atEnd: readonly MaybeCell[] | undefined;
  /** The latest write time of a later record, in microseconds since the Unix epoch, as far as it is known. */
  #latest = 0;
  #mayBeThere: boolean;
  #mayBeGone: boolean;

  /** @param atEnd its cells at the end that was reached; undefined where it was not to be there */
  constructor(atEnd: readonly MaybeCell[] | undefined) {
    this.#atEnd = atEnd;
    this.#mayBeThere = atEnd !== undefined;
    this.#mayBeGone = atEnd === undefined;
  }

  get mayBeThere(): boolean {
    return this.#mayBeThere;
  }

  get mayBeGone(): boolean {
    return this.#mayBeGone;
  }

  /** @param time of the record, in milliseconds since the Unix epoch */
  add({ kind, cells, writeTime }: RowWrite, time = 0): void {
    this.#latest = Math.max(this.#latest, writeTime ?? time * 1000);
    if (kind === "delete") {
      this.#mayBeGone = true;
      return;
    }
    this.#mayBeThere = true;
    cells.forEach((cell, column) => {
      if (cell === undefined) return;
      const known = this.#cells.get(column);
      if (known === undefined) this.#cells.set(column, new Set([cell]));
      else known.add(cell);
    });
  }

  /**
   * Whether a record may have given a cell this write time: none does that is beyond the clock and beyond the records' own.
   * @param known that of the record which has set the cell so far; all in microseconds since the Unix epoch
   * @param now milliseconds since the Unix epoch
   */
  mayHaveTime(writeTime: number | undefined, known: number, now: number): boolean {
    if (writeTime === undefined) return true;
    return writeTime <= Math.max(now * 1000, this.#latest, known) + writeTimeTolerance;
  }

  /** Whether a later record, or a DELETE of the row, may have made the cell what it is. */
  mayHold(column: number, cell: Cell | null, isSame: (expected: Cell | null) => boolean): boolean {
    if (cell === null && this.#mayBeGone) return true;
    const later = this.#cells.get(column);
    if (later === undefined && !this.#mayBeGone) return false;
    return isSame(this.#atEnd?.[column] ?? null) || [...(later ?? [])].some(isSame);
  }
}
