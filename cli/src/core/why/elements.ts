import type { Cell } from "../rows/cell.js";
import { unpredictableReason } from "../rows/cell.js";
import { isOneCell, type CqlType } from "../cql/type.js";

/** An element of a value that the server keeps as several cells. */
export interface CellElement {
  /** Its name in the value: a key of a map, a field of a user-defined type; of lists and sets there is none. */
  readonly name: string | undefined;
  /** As a CQL literal. */
  readonly literal: string;
}

/**
 * The elements of a cell of a list, set, map or user-defined type that is not frozen, in the literal's order; undefined of
 * another type, and of a cell that is not known.
 */
export function cellElements(type: CqlType, cell: Cell): readonly CellElement[] | undefined {
  if (isOneCell(type) || unpredictableReason(cell) !== undefined) return undefined;
  const hasNames = type.kind === "map" || type.kind === "udt";
  return parts(cell.slice(1, -1), ",").map((text) => {
    if (!hasNames) return { name: undefined, literal: text };
    const [name = "", ...rest] = parts(text, ":");
    return { name, literal: rest.join(": ") };
  });
}

/** What a record's cell says of one element: nothing but it is left of what was there before. */
export function elementOf(
  type: CqlType,
  { name, literal }: CellElement,
): (cell: Cell | null | undefined) => Cell | null | undefined {
  return (cell) => {
    if (cell === null || cell === undefined) return cell;
    const elements = cellElements(type, cell);
    if (elements === undefined) return cell;
    const same = elements.find((each) =>
      name === undefined ? each.literal === literal : each.name === name,
    );
    return same === undefined || same.literal === "null" ? null : same.literal;
  };
}

/** The text between separators that stand in no quotes and no parentheses. */
function parts(text: string, separator: "," | ":"): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let quote: string | undefined;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') quote = character;
    else if ("{[(".includes(character)) depth++;
    else if ("}])".includes(character)) depth--;
    else if (character === separator && depth === 0) {
      found.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? found : [...found, last];
}
