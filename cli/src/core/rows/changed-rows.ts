import { LargeMap } from "./large-map.js";
import { unpackRow } from "./packed-row.js";
import type { EvaluatedWrite } from "./write-block.js";

interface Changed {
  /** Columns that later records set; undefined where one deletes the row, or sets them all. */
  columns: Set<number> | undefined;
  /** The lowest write time of a later record. */
  first: number;
}

/** The rows of a table, or the partitions with its static columns, that later records set, null or delete. */
export class ChangedRows {
  readonly #rows = new LargeMap<string, Changed>();
  #first = Infinity;

  get size(): number {
    return this.#rows.size;
  }

  /** The lowest write time of all later records; Infinity where there is none. */
  get first(): number {
    return this.#first;
  }

  /** What a later record writes. */
  add({ kind, key, cells, setsAll, stamp }: Omit<EvaluatedWrite, "ofStatics">): void {
    const changed = this.#rows.get(key) ?? { columns: new Set(), first: Infinity };
    this.#rows.set(key, changed);
    changed.first = Math.min(changed.first, stamp.writeTime);
    this.#first = Math.min(this.#first, stamp.writeTime);
    if (kind === "delete" || setsAll) changed.columns = undefined;
    if (changed.columns === undefined) return;
    for (const [column, cell] of unpackRow(cells).entries())
      if (cell !== undefined) changed.columns.add(column);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  keys(): Iterable<string> {
    return this.#rows.keys();
  }

  /** The columns that are looked at; undefined for all. */
  columnsOf(key: string): ReadonlySet<number> | undefined {
    return this.#rows.get(key)?.columns;
  }

  /** Whether an earlier record of this write time wins over a later one of the row. */
  loses(key: string, writeTime: number): boolean {
    return writeTime >= (this.#rows.get(key)?.first ?? Infinity);
  }
}
