import type { ExpectedRows, RowRecords } from "../../core/rows/expected-rows.js";
import { tokensOf, wholeRing, type RingPart } from "../../core/rows/ring-parts.js";
import { type PartDigests, RowDigest } from "../../core/rows/row-digest.js";
import { type ComparisonSnapshot, TableComparison } from "../../core/rows/table-comparison.js";
import { BarePartitions } from "../../core/rows/bare-partitions.js";
import { cellCount } from "../../core/rows/packed-row.js";
import { anyOf, type UnknownWrites } from "../../core/rows/unknown-writes.js";
import type { CommandContext } from "../../ports/context.js";
import type { ScanRequest } from "../../ports/cassandra.js";
import { MemoryGuard } from "./memory-guard.js";
import type { Run } from "./run.js";
import { emptyRows, intoRows, type PlannedTable, type TablePart, type VerifyPlan } from "./plan.js";
import type { TableWrites } from "./table-writes.js";

/** Token ranges that are read at the same time: more are not faster against one node. */
const parallelism = 4;
export const otherWriter: UnknownWrites = { reason: "other-writer", until: Infinity };

/** Rows that are wrong or open, beyond which a run is no longer kept: their keys alone would fill the memory. */
const mostKept = 1_000_000;

/** What was found in parts of a table, as plain data. */
export interface FoundInTable {
  readonly rows: ComparisonSnapshot;
  readonly statics: ComparisonSnapshot | undefined;
  readonly bare: ReadonlySet<string>;
  readonly records: RowRecords;
  readonly parts: readonly PartDigests[];
}

/** The same of all parts that have been read. */
interface ScanSnapshot extends FoundInTable {
  /** How many of the parts. */
  readonly done: number;
  readonly progress: ProgressSnapshot;
}

export interface ComparisonOptions extends Pick<ScanRequest, "consistency"> {
  /** SHA-256, where digests of the parts are wanted. */
  readonly digest: ((text: string) => string) | undefined;
  readonly examples: number;
  /** Another connector, whose rows cannot be computed, may write the table. */
  readonly hasUnknownWriter: boolean;
}

interface ScanOptions extends ComparisonOptions {
  readonly run: Run;
  /** The table's index, by which the run keeps what is found. */
  readonly index: number;
}

/** A part of a table, and what was found of it. */
export interface ComparedPart {
  readonly part: TablePart;
  readonly comparison: TableComparison;
  /** Whether each partition is read once: of static columns. */
  readonly isDistinct: boolean;
  /** The latest write time that a record may have in the row of which it cannot be said what it writes. */
  readonly unpredictableUntil: (key: string) => number;
}

export interface ComparedTable {
  readonly table: PlannedTable;
  readonly rows: ComparedPart;
  /** Undefined where no static column is judged. */
  readonly statics: ComparedPart | undefined;
  /** What became of the records that write its rows. */
  readonly records: RowRecords;
  /** Writes of rows that are not in the sample. */
  readonly leftOut: number;
  /** Of its rows; undefined where they are not wanted. */
  readonly parts: readonly PartDigests[] | undefined;
}

/**
 * Reads the whole table and compares it with what records write, one part of the ring after the other: of each first the
 * rows, and then the partitions with their static columns.
 */
export async function scanTable(
  table: PlannedTable,
  writes: TableWrites,
  plan: VerifyPlan,
  { run, index, ...options }: ScanOptions,
  context: CommandContext,
): Promise<ComparedTable> {
  const found = new TableScan(table, plan, options, context);
  const progress = new ScanProgress(table, writes.share, context);
  const kept = run.table(index) as ScanSnapshot | undefined;
  if (kept !== undefined) {
    found.merge(kept);
    progress.restore(kept.progress);
  }
  const ring = [...writes.parts()];
  for (const [at, part] of ring.entries()) {
    if (at < (kept?.done ?? 0)) continue;
    await found.scan(part, writes, progress);
    if (found.kept > mostKept) continue;
    run.keepTable(index, at + 1 === ring.length, (): ScanSnapshot => ({
      ...found.snapshot(),
      done: at + 1,
      progress: progress.snapshot(),
    }));
  }
  return found.compared(writes.leftOut);
}

/** What is found in a table, part by part, in whichever order. */
export class TableScan {
  readonly #table: PlannedTable;
  readonly #options: ComparisonOptions;
  readonly #context: CommandContext;
  readonly #bare: BarePartitions;
  readonly #rows: ComparedPart;
  readonly #statics: ComparedPart | undefined;
  readonly #records = { current: 0, superseded: 0, deleted: 0, expired: 0 };
  readonly #parts: PartDigests[] = [];
  /** Of the rows of the part that is being read. */
  #found: RowDigest | undefined;

  constructor(table: PlannedTable, plan: VerifyPlan, options: ComparisonOptions, context: CommandContext) {
    this.#table = table;
    this.#options = options;
    this.#context = context;
    this.#bare = new BarePartitions(table.rows, table.layout.partitionKeySize);
    const unknownWrites = options.hasUnknownWriter ? otherWriter : lostWrites(table, plan);
    const topics = plan.topics.map(({ topic }) => topic);
    const compared = (part: TablePart, areStatics: boolean): ComparedPart => {
      const latest = (key: string): number =>
        unpredictableUntil(table, key, areStatics || isPartition(part, key));
      const comparison = new TableComparison({
        layout: part.layout,
        rows: part.rows,
        examples: options.examples,
        areStatics,
        shift: table.shift,
        now: () => context.clock.now(),
        topics,
        unpredictableUntil: latest,
        bare: this.#bare,
        onRow:
          options.digest === undefined || areStatics
            ? undefined
            : (key, cells) => this.#found?.add(key, cells),
        earlier: table.fedBy.map(({ earlierColumns }) => earlierColumns),
        unknownWrites,
      });
      return { part, comparison, isDistinct: areStatics, unpredictableUntil: latest };
    };
    this.#rows = compared(table, false);
    this.#statics = table.statics === undefined ? undefined : compared(table.statics, true);
  }

  /** Reads one part of the table and compares it with what records write there. */
  async scan(part: RingPart, writes: TableWrites, progress: PartProgress): Promise<void> {
    const { consistency, digest } = this.#options;
    const context = this.#context;
    const rows = emptyRows(this.#table);
    const statics = this.#table.statics === undefined ? undefined : emptyRows(this.#table.statics);
    writes.read(part, intoRows(rows, statics));
    progress.expect(rows.size + (statics?.size ?? 0), part);
    this.#bare.beginPart(rows);
    const found = digest === undefined ? undefined : new RowDigest(digest);
    this.#found = found;
    await scanPart(this.#rows, rows, { part, consistency, progress }, context);
    if (this.#statics !== undefined && statics !== undefined)
      await scanPart(this.#statics, statics, { part, consistency, progress }, context);
    if (digest !== undefined && found !== undefined)
      this.#parts.push(partDigests(part, rows, this.#rows, found, digest));
    this.#count(rows.records(context.clock.now()));
  }

  /** Rows that are wrong or open. */
  get kept(): number {
    return this.#rows.comparison.kept + (this.#statics?.comparison.kept ?? 0);
  }

  snapshot(): FoundInTable {
    return {
      rows: this.#rows.comparison.snapshot(),
      statics: this.#statics?.comparison.snapshot(),
      bare: this.#bare.snapshot(),
      records: this.#records,
      parts: this.#parts,
    };
  }

  /** Adds what was found in other parts. */
  merge({ rows, statics, bare, records, parts }: FoundInTable): void {
    this.#rows.comparison.merge(rows);
    if (statics !== undefined) this.#statics?.comparison.merge(statics);
    this.#bare.merge(bare);
    this.#count(records);
    this.#parts.push(...parts);
  }

  /** @param leftOut writes of rows that are not in the sample */
  compared(leftOut: number): ComparedTable {
    return {
      table: this.#table,
      rows: this.#rows,
      statics: this.#statics,
      records: this.#records,
      leftOut,
      parts: this.#options.digest === undefined ? undefined : this.#parts,
    };
  }

  #count(records: RowRecords): void {
    for (const kind of Object.keys(this.#records) as (keyof RowRecords)[])
      this.#records[kind] += records[kind];
  }
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

interface PartScan extends Pick<ScanRequest, "consistency"> {
  readonly part: RingPart;
  readonly progress: PartProgress;
}

async function scanPart(
  { part, comparison, isDistinct }: ComparedPart,
  rows: ExpectedRows,
  { part: of, consistency, progress }: PartScan,
  context: CommandContext,
): Promise<void> {
  const memory = new MemoryGuard(context);
  comparison.beginPart(rows);
  await context.cassandra.scan({
    ...rowRequest(part),
    tokens: tokensOf(of),
    consistency,
    ...(isDistinct ? { distinct: true } : {}),
    parallelism,
    signal: context.signal,
    onRows: (page) => {
      for (const row of page) {
        comparison.add(row);
        memory.take(0);
      }
      progress.add(page.length);
    },
  });
  comparison.endScan();
}

interface ProgressSnapshot {
  readonly done: number;
  readonly expected: number;
  readonly ring: number;
}

/** Is told what the parts of a table have. */
interface PartProgress {
  /** @param rows that a part of the table must have */
  expect(rows: number, part: RingPart): void;
  /** @param rows that were read */
  add(rows: number): void;
}

/** How much of the table has been read. How much there is, is known of the parts that have been made so far. */
class ScanProgress implements PartProgress {
  readonly #table: PlannedTable;
  readonly #context: CommandContext;
  #done = 0;
  readonly #share: number;
  #expected = 0;
  #total = 0;
  /** The part of the ring whose rows have been made. */
  #ring = 0;

  /** @param share of the ring that is read */
  constructor(table: PlannedTable, share: number, context: CommandContext) {
    this.#table = table;
    this.#share = share;
    this.#context = context;
  }

  expect(rows: number, { from, to }: RingPart): void {
    this.#expected += rows;
    this.#ring += (to - from) / wholeRing.to;
    this.#total = Math.round((this.#expected * this.#share) / this.#ring);
  }

  snapshot(): ProgressSnapshot {
    return { done: this.#done, expected: this.#expected, ring: this.#ring };
  }

  restore({ done, expected, ring }: ProgressSnapshot): void {
    this.#done = done;
    this.#expected = expected;
    this.#ring = ring;
  }

  add(rows: number): void {
    this.#done += rows;
    const { keyspace, name } = this.#table.description;
    const [done, total] = [this.#done, Math.max(this.#done, this.#total)];
    this.#context.progress.report({ kind: "rows compared", keyspace, table: name, done, total });
  }
}

export function isPartition({ layout }: TablePart, key: string): boolean {
  return layout.staticNames.length > 0 && cellCount(key) < layout.key.length;
}

/** @param key of a row, or of a partition, whose static columns a record of any of its rows may write */
export function unpredictableUntil({ fedBy }: PlannedTable, key: string, ofPartition: boolean): number {
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
