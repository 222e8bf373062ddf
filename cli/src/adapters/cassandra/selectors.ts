import { quotedName } from "../../core/cql/name.js";
import type { ColumnDescription } from "../../core/cql/table.js";

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

/** Write time and time to live of columns of one cell each, with the aliases `w0`, `t0`, `w1`, ... */
export function timeSelectors(names: readonly string[]): string {
  return names
    .flatMap((name, index) => [
      `writetime(${quotedName(name)}) AS w${index}`,
      `ttl(${quotedName(name)}) AS t${index}`,
    ])
    .join(", ");
}

export function alias(index: number): string {
  return `c${index}`;
}
