import { quotedName } from "../../core/cql/name.js";
import type { ColumnDescription } from "../../core/cql/table.js";
import { isOneCell } from "../../core/cql/type.js";

/**
 * The columns of a SELECT with the aliases `c0`, `c1`, ..., so that no two names are equal. A timestamp is selected as a
 * number of milliseconds, because the driver makes a Date of a timestamp, which is slower and has a smaller range.
 */
export function selectors(columns: readonly ColumnDescription[]): string {
  return columns
    .map(({ name, type }, index) => {
      const column = quotedName(name);
      const isTimestamp = type.kind === "native" && type.name === "timestamp";
      return `${isTimestamp ? `toUnixTimestamp(${column})` : column} AS ${alias(index)}`;
    })
    .join(", ");
}

/**
 * Write time and time to live of columns, with the aliases `w0`, `t0`, `w1`, ... Of a column of several cells the write
 * time is that of its latest cell, and the time to live a list: one of each cell, null for one that does not expire.
 */
export function timeSelectors(columns: readonly ColumnDescription[]): string {
  return columns
    .flatMap(({ name, type }, index) => [
      `${isOneCell(type) ? "writetime" : "maxwritetime"}(${quotedName(name)}) AS w${index}`,
      `ttl(${quotedName(name)}) AS t${index}`,
    ])
    .join(", ");
}

export function alias(index: number): string {
  return `c${index}`;
}
