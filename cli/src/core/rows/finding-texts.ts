import type { RowCells } from "./actual-row.js";
import type { Cell } from "./cell.js";
import { timestampText } from "../cql/literal.js";
import type { ExpectedRows } from "./expected-rows.js";
import { never, type Expiry } from "./expiry.js";
import { unpackRow } from "./packed-row.js";
import { positionOf, type RecordPosition } from "./record-position.js";
import type { RowVerdict, WrongCell } from "./row-judge.js";
import type { ColumnDifference, RowFinding } from "./table-findings.js";
import type { TableLayout } from "./table-layout.js";

/** A row of the table that differs from the expected one. */
export interface FoundRow {
  readonly key: string;
  readonly verdict: RowVerdict;
  /** Whether what the table holds was kept: only of the first rows. */
  readonly isKept: boolean;
}

/** Rows and cells as the user knows them: literals of CQL, and records as `topic-partition@offset`. */
export class FindingTexts {
  readonly #layout: TableLayout;
  readonly #rows: ExpectedRows;
  readonly #cells: RowCells;
  readonly #topics: readonly string[];

  constructor(layout: TableLayout, rows: ExpectedRows, cells: RowCells, topics: readonly string[]) {
    this.#layout = layout;
    this.#rows = rows;
    this.#cells = cells;
    this.#topics = topics;
  }

  key(key: string): string {
    const cells = unpackRow(key);
    // Of a partition, only the columns of the partition key.
    return this.#layout.key
      .slice(0, cells.length)
      .map(({ name }, index) => {
        const cell = cells[index];
        const text = cell === null || cell === undefined ? "(empty)" : this.#cells.keys[index]?.show(cell);
        return `${name}=${text ?? ""}`;
      })
      .join(", ");
  }

  missing(key: string): RowFinding {
    return this.#finding(key, this.#rows.numberOf(key), []);
  }

  different({ key, verdict, isKept }: FoundRow): RowFinding {
    const row = this.#rows.numberOf(key);
    const expected = unpackRow(this.#rows.cells(row));
    return this.#finding(
      key,
      row,
      verdict.wrong.map((wrong): ColumnDifference => {
        const { column, fault } = wrong;
        const stamp = this.#rows.stampOf(row, column);
        const texts = {
          value: () => [
            this.#shown(column, expected[column]),
            isKept ? this.#shown(column, wrong.cell) : "(not kept)",
          ],
          "write time": () => [
            `${timeText(stamp.writeTime)}, the record's`,
            wrongTimeText(wrong.writeTime ?? 0, stamp.writeTime),
          ],
          "time to live": () => [expiryText(stamp.expiry), lifeText(wrong)],
        }[fault]();
        return {
          column: this.#layout.columns[column]?.name ?? "",
          fault,
          expected: texts[0] ?? "",
          actual: texts[1] ?? "",
          at: this.#position(stamp),
        };
      }),
    );
  }

  #shown(column: number, cell: Cell | null | undefined): string {
    if (cell === null || cell === undefined) return "null";
    return this.#cells.columns[column]?.show(cell) ?? cell;
  }

  #finding(key: string, row: number, columns: readonly ColumnDifference[]): RowFinding {
    return {
      key: this.key(key),
      at: columns[0]?.at ?? this.#position(this.#rows.lastStamp(row)),
      tied: this.#rows.hasEqualTimes(row),
      columns,
    };
  }

  #position(record: RecordPosition): string {
    return positionOf(record, this.#topics);
  }
}

/**
 * `2026-11-27T14:29:14.382001Z`: one microsecond decides.
 * @param microseconds since the Unix epoch
 */
function timeText(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = String(Math.floor(microseconds - 1000 * milliseconds)).padStart(3, "0");
  return timestampText(BigInt(milliseconds)).replace(/Z$/, `${rest}Z`);
}

function wrongTimeText(writeTime: number, expected: number): string {
  const meaning =
    writeTime > expected ? "which later records may not overwrite" : "of an earlier write of the same value";
  return `${timeText(writeTime)}, ${meaning}`;
}

function expiryText(expiry: Expiry): string {
  if (expiry === never) return "for ever";
  return `${expiry < 0 ? "until after" : "until"} ${timestampText(BigInt(Math.abs(expiry)))}`;
}

function lifeText({ timeToLive }: WrongCell): string {
  return timeToLive === undefined ? "for ever" : `for another ${timeToLive} s`;
}
