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

/** What was found in the parts of a table that have been read, as plain data. */
interface ScanSnapshot {
  /** How many of the parts. */
  readonly done: number;
  readonly rows: ComparisonSnapshot;
  readonly statics: ComparisonSnapshot | undefined;
  readonly bare: ReadonlySet<string>;
  readonly records: RowRecords;
  readonly parts: readonly PartDigests[];
  readonly progress: ProgressSnapshot;
}

interface ScanOptions extends Pick<ScanRequest, "consistency"> {
  /** SHA-256, where digests of the parts are wanted. */
  readonly digest: ((text: string) => string) | undefined;
  readonly examples: number;
  /** Another connector, whose rows cannot be computed, may write the table. */
  readonly hasUnknownWriter: boolean;
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
  { examples, hasUnknownWriter, consistency, digest, run, index }: ScanOptions,
  context: CommandContext,
): Promise<ComparedTable> {
  const unknownWrites = hasUnknownWriter ? otherWriter : lostWrites(table, plan);
  const bare = new BarePartitions(table.rows, table.layout.partitionKeySize);
  let found: RowDigest | undefined;
  const compared = (part: TablePart, areStatics: boolean): ComparedPart => {
    const latest = (key: string): number =>
      unpredictableUntil(table, key, areStatics || isPartition(part, key));
    const comparison = new TableComparison({
      layout: part.layout,
      rows: part.rows,
      examples,
      areStatics,
      shift: table.shift,
      now: () => context.clock.now(),
      topics: plan.topics.map(({ topic }) => topic),
      unpredictableUntil: latest,
      bare,
      onRow: digest === undefined || areStatics ? undefined : (key, cells) => found?.add(key, cells),
      earlier: table.fedBy.map(({ earlierColumns }) => earlierColumns),
      unknownWrites,
    });
    return { part, comparison, isDistinct: areStatics, unpredictableUntil: latest };
  };
  const ofRows = compared(table, false);
  const ofStatics = table.statics === undefined ? undefined : compared(table.statics, true);
  const records = { current: 0, superseded: 0, deleted: 0, expired: 0 };
  const parts: PartDigests[] = [];
  const progress = new ScanProgress(table, writes.share, context);
  const kept = run.table(index) as ScanSnapshot | undefined;
  if (kept !== undefined) {
    ofRows.comparison.merge(kept.rows);
    if (kept.statics !== undefined) ofStatics?.comparison.merge(kept.statics);
    bare.merge(kept.bare);
    Object.assign(records, kept.records);
    parts.push(...kept.parts);
    progress.restore(kept.progress);
  }
  const ring = [...writes.parts()];
  for (const [at, part] of ring.entries()) {
    if (at < (kept?.done ?? 0)) continue;
    const rows = emptyRows(table);
    const statics = table.statics === undefined ? undefined : emptyRows(table.statics);
    writes.read(part, intoRows(rows, statics));
    progress.expect(rows.size + (statics?.size ?? 0), part);
    bare.beginPart(rows);
    found = digest === undefined ? undefined : new RowDigest(digest);
    await scanPart(ofRows, rows, { part, consistency, progress }, context);
    if (ofStatics !== undefined && statics !== undefined)
      await scanPart(ofStatics, statics, { part, consistency, progress }, context);
    if (digest !== undefined && found !== undefined)
      parts.push(partDigests(part, rows, ofRows, found, digest));
    const ofPart = rows.records(context.clock.now());
    for (const kind of Object.keys(records) as (keyof RowRecords)[]) records[kind] += ofPart[kind];
    if (ofRows.comparison.kept + (ofStatics?.comparison.kept ?? 0) > mostKept) continue;
    run.keepTable(index, at + 1 === ring.length, (): ScanSnapshot => ({
      done: at + 1,
      rows: ofRows.comparison.snapshot(),
      statics: ofStatics?.comparison.snapshot(),
      bare: bare.snapshot(),
      records,
      parts,
      progress: progress.snapshot(),
    }));
  }
  return {
    table,
    rows: ofRows,
    statics: ofStatics,
    records,
    leftOut: writes.leftOut,
    parts: digest === undefined ? undefined : parts,
  };
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
  readonly progress: ScanProgress;
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

/** How much of the table has been read. How much there is, is known of the parts that have been made so far. */
class ScanProgress {
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

  /** @param rows that a part of the table must have */
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
