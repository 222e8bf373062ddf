import { type Column, type Event, columns } from "#test/support/log-shapes.js";

/** A record where the broker has put it. */
export interface SentRecord extends Event {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export type WriteOrder = "time" | "log";

/** A row's columns but its key. */
export type FoundRow = Readonly<Record<Column, number | string | null>>;

export interface WrongRow {
  readonly key: string;
  /** Undefined: there must be no such row. */
  readonly expected: FoundRow | undefined;
  readonly found: FoundRow | undefined;
}

const empty: FoundRow = { a: null, b: null, c: null };

/**
 * What a table must hold: for each key its records in the order of (time, offset), or of the offset alone, folded
 * column by column since the last deletion. A key's records are all of one partition.
 */
export function fold(records: readonly SentRecord[], order: WriteOrder): ReadonlyMap<string, FoundRow> {
  const rows = new Map<string, FoundRow>();
  const ordered = [...records].sort(
    (one, other) => (order === "time" ? one.time - other.time : 0) || one.offset - other.offset,
  );
  for (const { key, value } of ordered) {
    const set = Object.fromEntries(
      columns.flatMap((column) => {
        const cell = value?.[column] ?? null;
        return cell === null ? [] : [[column, cell]];
      }),
    );
    if (Object.keys(set).length === 0) rows.delete(key);
    else rows.set(key, { ...(rows.get(key) ?? empty), ...set });
  }
  return rows;
}

/** Every row that is missing, differs in a cell, or that no record explains. */
export function wrongRows(
  expected: ReadonlyMap<string, FoundRow>,
  found: ReadonlyMap<string, FoundRow>,
): readonly WrongRow[] {
  const keys = new Set([...expected.keys(), ...found.keys()]);
  return [...keys]
    .map((key) => ({ key, expected: expected.get(key), found: found.get(key) }))
    .filter(
      (row) =>
        columns.some((column) => row.expected?.[column] !== row.found?.[column]) ||
        (row.expected === undefined) !== (row.found === undefined),
    );
}
