import type { CqlType } from "../cql/type.js";
import { isText, type Cell } from "./cell.js";
import { unpackRow } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";

/**
 * The values of a row's primary key as CQL literals, to read the row by; undefined where one is an empty value of a
 * number, which no literal means.
 * @param key the cells, packed
 */
export function keyLiterals(layout: TableLayout, key: string): readonly string[] | undefined {
  const cells = unpackRow(key);
  const literals = layout.key.map(({ type }, index) => {
    const cell = cells[index];
    return cell === null || cell === undefined ? undefined : literal(type, cell);
  });
  return literals.every((text) => text !== undefined) ? literals : undefined;
}

/** A cell of a text is its value, one of a timestamp, date or time a count; of other types it is a literal. */
function literal(type: CqlType, cell: Cell): string {
  if (isText(type)) return `'${(cell.startsWith("\u0003T") ? cell.slice(2) : cell).replaceAll("'", "''")}'`;
  // The literal of a date counts days from 2^31 days before 1970.
  if (type.kind === "native" && type.name === "date") return String(Number(cell) + 2 ** 31);
  return cell;
}
