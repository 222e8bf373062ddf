import { RowCells, type RowValues } from "./actual-row.js";
import type { BarePartitions } from "./bare-partitions.js";
import type { ChangingRow } from "./changing-row.js";
import { sameCell } from "./cell.js";
import type { EarlierColumns } from "./earlier-columns.js";
import type { ExpectedRows, RowsSnapshot } from "./expected-rows.js";
import { never } from "./expiry.js";
import { mayHave } from "./judge-cell.js";
import { JudgedRows, type VerdictsSnapshot } from "./judged-rows.js";
import { packRow, type PackedRow } from "./packed-row.js";
import { type RowDoubts, RowJudge } from "./row-judge.js";
import type { TableFindings } from "./table-findings.js";
import type { TableLayout } from "./table-layout.js";
import { untouched } from "./unpredictable-records.js";
import type { UnknownWrites } from "./unknown-writes.js";

export interface ComparisonOptions {
  readonly layout: TableLayout;
  /** The rows of the whole table; with parts, where those are kept that stay open or faulty. */
  readonly rows: ExpectedRows;
  /** How many examples of each kind of finding are shown. */
  readonly examples: number;
  /** The clock, in milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Names of the topics, in the order of their indexes in the expected rows' record positions. */
  readonly topics: readonly string[];
  /** Records that are not known and may have written any row. */
  readonly unknownWrites?: UnknownWrites | undefined;
  /**
   * The latest write time, in microseconds since the Unix epoch, that a record may have in the row of this key of which
   * it cannot be said what it writes; {@link untouched} where there is none.
   */
  readonly unpredictableUntil?: (key: string) => number;
  /** Microseconds that the sink adds to each write time. */
  readonly shift?: number;
  /** Whether the rows are partitions with their static columns: one that has no values is as good as one that is absent. */
  readonly areStatics?: boolean;
  /**
   * Of a table with static columns, its partitions without rows. They are found as its rows are read, and reported with
   * its static columns, or with its rows where none of these is judged.
   */
  readonly bare?: BarePartitions;
  /** Is told of each row that is read, with its cells packed: of one that is not wrong, as they are expected. */
  readonly onRow?: ((key: PackedRow, cells: PackedRow) => void) | undefined;
  /** What the records of each topic may have done while the table had fewer columns. */
  readonly earlier?: readonly EarlierColumns[];
  /** The columns that are looked at in the row of this key; undefined for all. */
  readonly lookedAt?: (key: string) => ReadonlySet<number> | undefined;
}

/** What has been found so far, as plain data. */
export interface ComparisonSnapshot {
  readonly expected: number;
  readonly found: number;
  readonly verdicts: VerdictsSnapshot;
  /** Those that are wrong or open. */
  readonly rows: RowsSnapshot;
}

/**
 * Compares a table's rows with the expected ones as they are read, the whole table at once or one part of it after the
 * other, then those rows again that change; `finish` counts.
 */
export class TableComparison {
  readonly #options: ComparisonOptions;
  readonly #cells: RowCells;
  readonly #judged: JudgedRows;
  /** Those of the part that is being read. */
  #rows: ExpectedRows;
  #judge: RowJudge;
  #expected = 0;
  #found = 0;

  constructor(options: ComparisonOptions) {
    this.#options = options;
    this.#cells = new RowCells(options.layout, options.shift ?? 0);
    this.#judged = new JudgedRows(options.layout, options.examples);
    this.#rows = options.rows;
    this.#judge = new RowJudge(options.rows, this.#cells);
  }

  /** The rows that are added next are of one part of the table. @param rows all that are expected in it */
  beginPart(rows: ExpectedRows): void {
    this.#rows = rows;
    this.#judge = new RowJudge(rows, this.#cells);
  }

  add(values: RowValues): void {
    const { bare, areStatics } = this.#options;
    if (this.#cells.isNoRow(values)) {
      bare?.add(this.#cells.partitionKey(values));
      return;
    }
    if (areStatics === true) {
      if (this.#isEmpty(values)) return;
      bare?.leaveOut(this.#cells.key(values));
    }
    this.#found++;
    const rows = this.#rows;
    const key = this.#cells.key(values);
    const cells = this.#cells.cells(values);
    const packed = packRow(cells);
    const row = rows.find(key);
    if (row === undefined) {
      this.#surplus(key, values);
      this.#options.onRow?.(key, packed);
      return;
    }
    rows.markFound(row);
    const isSame = packed === rows.cells(row) && rows.isSure(row) && this.#unpredictable(key) === untouched;
    if (isSame && !rows.expire && this.#hasItsTimes(row, values)) this.#judged.right();
    else this.#compare(key, row, values, cells);
    if (this.#options.onRow === undefined) return;
    const isRight = !this.#judged.isFaulty(key) && !this.#judged.isOpen(key);
    this.#options.onRow(key, isRight ? rows.cells(row) : packed);
  }

  /** To be called when all rows of the table, or of the part, have been added: then those that were not are missing. */
  endScan(): void {
    const rows = this.#rows;
    const { now, rows: kept } = this.#options;
    this.#expected += rows.size;
    for (const [key, row] of rows.keys()) {
      if (!rows.isFound(row)) this.#compareMissing(key, row, now());
    }
    if (this.#reportsBare) {
      for (const partition of this.#options.bare?.takeUnexpected() ?? []) {
        this.#found++;
        this.#surplus(partition);
      }
    }
    const unsettled = this.#judged.takeUnsettled();
    if (rows === kept) return;
    for (const key of unsettled) kept.takeOver(rows, key);
    this.beginPart(kept);
  }

  /** Rows of which more than a number is kept: those that are wrong or open. */
  get kept(): number {
    return this.#judged.size;
  }

  /** Between two parts. */
  snapshot(): ComparisonSnapshot {
    return {
      expected: this.#expected,
      found: this.#found,
      verdicts: this.#judged.snapshot(),
      rows: this.#options.rows.snapshot(),
    };
  }

  /** Adds what was found in other parts. */
  merge({ expected, found, verdicts, rows }: ComparisonSnapshot): void {
    this.#expected += expected;
    this.#found += found;
    this.#judged.merge(verdicts);
    this.#options.rows.merge(rows);
  }

  get #reportsBare(): boolean {
    return this.#options.areStatics === true || this.#options.layout.statics === undefined;
  }

  /** A record has come that writes the row of this key: its partition is unexpected no more. */
  accountFor(key: string): void {
    const partition = this.#reportsBare ? this.#options.bare?.accountFor(key) : undefined;
    if (partition === undefined || !this.#judged.isUnexpected(partition)) return;
    this.#judged.forget(partition);
    this.#found--;
  }

  #isEmpty(values: RowValues): boolean {
    return this.#cells.cells(values).every((cell) => cell === undefined);
  }

  /** Whether something is found in the row so far. */
  isFaulty(key: string): boolean {
    return this.#judged.isFaulty(key);
  }

  faultyKeys(): readonly string[] {
    return this.#judged.faultyKeys();
  }

  get hasFaults(): boolean {
    return this.#judged.hasFaults;
  }

  /** Whether what differs in the row may be what later records have made of it. */
  isOpen(key: string): boolean {
    return this.#judged.isOpen(key);
  }

  get hasOpen(): boolean {
    return this.#judged.hasOpen;
  }

  /** A faulty row that later records write, and that was not read again. */
  leaveOpen(key: string): void {
    this.#judged.forget(key);
    this.#judged.open(key);
  }

  /**
   * Judges a faulty row anew, after later records have been put into the expected rows.
   * @param values as the table has it now; undefined where it does not
   * @param changing what it may be because of records that came after those
   * @returns whether it is settled: right, or wrong whatever came
   */
  judgeAgain(key: string, values: RowValues | undefined, changing: ChangingRow | undefined): boolean {
    const wasUnexpected = this.#judged.isUnexpected(key);
    this.#judged.forget(key);
    const row = this.#rows.find(key);
    const isGone = values === undefined || (this.#options.areStatics === true && this.#isEmpty(values));
    const settled = isGone
      ? this.#judgeGone(key, row, changing)
      : row === undefined
        ? this.#judgeSurplus(key, values, changing)
        : this.#compare(key, row, values, this.#cells.cells(values), changing);
    if (settled && wasUnexpected && !this.isFaulty(key)) this.#judged.turnedOutRight();
    return settled;
  }

  /**
   * Judges a row that was read by its key.
   * @param values undefined where the table does not have it
   */
  addByKey(key: string, values: RowValues | undefined): void {
    const row = this.#rows.find(key);
    if (row !== undefined) this.#expected++;
    if (values !== undefined && !(this.#options.areStatics === true && this.#isEmpty(values))) {
      this.#found++;
      if (row !== undefined) this.#rows.markFound(row);
    }
    this.judgeAgain(key, values, undefined);
  }

  /** A row that cannot be read by its key. */
  leaveOutByKey(): void {
    this.#judged.leaveOut("unpredictable");
  }

  /** Whether all that was judged so far is right. */
  get isSpotless(): boolean {
    return this.#judged.isSpotless;
  }

  /** To be called once, when all rows are judged. */
  finish(): TableFindings {
    this.#excuseEarlierColumns();
    const { rows, layout, topics } = this.#options;
    const [cells, expected, found] = [this.#cells, this.#expected, this.#found];
    return this.#judged.findings({ layout, rows, cells, topics, expected, found });
  }

  /** Of a row without times to live, whose values are as expected. */
  #hasItsTimes(row: number, values: RowValues): boolean {
    const { layout } = this.#options;
    const rows = this.#rows;
    let at = this.#cells.firstTime;
    for (const column of layout.timed) {
      const writeTime = this.#cells.withoutShift(values[at]);
      const timeToLive = values[at + 1];
      at += 2;
      if (writeTime === undefined) continue;
      if (expires(timeToLive) || writeTime !== rows.writeTimeOf(row, column)) return false;
    }
    return true;
  }

  #compare(
    key: string,
    row: number,
    values: RowValues,
    cells: ReturnType<RowCells["cells"]>,
    changing?: ChangingRow,
  ): boolean {
    const rows = this.#rows;
    const time = this.#options.now();
    const verdict = this.#judge.judge(row, values, cells, time, this.#doubts(key), changing);
    if (verdict.wrong.length > 0) {
      this.#judged.different(key, verdict);
      return true;
    }
    if (verdict.unjudged.includes("changing")) {
      this.#judged.open(key, verdict.unjudged, verdict.notLookedAt);
      return false;
    }
    const isRow = this.#options.areStatics !== true;
    const isEmpty = isRow && cells.every((cell) => cell === undefined);
    if (isEmpty && rows.lastStamp(row).expiry !== never && this.#judge.life(row, time) === "over") {
      if (changing?.isPut === true) {
        this.#judged.open(key);
        return false;
      }
      this.#surplus(key, values);
    } else this.#judged.right(verdict.unjudged, verdict.restarted, verdict.notLookedAt);
    return true;
  }

  #compareMissing(key: string, row: number, time: number, changing?: ChangingRow): boolean {
    if (this.#options.areStatics === true) {
      return this.#compare(key, row, [], this.#cells.cells([]), changing);
    }
    const life = this.#judge.life(row, time);
    if (life === "over") {
      this.#judged.expired();
      return true;
    }
    const rows = this.#rows;
    const { unknownWrites: unknown } = this.#options;
    const mayBeGone = unknown !== undefined && rows.lastStamp(row).writeTime <= unknown.until;
    if (life === "unsure")
      this.#judged.leaveOut(rows.isMarkerSure(row) && rows.isSure(row) ? "expiry" : "tie");
    else if (rows.lastStamp(row).writeTime <= this.#unpredictable(key)) {
      this.#judged.leaveOut("unpredictable");
    } else if (mayBeGone) this.#judged.leaveOut(unknown.reason);
    else if (changing?.mayBeGone(time) === true) {
      this.#judged.open(key);
      return false;
    } else this.#judged.missing(key);
    return true;
  }

  #judgeGone(key: string, row: number | undefined, changing: ChangingRow | undefined): boolean {
    if (row !== undefined) return this.#compareMissing(key, row, this.#options.now(), changing);
    this.#judged.right();
    return true;
  }

  /** A row that is not expected may be there because a record has made it meanwhile, or still to be deleted. */
  #judgeSurplus(key: string, values: RowValues, changing: ChangingRow | undefined): boolean {
    const cells = this.#cells.cells(values);
    const now = this.#options.now();
    const mayBe =
      changing?.isPut === true &&
      cells.every((cell, column) =>
        changing.mayHold(column, cell ?? null, now, (later) => sameCell(later, cell ?? null)),
      );
    if (mayBe) this.#judged.open(key);
    else this.#surplus(key, values);
    return !mayBe;
  }

  /**
   * A row of no record that is known.
   * @param values undefined for a partition of which they were not read
   */
  #surplus(key: string, values?: RowValues): void {
    const { unknownWrites: unknown } = this.#options;
    const writeTime = values === undefined ? undefined : this.#cells.latestWriteTime(values);
    if (this.#unpredictable(key) !== untouched) this.#judged.leaveOut("unpredictable");
    else if (unknown !== undefined && mayHave(unknown, writeTime)) this.#judged.leaveOut(unknown.reason);
    else this.#judged.unexpected(key);
  }

  /** Takes what records of before a column was added explain for not judged. */
  #excuseEarlierColumns(): void {
    const { rows, layout, earlier = [], areStatics } = this.#options;
    if (!this.hasFaults) return;
    // A DELETE leaves the static columns.
    const deletedUntil = (key: string): number =>
      areStatics ? untouched : Math.max(untouched, ...earlier.map((of) => of.deletedUntil(key)));
    this.#judged.excuse("schema", {
      missing: (key) => rows.lastStamp(rows.numberOf(key)).writeTime <= deletedUntil(key),
      cell: ({ key }, { column, isGone }) => {
        if (!isGone) return false;
        const { writeTime, topicPartition, offset } = rows.stampOf(rows.numberOf(key), column);
        const name = layout.columns[column]?.name ?? "";
        return (
          writeTime <= deletedUntil(key) || earlier.some((of) => of.lacked(topicPartition, name, offset))
        );
      },
    });
  }

  #unpredictable(key: string): number {
    return this.#options.unpredictableUntil?.(key) ?? untouched;
  }

  #doubts(key: string): RowDoubts {
    return {
      unknown: this.#options.unknownWrites,
      unpredictableUntil: this.#unpredictable(key),
      lookedAt: this.#options.lookedAt?.(key),
    };
  }
}

/** Whether a cell expires, or one of several. */
function expires(timeToLive: RowValues[number] | undefined): boolean {
  if (typeof timeToLive === "number") return true;
  return Array.isArray(timeToLive) && timeToLive.some((seconds) => typeof seconds === "number");
}
