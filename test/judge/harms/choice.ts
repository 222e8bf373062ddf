import type { ColumnDescription } from "#cli/core/cql/table.js";
import type { Random } from "#cli/core/generate/random.js";
import { pick } from "#test/support/random-values/pick.js";
import { remaining } from "#test/judge/stack/statements.js";
import type { StoredCell, StoredRow } from "#test/judge/stack/stored-rows.js";
import type { Scene } from "./harm.js";

/** Microseconds since the Unix epoch. */
export const present = (): bigint => BigInt(Date.now()) * 1000n;
/** The year 2096, in microseconds since the Unix epoch. */
export const future = 4_000_000_000_000_000n;

/** A write time that wins over the cell's: just so, by the clock, or for the next seventy years. */
export function winning({ writeTime }: Pick<StoredCell, "writeTime">, random: Random): bigint {
  return pick(random, [writeTime + 1n, present(), future]);
}

/** The same value at another time, with what is left of its time to live. */
export const kept = (cell: StoredCell, writeTime: bigint) => ({ writeTime, timeToLive: remaining(cell) });

/** One of some; undefined where there are none. */
export function maybe<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items.length === 0 ? undefined : pick(random, items);
}

interface ChosenCell {
  readonly row: StoredRow;
  readonly cell: StoredCell;
}

/** A cell of a row, or of a partition's statics, that is of the wanted kind. */
export function someCell(
  { stored, random }: Scene,
  of: "rows" | "statics",
  isWanted: (cell: StoredCell) => boolean = () => true,
): ChosenCell | undefined {
  const all = stored[of].flatMap((row) => [...row.cells.values()].map((cell) => ({ row, cell })));
  return maybe(
    random,
    all.filter(({ cell }) => isWanted(cell)),
  );
}

export function columnsOf(
  { deployed }: Scene,
  kind: ColumnDescription["kind"],
): readonly ColumnDescription[] {
  return deployed.table.columns.filter((column) => column.kind === kind);
}
