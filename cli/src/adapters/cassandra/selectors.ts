import { quotedName } from "../../core/cql/name.js";
import type { ColumnDescription } from "../../core/cql/table.js";

/**
 * The columns of a SELECT, each under the alias `c0`, `c1`… so that no name can collide with another.
 * A timestamp is asked for as a number of milliseconds: the driver would make a Date of it, which is
 * slower and cannot hold every timestamp that Cassandra can.
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

export function alias(index: number): string {
  return `c${index}`;
}
