import type { Cell } from "./cell.js";
import { lifeAt, never, type Expiry } from "./expiry.js";
import type { MaybeCell } from "./packed-row.js";
import type { RowWrite } from "./sink-rules.js";

/** Microseconds by which a server's clock may be ahead of this one. */
const clockTolerance = 1_000_000;

/** What later records set in a column, and when the first of these cells expires. */
interface LaterCells {
  readonly cells: Set<Cell | null>;
  expiry: Expiry;
}

/**
 * What a row may hold while records write it: in each column what it had at an end that the connector has reached, or
 * what one of the records after that sets, or nothing once that has expired.
 */
export class ChangingRow {
  readonly #later = new Map<number, LaterCells>();
  /** When the first of the later records' rows expires. */
  #expiry: Expiry = never;
  readonly #atEnd: readonly MaybeCell[] | undefined;
  /** The latest write time of a later record, in microseconds since the Unix epoch, as far as it is known. */
  #latest = 0;
  #isPut = false;
  #mayBeDeleted: boolean;

  /** @param atEnd its cells at the end that was reached; undefined where it was not to be there */
  constructor(atEnd: readonly MaybeCell[] | undefined) {
    this.#atEnd = atEnd;
    this.#mayBeDeleted = atEnd === undefined;
  }

  /** Whether a later record puts it. */
  get isPut(): boolean {
    return this.#isPut;
  }

  /** @param now milliseconds since the Unix epoch */
  mayBeGone(now: number): boolean {
    if (this.#mayBeDeleted) return true;
    const isLeft = (cell: MaybeCell, column: number): boolean =>
      cell !== undefined && cell !== null && !this.#mayHaveExpired(column, now);
    return isOver(this.#expiry, now) && this.#atEnd?.some(isLeft) !== true;
  }

  /** @param time of the record, in milliseconds since the Unix epoch */
  add({ kind, cells, writeTime, expiry }: RowWrite, time = 0): void {
    this.#latest = Math.max(this.#latest, writeTime ?? time * 1000);
    if (kind === "delete") {
      this.#mayBeDeleted = true;
      return;
    }
    this.#isPut = true;
    this.#expiry = earlier(this.#expiry, expiry);
    cells.forEach((cell, column) => {
      if (cell === undefined) return;
      const known = this.#later.get(column);
      if (known === undefined) this.#later.set(column, { cells: new Set([cell]), expiry });
      else {
        known.cells.add(cell);
        known.expiry = earlier(known.expiry, expiry);
      }
    });
  }

  #mayHaveExpired(column: number, now: number): boolean {
    return isOver(this.#later.get(column)?.expiry ?? never, now);
  }

  /**
   * Whether a record may have given a cell this write time: none does that is beyond the clock and beyond the records' own.
   * @param known that of the record which has set the cell so far; all in microseconds since the Unix epoch
   * @param now milliseconds since the Unix epoch
   */
  mayHaveTime(writeTime: number | undefined, known: number, now: number): boolean {
    if (writeTime === undefined) return true;
    return writeTime <= Math.max(now * 1000, this.#latest, known) + clockTolerance;
  }

  /**
   * Whether a later record, its expiry, or a DELETE of the row may have made the cell what it is.
   * @param now milliseconds since the Unix epoch
   */
  mayHold(
    column: number,
    cell: Cell | null,
    now: number,
    isSame: (expected: Cell | null) => boolean,
  ): boolean {
    if (cell === null && (this.#mayBeDeleted || this.#mayHaveExpired(column, now))) return true;
    const later = this.#later.get(column);
    if (later === undefined && !this.#mayBeDeleted) return false;
    return isSame(this.#atEnd?.[column] ?? null) || [...(later?.cells ?? [])].some(isSame);
  }
}

const isOver = (expiry: Expiry, now: number): boolean => expiry !== never && lifeAt(expiry, now) !== "alive";

/** The one of two that may be over first. */
function earlier(one: Expiry, other: Expiry): Expiry {
  if (one === never || other === never) return one === never ? other : one;
  return Math.abs(one) <= Math.abs(other) ? one : other;
}
