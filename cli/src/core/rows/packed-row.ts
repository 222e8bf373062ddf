import type { Cell } from "./cell.js";

/**
 * The cells of a row in one text: a set cell is `=` and its text, a null that was written is `0`, a column that
 * nothing was written to is empty. \u0001 separates, and is escaped by \u0002.
 */
export type PackedRow = string;

/** A cell; null is a null that was written; undefined: nothing was written. */
export type MaybeCell = Cell | null | undefined;

const separator = "\u0001";
// eslint-disable-next-line no-control-regex -- those two are the ones to escape
const delicate = /[\u0001\u0002]/;

/** Joined, not added up: V8 keeps the pieces of a text that was added up, and of slices the whole they are of. */
export function packRow(cells: readonly MaybeCell[]): PackedRow {
  const pieces: string[] = [];
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) pieces.push(separator);
    const cell = cells[index];
    if (cell === undefined) continue;
    if (cell === null) pieces.push("0");
    else pieces.push("=", delicate.test(cell) ? escaped(cell) : cell);
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

function escaped(cell: Cell): string {
  return cell.replaceAll("\u0002", "\u0002B").replaceAll(separator, "\u0002A");
}
