import type { RowCells, RowValues } from "./actual-row.js";
import { sameCell, type Cell } from "./cell.js";
import type { ChangingRow } from "./changing-row.js";
import type { ExpectedRows } from "./expected-rows.js";
import { lifeAt, type Life } from "./expiry.js";
import { judgeCell, type Fault } from "./judge-cell.js";
import { unpackRow, type MaybeCell } from "./packed-row.js";
import type { Reason } from "./reasons.js";
import { untouched } from "./unpredictable-records.js";
import type { UnknownWrites } from "./unknown-writes.js";

/** What was found of the cells of one row; the rest of them is right. */
export interface RowVerdict {
  readonly wrong: readonly WrongCell[];
  readonly unjudged: readonly Reason[];
  /** Cells that are right but for an index that was counted anew. */
  readonly restarted: number;
  /** Cells of columns that are not looked at. */
  readonly notLookedAt: number;
}

export interface WrongCell {
  /** Its index in the layout's columns. */
  readonly column: number;
  readonly fault: Fault;
  readonly cell: Cell | null;
  /** Whether the table has no value, and one is expected. */
  readonly isGone: boolean;
  /** For a fault of its times: microseconds, and seconds. */
  readonly writeTime: number | undefined;
  readonly timeToLive: number | undefined;
}

/** What is not known of a row. */
export interface RowDoubts {
  /** Records that are not known and may have written it. */
  readonly unknown: UnknownWrites | undefined;
  /** The latest write time of records that touch it and of which it cannot be said what they write. */
  readonly unpredictableUntil: number;
  /** The columns that are looked at; undefined for all. */
  readonly lookedAt?: ReadonlySet<number> | undefined;
}

/** Compares a row that is expected with what the table has. */
export class RowJudge {
  readonly #rows: ExpectedRows;
  readonly #cells: RowCells;

  constructor(rows: ExpectedRows, cells: RowCells) {
    this.#rows = rows;
    this.#cells = cells;
  }

  /**
   * @param changing what the row may hold beside that because records write it; such cells are not judged
   * @param now milliseconds since the Unix epoch
   */
  judge(
    row: number,
    values: RowValues,
    cells: readonly MaybeCell[],
    now: number,
    { unknown, unpredictableUntil, lookedAt }: RowDoubts,
    changing?: ChangingRow,
  ): RowVerdict {
    const expected = unpackRow(this.#rows.cells(row));
    const wrong: WrongCell[] = [];
    const unjudged: Reason[] = [];
    let restarted = 0;
    let notLookedAt = 0;
    for (let column = 0; column < cells.length; column++) {
      if (lookedAt?.has(column) === false) {
        notLookedAt++;
        continue;
      }
      const cell = expected[column];
      const stamp = this.#rows.stampOf(row, column);
      if (cell === undefined ? unpredictableUntil !== untouched : stamp.writeTime <= unpredictableUntil) {
        unjudged.push("unpredictable");
        continue;
      }
      const actual = this.#cells.cell(values, cells[column], column, now);
      const verdict = judgeCell(
        { cell: cell ?? null, isSet: cell !== undefined, stamp },
        actual,
        unknown,
        now,
        this.#cells.generation,
      );
      if (verdict === "restarted index") restarted++;
      if (verdict === "right" || verdict === "restarted index") continue;
      if ("reason" in verdict) unjudged.push(verdict.reason);
      else if (
        changing?.mayHaveTime(actual.writeTime, this.#rows.writeTimeOf(row, column), now) === true &&
        changing.mayHold(column, actual.cell, now, (later) => sameCell(later, actual.cell))
      ) {
        unjudged.push("changing");
      } else {
        const { writeTime } = actual;
        const timeToLive = this.#cells.timeToLive(values, column);
        const isGone = actual.cell === null;
        wrong.push({ column, fault: verdict.wrong, cell: actual.cell, isGone, writeTime, timeToLive });
      }
    }
    return { wrong, unjudged, restarted, notLookedAt };
  }

  /** Whether an expected row is still there: as long as its last record, or any of its values, has not expired. */
  life(row: number, now: number): Life {
    let life: Life = this.#rows.isMarkerSure(row) ? lifeAt(this.#rows.lastStamp(row).expiry, now) : "unsure";
    if (life === "alive") return "alive";
    unpackRow(this.#rows.cells(row)).forEach((cell, column) => {
      if (cell === undefined || cell === null || life === "alive") return;
      const { expiry, tie } = this.#rows.stampOf(row, column);
      const ofCell = lifeAt(expiry, now);
      if (ofCell !== "over") life = tie === "unsure" ? "unsure" : ofCell;
    });
    return life;
  }
}
