import { LargeMap } from "./large-map.js";
import { unpackRow } from "./packed-row.js";
import type { EvaluatedWrite } from "./write-block.js";
import { never } from "./expiry.js";

interface Changed {
  /** Columns that later records set; undefined where one deletes the row, or sets them all. */
  columns: Set<number> | undefined;
  /** The lowest write time of a later record after which the row may lack a cell; Infinity where there is none. */
  emptiedAt: number;
}

/** The rows of a table, or the partitions with its static columns, that later records set, null or delete. */
export class ChangedRows {
  readonly #rows = new LargeMap<string, Changed>();

  get size(): number {
    return this.#rows.size;
  }

  /** What a later record writes. */
  add({ kind, key, cells, setsAll, stamp, expiry }: Omit<EvaluatedWrite, "ofStatics">): void {
    const set = unpackRow(cells);
    const mayEmpty = kind === "delete" || expiry !== never || set.includes(null);
    const changed = this.#rows.get(key) ?? { columns: new Set(), emptiedAt: Infinity };
    this.#rows.set(key, changed);
    if (mayEmpty) changed.emptiedAt = Math.min(changed.emptiedAt, stamp.writeTime);
    if (kind === "delete" || setsAll) changed.columns = undefined;
    set.forEach((cell, column) => {
      if (cell !== undefined) changed.columns?.add(column);
    });
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

  emptiedAt(key: string): number {
    return this.#rows.get(key)?.emptiedAt ?? Infinity;
  }

  /** The lowest write time of all that may leave a cell empty. */
  get firstEmptied(): number {
    let first = Infinity;
    for (const { emptiedAt } of this.#rows.values()) first = Math.min(first, emptiedAt);
    return first;
  }
}
