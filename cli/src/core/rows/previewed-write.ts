import { RowCells } from "./actual-row.js";
import type { CellCodec } from "./cell.js";
import { never, type Expiry } from "./expiry.js";
import { type MaybeCell, unpackRow } from "./packed-row.js";
import type { RecordOutcome } from "./topic-fold.js";
import type { LayoutColumn, TableLayout } from "./table-layout.js";

/** What a record becomes in one table. */
export interface PreviewedWrite {
  /** `keyspace.table` */
  readonly table: string;
  /**
   * `query`: a statement of the config's own; `update`: one that adds to counters. `unknown`: what the sink writes cannot
   * be computed, and why.
   */
  readonly becomes: "insert" | "delete" | "query" | "update" | "refused" | "filtered" | "unknown";
  /** Of a query or an update: its text, with its variables by name. */
  readonly statement?: string;
  /**
   * The columns that are written, as CQL literals; of a delete those of the key. One that is left as it is, is not here.
   * Of a query or an update: its variables, with `unset` for one that leaves what it would set as it is.
   */
  readonly columns: readonly { readonly name: string; readonly value: string }[];
  /** Microseconds since the Unix epoch; absent where it is not known. */
  readonly writeTime?: number;
  /** `at least`: earlier records of the row may raise it. `given when written`: the log does not tell. */
  readonly writeTimeIs?: "exact" | "at least" | "given when written";
  /** When the values expire, in milliseconds since the Unix epoch; absent for never. */
  readonly expires?: number;
  /** `at least`: it counts from when the row is written. */
  readonly expiresIs?: "exact" | "at least";
  /** Of a refused record, where it is known. */
  readonly column?: string;
  readonly reason?: string;
}

/** What is known of a table's write times. */
export interface PreviewedTable {
  readonly name: string;
  readonly layout: TableLayout;
  /** Microseconds that the sink adds to each write time. */
  readonly shift: number;
}

/** @param exactness of the write time that a write order has given */
export function previewedWrite(
  table: PreviewedTable,
  outcome: RecordOutcome,
  exactness: NonNullable<PreviewedWrite["writeTimeIs"]>,
): PreviewedWrite {
  const { name, layout, shift } = table;
  switch (outcome.kind) {
    case "filtered":
      return { table: name, becomes: "filtered", columns: [] };
    case "refused": {
      const { column, reason } = outcome.refusal;
      return {
        table: name,
        becomes: "refused",
        columns: [],
        ...(column === undefined ? {} : { column }),
        reason,
      };
    }
    case "unpredictable": {
      const { reason, message, row } = outcome.error;
      const key = typeof row === "object" ? keyColumns(layout, row.key) : [];
      // The DataStax sink's DELETE has no write time of its own.
      if (reason === "server order" && typeof row === "object")
        return { table: name, becomes: "delete", columns: key, writeTimeIs: "given when written" };
      return { table: name, becomes: "unknown", columns: key, reason: message };
    }
    case "written": {
      const { write, writeTime } = outcome;
      const { statement } = write;
      const time =
        exactness === "given when written" && write.writeTime === undefined
          ? { writeTimeIs: exactness }
          : {
              writeTime: writeTime + shift,
              writeTimeIs: write.writeTime === undefined ? exactness : ("exact" as const),
            };
      if (statement !== undefined) {
        return {
          table: name,
          becomes: statement.kind === "query" ? "query" : "update",
          statement: statement.text,
          columns: statement.values,
          ...(statement.takesWriteTime ? time : {}),
        };
      }
      const key = keyColumns(layout, write.key);
      if (write.kind === "delete") return { table: name, becomes: "delete", columns: key, ...time };
      return {
        table: name,
        becomes: "insert",
        columns: [...key, ...setColumns(table, write.cells, write.partition?.cells)],
        ...time,
        ...lifeOf(write.expiry),
      };
    }
  }
}

function keyColumns(layout: TableLayout, key: string): PreviewedWrite["columns"] {
  return shownCells(layout.key, new RowCells(layout, 0).keys, unpackRow(key));
}

function setColumns(
  { layout }: PreviewedTable,
  cells: readonly MaybeCell[],
  statics: readonly MaybeCell[] = [],
): PreviewedWrite["columns"] {
  const ofStatics = layout.statics;
  return [
    ...shownCells(layout.columns, new RowCells(layout, 0).columns, cells),
    ...(ofStatics === undefined
      ? []
      : shownCells(ofStatics.columns, new RowCells(ofStatics, 0).columns, statics)),
    ...layout.unjudged.map(({ column }) => ({ name: column, value: "now()" })),
  ];
}

function shownCells(
  columns: readonly LayoutColumn[],
  codecs: readonly CellCodec[],
  cells: readonly MaybeCell[],
): PreviewedWrite["columns"] {
  return columns.flatMap(({ name }, index) => {
    const cell = cells[index];
    if (cell === undefined) return [];
    return [{ name, value: cell === null ? "null" : (codecs[index]?.show(cell) ?? cell) }];
  });
}

function lifeOf(expiry: Expiry): Pick<PreviewedWrite, "expires" | "expiresIs"> {
  if (expiry === never) return {};
  return { expires: Math.abs(expiry), expiresIs: expiry > 0 ? "exact" : "at least" };
}
