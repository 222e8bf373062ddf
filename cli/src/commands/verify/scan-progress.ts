import { wholeRing, type RingPart } from "../../core/rows/ring-parts.js";
import type { CommandContext } from "../../ports/context.js";
import type { PlannedTable } from "./plan.js";

/** Is told what is read of a table. */
export interface ScanWatcher {
  /** @param rows that a part of the table must have */
  expect(rows: number, part: RingPart): void;
  /** @param rows that have been read */
  add(rows: number): void;
}

export interface ProgressSnapshot {
  readonly done: number;
  readonly expected: number;
  readonly ring: number;
}

/** How much of the table has been read. How much there is, is known of the parts that have been made so far. */
export class ScanProgress implements ScanWatcher {
  readonly #table: PlannedTable;
  readonly #context: Pick<CommandContext, "progress">;
  #done = 0;
  readonly #share: number;
  #expected = 0;
  #total = 0;
  /** The part of the ring whose rows have been made. */
  #ring = 0;

  /** @param share of the ring that is read */
  constructor(table: PlannedTable, share: number, context: Pick<CommandContext, "progress">) {
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
