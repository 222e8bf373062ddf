import { canonicalJson } from "../records/json-text.js";
import { dateText, literalWriter, timestampText, timeText } from "../cql/literal.js";
import type { CqlType } from "../cql/type.js";
import type { CqlValue } from "../cql/value.js";
import { JsonProblem, parseJson, type JsonSyntax } from "../records/json.js";
import type { ConnectValue } from "../records/connect-value.js";

/**
 * A column's value as one text, the same for equal values: a million rows are held as texts, for objects would
 * take several times the memory. Texts stand as they are; a cell that begins with \u0003 is marked:
 * `\u0003J…` is JSON that is compared by its meaning, `\u0003N…` the text of a double that is compared as one,
 * `\u0003?` a value that the sink makes up itself, `\u0003T…` a text that itself begins with \u0003.
 */
export type Cell = string;

const mark = "\u0003";
export const anyCell: Cell = `${mark}?`;

/** Turns values of one type into cells, and cells into texts for people. */
export interface CellCodec {
  /** Null for what the server keeps as nothing: a null, and an empty collection that is not frozen. */
  readonly encode: (value: CqlValue | null) => Cell | null;
  /** A CQL literal. */
  readonly show: (cell: Cell) => string;
}

export function cellCodec(type: CqlType): CellCodec {
  if (type.kind === "native" && (type.name === "text" || type.name === "ascii")) {
    return {
      encode: (value) => (value === null ? null : textCell(value as string)),
      show: (cell) => `'${shownText(cell).replaceAll("'", "''")}'`,
    };
  }
  if (type.kind === "native" && (type.name === "timestamp" || type.name === "time" || type.name === "date")) {
    const { name } = type;
    const write = {
      timestamp: (cell: Cell) => timestampText(BigInt(cell)),
      time: (cell: Cell) => timeText(BigInt(cell)),
      date: (cell: Cell) => dateText(Number(cell)),
    };
    return {
      encode: (value) => (value === null ? null : (value as bigint | number).toString()),
      show: (cell) => (cell === anyCell ? shownText(cell) : `'${write[name](cell)}'`),
    };
  }
  const write = literalWriter(type);
  const vanishes = vanishesWhenEmpty(type);
  return {
    encode: (value) => (value === null || vanishes(value) ? null : write(value)),
    show: shownText,
  };
}

/** How the JSON of a text column is read back, for its meaning. */
const writtenJson: JsonSyntax = { integers: "exact", fractions: "stripped decimal" };

/** What goes into a text column as JSON. */
export function jsonCell(value: ConnectValue): Cell {
  return `${mark}J${canonicalJson(value)}`;
}

/** From here on Double.toString may have more digits than needed, before Java 19. */
export const firstLargeDouble = 1e16;

/** What Java writes of a double, which is compared as one. */
export function doubleCell(text: string): Cell {
  return `${mark}N${text}`;
}

/** Whether a cell stands for more than one value, so that no row can be looked up by it. */
export function isVague(cell: Cell): boolean {
  return cell.startsWith(mark) && !cell.startsWith(`${mark}T`);
}

/** Whether the table's cell is what is expected; a cell of nothing is null. */
export function sameCell(expected: Cell | null, actual: Cell | null): boolean {
  if (expected === actual || expected === anyCell) return true;
  if (expected === null || actual === null) return false;
  if (expected.startsWith(`${mark}N`)) return Number(expected.slice(2)) === Number(actual);
  if (!expected.startsWith(`${mark}J`)) return false;
  try {
    const value = parseJson(actual, writtenJson);
    return value !== undefined && canonicalJson(value) === expected.slice(2);
  } catch (error) {
    if (error instanceof JsonProblem) return false;
    throw error;
  }
}

function textCell(text: string): Cell {
  return text.startsWith(mark) ? `${mark}T${text}` : text;
}

function shownText(cell: Cell): string {
  if (cell === anyCell) return "(made by the sink)";
  return cell.startsWith(mark) ? cell.slice(2) : cell;
}

/** The server keeps nothing of an empty collection, and of a user-defined type of nulls, unless they are frozen. */
function vanishesWhenEmpty(type: CqlType): (value: CqlValue) => boolean {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return type.frozen ? () => false : (value) => Array.isArray(value) && value.length === 0;
    case "udt":
      return type.frozen
        ? () => false
        : (value) => Array.isArray(value) && value.every((field) => field === null);
    default:
      return () => false;
  }
}
