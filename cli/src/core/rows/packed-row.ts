import type { Cell } from "./cell.js";

/**
 * The cells of a row in one text: a set cell is `=` and its text, a null that was written is `0`, a column that no
 * record has set is empty. `["a", null, undefined]` is `=a\u00010\u0001`: \u0001 separates, and where a cell holds
 * \u0001 or \u0002, they are `\u0002A` and `\u0002B`.
 */
export type PackedRow = string;

/** A cell; null is a null that was written, and undefined a column that no record has set. */
export type MaybeCell = Cell | null | undefined;

const separator = "\u0001";
// eslint-disable-next-line no-control-regex -- those two are to be escaped
const mustEscape = /[\u0001\u0002]/;

/**
 * Joined, not concatenated: V8 keeps the pieces of a concatenated text, and with a slice the whole text that it is of,
 * which would take several times the memory for millions of rows.
 */
export function packRow(cells: readonly MaybeCell[]): PackedRow {
  const pieces: string[] = [];
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) pieces.push(separator);
    const cell = cells[index];
    if (cell === undefined) continue;
    if (cell === null) pieces.push("0");
    else pieces.push("=", mustEscape.test(cell) ? escaped(cell) : cell);
  }
  return pieces.join("");
}

export function unpackRow(packed: PackedRow): MaybeCell[] {
  return packed.split(separator).map((part) => {
    if (part === "") return undefined;
    if (part === "0") return null;
    const text = part.slice(1);
    return text.includes("\u0002")
      ? text
          .replaceAll("\u0002B", "\u0002\u0000")
          .replaceAll("\u0002A", separator)
          .replaceAll("\u0002\u0000", "\u0002")
      : text;
  });
}

/** The first cells of a packed row, packed: of a primary key, those of its partition key. */
export function firstCells(packed: PackedRow, count: number): PackedRow {
  return packed.split(separator, count).join(separator);
}

export const cellCount = (packed: PackedRow): number => packed.split(separator).length;

function escaped(cell: Cell): string {
  return cell.replaceAll("\u0002", "\u0002B").replaceAll(separator, "\u0002A");
}
