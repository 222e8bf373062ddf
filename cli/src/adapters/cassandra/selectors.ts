import { quotedName } from "../../core/cql/name.js";
import type { ColumnDescription } from "../../core/cql/table.js";
import { isOneCell } from "../../core/cql/type.js";

/**
 * The columns of a SELECT with the aliases `c0`, `c1`, ..., so that no two names are equal. A timestamp is selected as a
 * number of milliseconds, because the driver makes a Date of a timestamp, which is slower and has a smaller range.
 */
export function selectors(columns: readonly ColumnDescription[]): string {
  return aliased(
    columns,
    columns.map(({ name }) => quotedName(name)),
  );
}

/** The same of literals of the columns' types, instead of what a row has. */
export function literalSelectors(columns: readonly ColumnDescription[], literals: readonly string[]): string {
  return aliased(
    columns,
    columns.map(({ typeText }, index) => `(${typeText})${literals[index] ?? "null"}`),
  );
}

function aliased(columns: readonly ColumnDescription[], terms: readonly string[]): string {
  return columns
    .map(({ type }, index) => {
      const column = terms[index] ?? "";
      const isTimestamp = type.kind === "native" && type.name === "timestamp";
      return `${isTimestamp ? `toUnixTimestamp(${column})` : column} AS ${alias(index)}`;
    })
    .join(", ");
}

/**
 * Write time and time to live of columns, with the aliases `w0`, `t0`, `w1`, ... Of a column of several cells the write
 * time is that of its latest cell, and the time to live a list: one of each cell, null for one that does not expire.
 * @param eachElement the write times are such a list, too
 */
export function timeSelectors(columns: readonly ColumnDescription[], eachElement = false): string {
  return columns
    .flatMap(({ name, type }, index) => [
      `${eachElement || isOneCell(type) ? "writetime" : "maxwritetime"}(${quotedName(name)}) AS w${index}`,
      `ttl(${quotedName(name)}) AS t${index}`,
    ])
    .join(", ");
}

export function alias(index: number): string {
  return `c${index}`;
}
