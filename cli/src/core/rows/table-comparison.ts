import type { CqlValue } from "../cql/value.js";
import { cellCodec, sameCell, type Cell, type CellCodec } from "./cell.js";
import type { ExpectedRows, Origin } from "./expected-rows.js";
import { packRow, unpackRow, type PackedRow } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";
import type { ColumnDifference, RowFinding, TableFindings } from "./table-findings.js";
import { clockTolerance } from "./expiry.js";

/** Rows kept with what the table holds, for examples: more than are shown, for some may be excused later. */
const keptPerExample = 20;

export interface ComparisonOptions {
  readonly layout: TableLayout;
  readonly rows: ExpectedRows;
  /** Examples of each kind of finding. */
  readonly examples: number;
  /** Milliseconds since the Unix epoch, as time goes by; what may have expired is not missed. */
  readonly now: () => number;
  /** Earlier records are gone from the topic: a row, or a value, that no record explains may be theirs. */
  readonly incompleteTopic: boolean;
  /** Writes a record's place: `topic-partition@offset`. */
  readonly at: (origin: Origin) => string;
}

interface DifferentRow {
  readonly key: string;
  readonly place: number;
  /** Columns that differ, as places in the layout. */
  readonly columns: readonly number[];
  /** What the table holds; kept for the first rows only. */
  readonly actual?: PackedRow;
}

/** Holds a table's rows against the expected ones, row by row as they are read; {@link finish} then says all. */
export class TableComparison {
  readonly #options: ComparisonOptions;
  readonly #keyCodecs: readonly CellCodec[];
  readonly #codecs: readonly CellCodec[];
  readonly #different: DifferentRow[] = [];
  readonly #unexpected: string[] = [];
  #found = 0;

  constructor(options: ComparisonOptions) {
    this.#options = options;
    this.#keyCodecs = options.layout.key.map(({ type }) => cellCodec(type));
    this.#codecs = options.layout.columns.map(({ type }) => cellCodec(type));
  }

  /** @param row values of the key's columns, then of the layout's */
  add(row: readonly (CqlValue | null)[]): void {
    const keySize = this.#keyCodecs.length;
    // What Cassandra gives for a partition of static columns alone is no row.
    const { partitionKeySize } = this.#options.layout;
    if (partitionKeySize < keySize && row[partitionKeySize] === null) return;
    this.#found++;
    const key = packRow(this.#keyCodecs.map((codec, index) => codec.encode(row[index] ?? null)));
    const { rows } = this.#options;
    const place = rows.find(key);
    if (place === undefined) {
      this.#unexpected.push(key);
      return;
    }
    rows.markSeen(place);
    const cells = this.#codecs.map((codec, index) => codec.encode(row[keySize + index] ?? null) ?? undefined);
    const actual = packRow(cells);
    if (actual !== rows.row(place)) this.#compare(key, place, cells, actual);
  }

  /** @param touched keys that records beyond the compared end of the topic write to: nothing is said about them */
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
    for (const [key, place] of rows.keys()) {
      if (rows.isSeen(place)) continue;
      if (excused(key)) excusedCount++;
      else if (this.#mayHaveExpired(place)) expired++;
      else if (++missingCount <= examples) missing.push(this.#finding(key, place, []));
    }
    const byColumn = layout.columns.map(({ name }, column) => ({
      column: name,
      rows: different.filter(({ columns }) => columns.includes(column)).length,
    }));
    return {
      expected: rows.size,
      found: this.#found,
      missing: missingCount,
      different: different.length,
      differentTied: different.filter(({ place }) => rows.isTied(place)).length,
      differentColumns: byColumn.filter((one) => one.rows > 0),
      unexpected: incompleteTopic ? 0 : unexpected.length,
      unexplained: incompleteTopic ? unexpected.length : 0,
      excused: excusedCount,
      expired,
      examples: {
        missing,
        different: different.slice(0, examples).map((row) => this.#differenceFinding(row)),
        unexpected: incompleteTopic
          ? []
          : unexpected.slice(0, examples).map((key) => ({ key: this.#shownKey(key) })),
      },
    };
  }

  #mayHaveExpired(place: number): boolean {
    const { rows, now } = this.#options;
    return rows.mayHaveExpired(place, now() + clockTolerance);
  }

  #compare(key: string, place: number, actual: readonly (Cell | undefined)[], packed: PackedRow): void {
    const { rows, incompleteTopic, examples } = this.#options;
    const expected = unpackRow(rows.row(place));
    const expiring = this.#mayHaveExpired(place);
    const columns = this.#codecs
      .map((_, column) => column)
      .filter((column) => {
        const wanted = expected[column];
        const got = actual[column] ?? null;
        if (got === null && expiring) return false;
        if (wanted === undefined && incompleteTopic) return false;
        return !sameCell(wanted ?? null, got);
      });
    if (columns.length === 0) return;
    const keep = this.#different.length < examples * keptPerExample;
    this.#different.push({ key, place, columns, ...(keep ? { actual: packed } : {}) });
  }

  #differenceFinding({ key, place, columns, actual }: DifferentRow): RowFinding {
    const expected = unpackRow(this.#options.rows.row(place));
    const found = actual === undefined ? undefined : unpackRow(actual);
    return this.#finding(
      key,
      place,
      columns.map((column): ColumnDifference => {
        const codec = this.#codecs[column];
        const shown = (cell: Cell | null | undefined): string =>
          cell === null || cell === undefined ? "null" : (codec?.show(cell) ?? cell);
        return {
          column: this.#options.layout.columns[column]?.name ?? "",
          expected: shown(expected[column]),
          actual: found === undefined ? "(not kept)" : shown(found[column]),
          at: this.#options.at(this.#options.rows.originOf(place, column)),
        };
      }),
    );
  }

  #finding(key: string, place: number, columns: readonly ColumnDifference[]): RowFinding {
    const { rows, at } = this.#options;
    return {
      key: this.#shownKey(key),
      at: columns[0]?.at ?? at(rows.originOf(place, -1)),
      tied: rows.isTied(place),
      columns,
    };
  }

  #shownKey(key: string): string {
    const cells = unpackRow(key);
    return this.#options.layout.key
      .map(({ name }, index) => `${name}=${this.#keyCodecs[index]?.show(cells[index] ?? "") ?? ""}`)
      .join(", ");
  }
}
