import type { RowCells } from "./actual-row.js";
import type { ExpectedRows } from "./expected-rows.js";
import { FindingTexts, type FoundRow } from "./finding-texts.js";
import { LargeMap } from "./large-map.js";
import { compareTexts, Lowest, lowestTexts } from "./lowest.js";
import { type Reason, type Unjudged, UnjudgedCounts } from "./reasons.js";
import type { RowVerdict, WrongCell } from "./row-judge.js";
import type { TableFindings } from "./table-findings.js";
import type { TableLayout } from "./table-layout.js";

/**
 * For each example to show, so many rows are kept with what the table holds: some may turn out right later. Those with
 * the lowest keys are kept and shown, in whichever order, and in however many parts, the table is read.
 */
const keptPerExample = 20;

interface FindingsRequest {
  readonly layout: TableLayout;
  readonly rows: ExpectedRows;
  readonly cells: RowCells;
  /** Names of the topics, in the order of their indexes in the expected rows' record positions. */
  readonly topics: readonly string[];
  /** Rows that were to be there, and rows that were. */
  readonly expected: number;
  readonly found: number;
}

/** Which missing rows and wrong cells are explained. */
interface Excuses {
  readonly missing: (key: string) => boolean;
  readonly cell: (found: FoundRow, cell: WrongCell) => boolean;
}

/** A row that is not judged as a whole yet. */
interface OpenRow {
  readonly reasons: readonly Reason[];
  /** Cells that nobody asks for. */
  readonly notLookedAt: number;
}

/** The verdicts so far, as plain data. */
export interface VerdictsSnapshot {
  readonly different: readonly FoundRow[];
  readonly unexpected: readonly string[];
  readonly missing: readonly string[];
  readonly open: readonly (readonly [string, OpenRow])[];
  readonly unjudged: readonly Unjudged[];
  readonly expired: number;
  readonly later: number;
  readonly rightRows: number;
  readonly restarted: number;
  readonly notLookedAt: number;
  readonly unjudgedRows: number;
  readonly unjudgedCells: number;
}

/**
 * The verdicts on a table's rows: those that are wrong and those that are open, by their keys, and the others as numbers.
 * A row has one verdict; before it gets another the first is taken back with {@link forget}.
 */
export class JudgedRows {
  readonly #columns: number;
  readonly #examples: number;
  readonly #different = new LargeMap<string, FoundRow>();
  readonly #unexpected = new LargeMap<string, true>();
  readonly #missing = new LargeMap<string, true>();
  /** Rows that may be what records have made of them that came meanwhile, and the reasons of their cells. */
  readonly #open = new LargeMap<string, OpenRow>();
  readonly #unjudged = new UnjudgedCounts();
  /** The keys of the different rows of which it is kept what the table holds. */
  readonly #shown: Lowest<string>;
  #unsettled: string[] = [];
  #expired = 0;
  #later = 0;
  #rightRows = 0;
  /** Cells of rows of which nothing is wrong. */
  #restarted = 0;
  #notLookedAt = 0;
  #unjudgedRows = 0;
  #unjudgedCells = 0;

  /** @param examples how many examples of each kind of finding are shown */
  constructor({ columns }: TableLayout, examples: number) {
    this.#columns = columns.length;
    this.#examples = examples;
    this.#shown = new Lowest(examples * keptPerExample, compareTexts);
  }

  /** Rows that are wrong or open, of which the keys are kept. */
  get size(): number {
    return this.#different.size + this.#unexpected.size + this.#missing.size + this.#open.size;
  }

  /** To be called between two parts, when {@link takeUnsettled} has been. */
  snapshot(): VerdictsSnapshot {
    return {
      different: [...this.#different.values()],
      unexpected: [...this.#unexpected.keys()],
      missing: [...this.#missing.keys()],
      open: [...this.#open],
      unjudged: this.#unjudged.all(),
      expired: this.#expired,
      later: this.#later,
      rightRows: this.#rightRows,
      restarted: this.#restarted,
      notLookedAt: this.#notLookedAt,
      unjudgedRows: this.#unjudgedRows,
      unjudgedCells: this.#unjudgedCells,
    };
  }

  /** Adds the verdicts on other rows. */
  merge(snapshot: VerdictsSnapshot): void {
    for (const found of snapshot.different) {
      this.#different.set(found.key, found);
      if (found.isKept) this.#forgetCells(this.#shown.add(found.key));
    }
    for (const key of snapshot.unexpected) this.#unexpected.set(key, true);
    for (const key of snapshot.missing) this.#missing.set(key, true);
    for (const [key, row] of snapshot.open) this.#open.set(key, row);
    this.#unjudged.merge(snapshot.unjudged);
    this.#expired += snapshot.expired;
    this.#later += snapshot.later;
    this.#rightRows += snapshot.rightRows;
    this.#restarted += snapshot.restarted;
    this.#notLookedAt += snapshot.notLookedAt;
    this.#unjudgedRows += snapshot.unjudgedRows;
    this.#unjudgedCells += snapshot.unjudgedCells;
  }

  isFaulty(key: string): boolean {
    return this.#different.has(key) || this.#unexpected.has(key) || this.#missing.has(key);
  }

  faultyKeys(): readonly string[] {
    return [...this.#different.keys(), ...this.#unexpected.keys(), ...this.#missing.keys()];
  }

  get hasFaults(): boolean {
    return this.#different.size + this.#unexpected.size + this.#missing.size > 0;
  }

  /** Whether no row is wrong, open or partly not judged so far. */
  get isSpotless(): boolean {
    return !this.hasFaults && !this.hasOpen && this.#unjudgedRows === 0;
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  get hasOpen(): boolean {
    return this.#open.size > 0;
  }

  isUnexpected(key: string): boolean {
    return this.#unexpected.has(key);
  }

  /** The keys of the rows that have become open or faulty since the last call. */
  takeUnsettled(): readonly string[] {
    this.#forgetCells(this.#shown.trim());
    const keys = this.#unsettled;
    this.#unsettled = [];
    return keys;
  }

  /** Takes back that the row is wrong or open. */
  forget(key: string): void {
    this.#different.delete(key);
    this.#unexpected.delete(key);
    this.#missing.delete(key);
    this.#open.delete(key);
  }

  different(key: string, verdict: RowVerdict): void {
    this.#different.set(key, { key, verdict, isKept: true });
    this.#unsettled.push(key);
    this.#forgetCells(this.#shown.add(key));
  }

  #forgetCells(keys: readonly string[]): void {
    for (const key of keys) {
      const found = this.#different.get(key);
      if (found === undefined) continue;
      const wrong = found.verdict.wrong.map((cell) => ({ ...cell, cell: null }));
      this.#different.set(key, { ...found, verdict: { ...found.verdict, wrong }, isKept: false });
    }
  }

  unexpected(key: string): void {
    this.#unexpected.set(key, true);
    this.#unsettled.push(key);
  }

  missing(key: string): void {
    this.#missing.set(key, true);
    this.#unsettled.push(key);
  }

  /** @param reasons of the cells; without them every cell may be changing */
  open(key: string, reasons = this.#everyColumn("changing"), notLookedAt = 0): void {
    this.#open.set(key, { reasons, notLookedAt });
    this.#unsettled.push(key);
  }

  /**
   * @param unjudged reasons of cells in a row of which nothing is wrong
   * @param restarted how many cells have an index that was counted anew
   * @param notLookedAt how many cells are of columns that are not looked at
   */
  right(unjudged: readonly Reason[] = [], restarted = 0, notLookedAt = 0): void {
    this.#restarted += restarted;
    this.#notLookedAt += notLookedAt;
    if (unjudged.length === 0) this.#rightRows++;
    else this.#leaveOutCells(unjudged);
  }

  /** Takes missing rows and wrong cells for not judged where something explains them. */
  excuse(reason: Reason, { missing, cell }: Excuses): void {
    for (const key of this.#missing.keys()) {
      if (!missing(key)) continue;
      this.forget(key);
      this.leaveOut(reason);
    }
    for (const found of this.#different.values()) {
      const wrong = found.verdict.wrong.filter((of) => !cell(found, of));
      const excused = found.verdict.wrong.length - wrong.length;
      if (excused === 0) continue;
      const unjudged = [...found.verdict.unjudged, ...Array.from({ length: excused }, () => reason)];
      const { restarted, notLookedAt } = found.verdict;
      if (wrong.length > 0)
        this.#different.set(found.key, { ...found, verdict: { wrong, unjudged, restarted, notLookedAt } });
      else {
        this.forget(found.key);
        this.right(unjudged, restarted, notLookedAt);
      }
    }
  }

  /** A row whose time was over is not there. */
  expired(): void {
    this.#expired++;
    this.#rightRows++;
  }

  /** A row that was unexpected has turned out right after later records. */
  turnedOutRight(): void {
    this.#later++;
  }

  /** A row of which nothing can be said. */
  leaveOut(reason: Reason): void {
    this.#unjudged.add(reason, "rows");
    this.#leaveOutCells(this.#everyColumn(reason));
  }

  /** Open rows count as not judged from here on. */
  findings({ layout, rows, cells, topics, expected, found }: FindingsRequest): TableFindings {
    for (const { reasons, notLookedAt } of this.#open.values()) {
      this.#leaveOutCells(reasons);
      this.#notLookedAt += notLookedAt;
    }
    for (const { reason } of layout.unjudged) this.#leaveOutCell(reason, found);
    this.#forgetCells(this.#shown.trim());
    const different = [...this.#different.values()];
    const whole = this.#missing.size + this.#unexpected.size;
    const wrongCells = different.reduce(
      (sum, { verdict }) => sum + verdict.wrong.length,
      whole * this.#columns,
    );
    for (const { verdict } of different) for (const reason of verdict.unjudged) this.#leaveOutCell(reason, 1);
    const notLookedAt = different.reduce((sum, { verdict }) => sum + verdict.notLookedAt, this.#notLookedAt);
    const wrongRows = different.length + whole;
    const allRows = this.#rightRows + this.#unjudgedRows + wrongRows;
    const allCells = allRows * this.#columns + layout.unjudged.length * found;
    return {
      expected,
      found,
      missing: this.#missing.size,
      different: different.length,
      differentTied: different.filter(({ key }) => rows.hasEqualTimes(rows.numberOf(key))).length,
      differentColumns: differentColumns(layout, different),
      faults: faultCounts(different),
      unexpected: this.#unexpected.size,
      expired: this.#expired,
      later: this.#later,
      rows: { right: this.#rightRows, wrong: wrongRows, unjudged: this.#unjudgedRows },
      cells: {
        right: allCells - wrongCells - this.#unjudgedCells - notLookedAt,
        wrong: wrongCells,
        unjudged: this.#unjudgedCells,
      },
      ...(notLookedAt === 0 ? {} : { notLookedAt }),
      restartedIndex: different.reduce((sum, { verdict }) => sum + verdict.restarted, this.#restarted),
      unjudged: this.#unjudged.all(),
      examples: this.#examplesIn(new FindingTexts(layout, rows, cells, topics)),
    };
  }

  #examplesIn(texts: FindingTexts): TableFindings["examples"] {
    const first = (keys: Iterable<string>): readonly string[] => lowestTexts(keys, this.#examples);
    return {
      missing: first(this.#missing.keys()).map((key) => texts.missing(key)),
      different: first(this.#different.keys()).flatMap((key) => {
        const found = this.#different.get(key);
        return found === undefined ? [] : [texts.different(found)];
      }),
      unexpected: first(this.#unexpected.keys()).map((key) => ({ key: texts.key(key) })),
    };
  }

  #leaveOutCells(reasons: readonly Reason[]): void {
    this.#unjudgedRows++;
    for (const reason of reasons) this.#leaveOutCell(reason, 1);
  }

  #leaveOutCell(reason: Reason, cells: number): void {
    this.#unjudged.add(reason, "cells", cells);
    this.#unjudgedCells += cells;
  }

  #everyColumn(reason: Reason): readonly Reason[] {
    return Array.from({ length: this.#columns }, () => reason);
  }
}

function differentColumns(
  layout: TableLayout,
  different: readonly FoundRow[],
): TableFindings["differentColumns"] {
  const counts = layout.columns.map(() => 0);
  for (const { verdict } of different) {
    for (const { column } of verdict.wrong) counts[column] = (counts[column] ?? 0) + 1;
  }
  return layout.columns.flatMap(({ name }, index) => {
    const rows = counts[index] ?? 0;
    return rows === 0 ? [] : [{ column: name, rows }];
  });
}

function faultCounts(different: readonly FoundRow[]): TableFindings["faults"] {
  const counts = { value: 0, "write time": 0, "time to live": 0 };
  for (const { verdict } of different) for (const { fault } of verdict.wrong) counts[fault]++;
  return counts;
}
