/** The last write time of each row. Most milliseconds have one row, which needs no map. */
export class RowTimes {
  #soleRow = -1;
  #soleTime = -Infinity;
  #all: Map<number, number> | undefined;

  get size(): number {
    return this.#all?.size ?? (this.#soleRow < 0 ? 0 : 1);
  }

  /** @param row not negative */
  get(row: number): number | undefined {
    if (this.#all !== undefined) return this.#all.get(row);
    return row === this.#soleRow ? this.#soleTime : undefined;
  }

  set(row: number, time: number): void {
    if (this.#all === undefined && (this.#soleRow < 0 || this.#soleRow === row)) {
      this.#soleRow = row;
      this.#soleTime = time;
      return;
    }
    this.#all ??= new Map([[this.#soleRow, this.#soleTime]]);
    this.#all.set(row, time);
  }

  highest(): number {
    let highest = this.#soleTime;
    for (const time of this.#all?.values() ?? []) highest = Math.max(highest, time);
    return highest;
  }
}
