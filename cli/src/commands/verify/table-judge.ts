import { BarePartitions } from "../../core/rows/bare-partitions.js";
import type { ExpectedRows, RowRecords } from "../../core/rows/expected-rows.js";
import { cellCount } from "../../core/rows/packed-row.js";
import { tokensOf, type RingPart } from "../../core/rows/ring-parts.js";
import { byTokens, type PartDigests, RowDigest } from "../../core/rows/row-digest.js";
import {
  type ComparisonOptions,
  type ComparisonSnapshot,
  TableComparison,
} from "../../core/rows/table-comparison.js";
import { anyOf, type UnknownWrites } from "../../core/rows/unknown-writes.js";
import type { ScanRequest } from "../../ports/cassandra.js";
import type { CommandContext } from "../../ports/context.js";
import { MemoryGuard } from "./memory-guard.js";
import { emptyRows, intoRows, type PlannedTable, type TablePart, type VerifyPlan } from "./plan.js";
import type { ScanWatcher } from "./scan-progress.js";
import type { TableWrites } from "./table-writes.js";

export const otherWriter: UnknownWrites = { reason: "other-writer", until: Infinity };

/** A part of a table, and what was found of it. */
export interface ComparedPart {
  readonly part: TablePart;
  readonly comparison: TableComparison;
  /** Whether each partition is read once: of static columns. */
  readonly isDistinct: boolean;
  /** The latest write time that a record may have in the row of which it cannot be said what it writes. */
  readonly unpredictableUntil: (key: string) => number;
}

/** What was found in some parts of a table, as plain data. */
export interface JudgeSnapshot {
  readonly rows: ComparisonSnapshot;
  readonly statics: ComparisonSnapshot | undefined;
  readonly bare: ReadonlySet<string>;
  readonly records: RowRecords;
  readonly parts: readonly PartDigests[];
}

export interface JudgeOptions extends Pick<ScanRequest, "consistency" | "parallelism"> {
  /** SHA-256, where digests of the parts are wanted. */
  readonly digest: ((text: string) => string) | undefined;
  readonly examples: number;
  /** Another connector, whose rows cannot be computed, may write the table. */
  readonly hasUnknownWriter: boolean;
}

/** Compares parts of a table with what records write into them: of each first the rows, and then its static columns. */
export class TableJudge {
  readonly rows: ComparedPart;
  /** Undefined where no static column is judged. */
  readonly statics: ComparedPart | undefined;
  /** What became of the records that write its rows. */
  readonly records = { current: 0, superseded: 0, deleted: 0, expired: 0 };
  readonly #parts: PartDigests[] = [];
  readonly #table: PlannedTable;
  readonly #bare: BarePartitions;
  readonly #options: JudgeOptions;
  readonly #context: CommandContext;
  readonly #keptRows: (of: TablePart) => ExpectedRows;
  #found: RowDigest | undefined;

  /** @param keptRows where those rows are kept that are wrong or open: the plan's, by default */
  constructor(
    table: PlannedTable,
    plan: VerifyPlan,
    options: JudgeOptions,
    context: CommandContext,
    keptRows = ({ rows }: TablePart): ExpectedRows => rows,
  ) {
    this.#table = table;
    this.#keptRows = keptRows;
    this.#options = options;
    this.#context = context;
    this.#bare = new BarePartitions(table.rows, table.layout.partitionKeySize);
    this.rows = this.#compared(table, false, plan);
    this.statics = table.statics === undefined ? undefined : this.#compared(table.statics, true, plan);
  }

  /** Reads a part of the table. */
  async judge(part: RingPart, writes: TableWrites, watcher: ScanWatcher): Promise<void> {
    const { statics: ofStatics } = this.#table;
    const { digest } = this.#options;
    const rows = emptyRows(this.#table);
    const statics = ofStatics === undefined ? undefined : emptyRows(ofStatics);
    writes.read(part, intoRows(rows, statics));
    watcher.expect(rows.size + (statics?.size ?? 0), part);
    this.#bare.beginPart(rows);
    const found = (this.#found = digest === undefined ? undefined : new RowDigest(digest));
    await this.#scan(this.rows, rows, part, watcher);
    if (this.statics !== undefined && statics !== undefined)
      await this.#scan(this.statics, statics, part, watcher);
    if (digest !== undefined && found !== undefined)
      this.#parts.push(partDigests(part, rows, this.rows, found, digest));
    this.#count(rows.records(this.#context.clock.now()));
  }

  /** Rows of which more than a number is kept. */
  get kept(): number {
    return this.rows.comparison.kept + (this.statics?.comparison.kept ?? 0);
  }

  /** Digests of the parts' rows, in the order of the ring. */
  get parts(): readonly PartDigests[] {
    return this.#parts.toSorted(byTokens);
  }

  /** Between two parts. */
  snapshot(): JudgeSnapshot {
    return {
      rows: this.rows.comparison.snapshot(),
      statics: this.statics?.comparison.snapshot(),
      bare: this.#bare.snapshot(),
      records: this.records,
      parts: this.#parts,
    };
  }

  /** Adds what was found in other parts. */
  merge({ rows, statics, bare, records, parts }: JudgeSnapshot): void {
    this.rows.comparison.merge(rows);
    if (statics !== undefined) this.statics?.comparison.merge(statics);
    this.#bare.merge(bare);
    this.#count(records);
    this.#parts.push(...parts);
  }

  #count(records: RowRecords): void {
    for (const kind of Object.keys(this.records) as (keyof RowRecords)[]) this.records[kind] += records[kind];
  }

  #compared(part: TablePart, areStatics: boolean, plan: VerifyPlan): ComparedPart {
    const { digest, examples, hasUnknownWriter } = this.#options;
    return comparedPart(this.#table, part, plan, {
      rows: this.#keptRows(part),
      examples,
      now: () => this.#context.clock.now(),
      bare: this.#bare,
      onRow: digest === undefined || areStatics ? undefined : (key, cells) => this.#found?.add(key, cells),
      unknownWrites: hasUnknownWriter ? otherWriter : lostWrites(this.#table, plan),
    });
  }

  async #scan(
    { part, comparison, isDistinct }: ComparedPart,
    rows: ExpectedRows,
    of: RingPart,
    watcher: ScanWatcher,
  ): Promise<void> {
    const { consistency, parallelism } = this.#options;
    const { cassandra, signal } = this.#context;
    const memory = new MemoryGuard(this.#context);
    comparison.beginPart(rows);
    await cassandra.scan({
      ...rowRequest(part),
      tokens: tokensOf(of),
      consistency,
      ...(isDistinct ? { distinct: true } : {}),
      parallelism,
      signal,
      onRows: (page) => {
        for (const row of page) {
          comparison.add(row);
          memory.take(0);
        }
        watcher.add(page.length);
      },
    });
    comparison.endScan();
  }
}

type PartOptions = Pick<
  ComparisonOptions,
  "rows" | "examples" | "now" | "unknownWrites" | "bare" | "onRow" | "lookedAt"
>;

/** A part of a table whose rows are to be compared, with what its plan says of it. */
export function comparedPart(
  table: PlannedTable,
  part: TablePart,
  { topics }: VerifyPlan,
  options: PartOptions,
): ComparedPart {
  const areStatics = part !== table;
  const latest = (key: string): number =>
    unpredictableUntil(table, key, areStatics || isPartition(part, key));
  const comparison = new TableComparison({
    ...options,
    layout: part.layout,
    areStatics,
    shift: table.shift,
    topics: topics.map(({ topic }) => topic),
    unpredictableUntil: latest,
    earlier: table.fedBy.map(({ earlierColumns }) => earlierColumns),
  });
  return { part, comparison, isDistinct: areStatics, unpredictableUntil: latest };
}

function partDigests(
  part: RingPart,
  rows: ExpectedRows,
  { comparison }: ComparedPart,
  found: RowDigest,
  digest: (text: string) => string,
): PartDigests {
  const expected = new RowDigest(digest);
  for (const [key, row] of rows.keys()) {
    // One that is not there has expired, unless it is missing.
    if (rows.isFound(row) || comparison.isFaulty(key)) expected.add(key, rows.cells(row));
  }
  const [after, upTo] = tokensOf(part);
  return {
    tokens: [String(after), String(upTo)],
    expected: { rows: expected.rows, digest: expected.text },
    found: { rows: found.rows, digest: found.text },
  };
}

function isPartition({ layout }: TablePart, key: string): boolean {
  return layout.staticNames.length > 0 && cellCount(key) < layout.key.length;
}

/** @param key of a row, or of a partition, whose static columns a record of any of its rows may write */
function unpredictableUntil({ fedBy }: PlannedTable, key: string, ofPartition: boolean): number {
  return Math.max(
    ...fedBy.map(({ unpredictable }) =>
      ofPartition ? unpredictable.untilInPartition(key) : unpredictable.until(key),
    ),
  );
}

/** The columns of a part as a {@link TableComparison} takes them. */
export function rowRequest({
  description,
  layout,
}: TablePart): Pick<ScanRequest, "table" | "columns" | "timed"> {
  return {
    table: description,
    columns: [...layout.key, ...layout.columns].map(({ name }) => name),
    timed: layout.timed.map((column) => layout.columns[column]?.name ?? ""),
  };
}

/** What records that the table's topics have lost may have written. */
export function lostWrites(table: PlannedTable, { topics }: VerifyPlan): UnknownWrites | undefined {
  return anyOf(topics.flatMap(({ fold, tables }) => (tables.includes(table) ? (fold.lostWrites ?? []) : [])));
}
