import type { CqlValue } from "../cql/value.js";
import { cellCodec, sameCell, type Cell, type CellCodec } from "./cell.js";
import type { ExpectedRows } from "./expected-rows.js";
import { keyCodecs } from "./key-cell.js";
import { packRow, unpackRow, type PackedRow } from "./packed-row.js";
import { positionOf } from "./record-position.js";
import type { TableLayout } from "./table-layout.js";
import type { ColumnDifference, RowFinding, TableFindings } from "./table-findings.js";
import { clockTolerance } from "./expiry.js";

/** For each example to show, so many rows are kept with what the table holds: some may be excused later. */
const keptPerExample = 20;

interface ComparisonOptions {
  readonly layout: TableLayout;
  readonly rows: ExpectedRows;
  /** How many examples of each kind of finding are shown. */
  readonly examples: number;
  /** The clock, in milliseconds since the Unix epoch; a row that may have expired by then is not missing. */
  readonly now: () => number;
  /** Records are gone from a topic: a row or value that no record has written may be theirs. */
  readonly incompleteTopic: boolean;
  /** Names of the topics, in the order of their indexes in the expected rows' record positions. */
  readonly topics: readonly string[];
}

interface DifferentRow {
  readonly key: string;
  readonly row: number;
  /** Columns that differ, by their index in the layout. */
  readonly columns: readonly number[];
  /** What the table holds; kept for the first rows only. */
  readonly actual?: PackedRow;
}

/** Compares a table's rows with the expected ones, row by row as they are read; {@link finish} gives the findings. */
export class TableComparison {
  readonly #options: ComparisonOptions;
  readonly #keyCodecs: readonly CellCodec[];
  readonly #codecs: readonly CellCodec[];
  readonly #different: DifferentRow[] = [];
  readonly #unexpected: string[] = [];
  #rowCount = 0;

  constructor(options: ComparisonOptions) {
    this.#options = options;
    this.#keyCodecs = keyCodecs(options.layout);
    this.#codecs = options.layout.columns.map(({ type }) => cellCodec(type));
  }

  /** @param values of one row: the key's columns, then the layout's */
  add(values: readonly (CqlValue | null)[]): void {
    const keySize = this.#keyCodecs.length;
    // For a partition that has static columns only, Cassandra gives a row whose clustering columns are null.
    const { partitionKeySize } = this.#options.layout;
    if (partitionKeySize < keySize && values[partitionKeySize] === null) return;
    this.#rowCount++;
    const key = packRow(this.#keyCodecs.map((codec, index) => codec.encode(values[index] ?? null)));
    const { rows } = this.#options;
    const row = rows.find(key);
    if (row === undefined) {
      this.#unexpected.push(key);
      return;
    }
    rows.markFound(row);
    const cells = this.#codecs.map(
      (codec, index) => codec.encode(values[keySize + index] ?? null) ?? undefined,
    );
    const actual = packRow(cells);
    if (actual !== rows.cells(row)) this.#compare(key, row, cells, actual);
  }

  /** @param touched keys of rows that records after the compared end of the topic write to: nothing is said about them */
  finish(touched: ReadonlySet<string>): TableFindings {
    const { rows, layout, examples, incompleteTopic } = this.#options;
    const excused = (key: string): boolean => touched.has(key);
    const different = this.#different.filter(({ key }) => !excused(key));
    const unexpected = this.#unexpected.filter((key) => !excused(key));
    const missing: RowFinding[] = [];
    let missingCount = 0;
    let expired = 0;
    let excusedCount =
      this.#different.length - different.length + this.#unexpected.length - unexpected.length;
    for (const [key, row] of rows.keys()) {
      if (rows.isFound(row)) continue;
      if (excused(key)) excusedCount++;
      else if (this.#mayHaveExpired(row)) expired++;
      else if (++missingCount <= examples) missing.push(this.#finding(key, row, []));
    }
    const byColumn = layout.columns.map(({ name }, column) => ({
      column: name,
      rows: different.filter(({ columns }) => columns.includes(column)).length,
    }));
    return {
      expected: rows.size,
      found: this.#rowCount,
      missing: missingCount,
      different: different.length,
      differentTied: different.filter(({ row }) => rows.hasEqualTimes(row)).length,
      differentColumns: byColumn.filter((column) => column.rows > 0),
      unexpected: incompleteTopic ? 0 : unexpected.length,
      unexplained: incompleteTopic ? unexpected.length : 0,
      excused: excusedCount,
      expired,
      examples: {
        missing,
        different: different.slice(0, examples).map((difference) => this.#differenceFinding(difference)),
        unexpected: incompleteTopic
          ? []
          : unexpected.slice(0, examples).map((key) => ({ key: this.#keyText(key) })),
      },
    };
  }

  #mayHaveExpired(row: number): boolean {
    const { rows, now } = this.#options;
    return rows.mayHaveExpired(row, now() + clockTolerance);
  }

  #compare(key: string, row: number, actual: readonly (Cell | undefined)[], packed: PackedRow): void {
    const { rows, incompleteTopic, examples } = this.#options;
    const expected = unpackRow(rows.cells(row));
    const mayHaveExpired = this.#mayHaveExpired(row);
    const columns = this.#codecs
      .map((_, column) => column)
      .filter((column) => {
        const expectedCell = expected[column];
        const actualCell = actual[column] ?? null;
        if (actualCell === null && mayHaveExpired) return false;
        if (expectedCell === undefined && incompleteTopic) return false;
        return !sameCell(expectedCell ?? null, actualCell);
      });
    if (columns.length === 0) return;
    const keep = this.#different.length < examples * keptPerExample;
    this.#different.push({ key, row, columns, ...(keep ? { actual: packed } : {}) });
  }

  #differenceFinding({ key, row, columns, actual }: DifferentRow): RowFinding {
    const expected = unpackRow(this.#options.rows.cells(row));
    const found = actual === undefined ? undefined : unpackRow(actual);
    return this.#finding(
      key,
      row,
      columns.map((column): ColumnDifference => {
        const codec = this.#codecs[column];
        const shown = (cell: Cell | null | undefined): string =>
          cell === null || cell === undefined ? "null" : (codec?.show(cell) ?? cell);
        return {
          column: this.#options.layout.columns[column]?.name ?? "",
          expected: shown(expected[column]),
          actual: found === undefined ? "(not kept)" : shown(found[column]),
          at: this.#position(row, column),
        };
      }),
    );
  }

  #finding(key: string, row: number, columns: readonly ColumnDifference[]): RowFinding {
    return {
      key: this.#keyText(key),
      at: columns[0]?.at ?? this.#position(row, -1),
      tied: this.#options.rows.hasEqualTimes(row),
      columns,
    };
  }

  /** @param column its index in the layout; -1 for the record that last wrote the row */
  #position(row: number, column: number): string {
    return positionOf(this.#options.rows.recordOf(row, column), this.#options.topics);
  }

  #keyText(key: string): string {
    const cells = unpackRow(key);
    return this.#options.layout.key
      .map(({ name }, index) => `${name}=${this.#keyCodecs[index]?.show(cells[index] ?? "") ?? ""}`)
      .join(", ");
  }
}
