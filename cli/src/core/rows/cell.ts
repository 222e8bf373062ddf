import { unpredictableReasons, type UnpredictableReason } from "../refusal.js";
import { canonicalJson, jsonText } from "../records/json-text.js";
import { dateText, exactLiteralWriter, literalWriter, timestampText, timeText } from "../cql/literal.js";
import type { CqlType } from "../cql/type.js";
import type { CqlValue } from "../cql/value.js";
import { JsonProblem, parseJson, type JsonSyntax } from "../records/json.js";
import type { ConnectValue } from "../records/connect-value.js";

/**
 * A column's value as one text, the same for equal values: a million rows are held as texts, for objects would
 * take several times the memory. The value of a text column is its own cell; a cell that begins with \u0003 is special:
 * `\u0003J…` is JSON that is compared by its meaning, `\u0003E…` one of two values,
 * `\u0003?…` is any value, with the reason why it cannot be predicted, `\u0003N` a value without bytes, `\u0003T…` is a text that itself begins with \u0003.
 */
export type Cell = string;

const mark = "\u0003";

/** A value that cannot be predicted, with the reason: the table must hold some value, whichever it is. */
export function unpredictableCell(reason: UnpredictableReason): Cell {
  return `${mark}?${reason}`;
}

/** Why the cell cannot be predicted; undefined for a cell whose value is known. */
export function unpredictableReason(cell: Cell | null | undefined): UnpredictableReason | undefined {
  if (cell?.startsWith(`${mark}?`) !== true) return undefined;
  return unpredictableReasons.find((reason) => cell.endsWith(reason));
}

/**
 * A value of no bytes in a column of numbers, times or the like, which the driver hands out as null. It has a write time,
 * which no null has. Neither sink writes it.
 */
export const emptyCell: Cell = `${mark}N`;

/** Turns values of one type into cells, and cells into CQL literals for messages. */
export interface CellCodec {
  /** Null for what the server does not store: a null, and an empty collection that is not frozen. */
  readonly encode: (value: CqlValue | null) => Cell | null;
  readonly show: (cell: Cell) => string;
}

export function cellCodec(type: CqlType): CellCodec {
  const { encode, show } = codecOfType(type);
  return {
    encode,
    show: (cell) => (cell === emptyCell ? "(empty)" : (eitherOf(cell) ?? [cell]).map(show).join(" or ")),
  };
}

function codecOfType(type: CqlType): CellCodec {
  if (isText(type)) {
    return {
      encode: (value) => (value === null ? null : textCell(value as string)),
      show: (cell) => `'${literalText(cell).replaceAll("'", "''")}'`,
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
      show: (cell) =>
        unpredictableReason(cell) !== undefined ? literalText(cell) : `'${write[name](cell)}'`,
    };
  }
  return literalCodec(type, literalWriter(type));
}

function literalCodec(type: CqlType, write: (value: CqlValue) => string): CellCodec {
  const isNotStored = notStored(type);
  return {
    encode: (value) => (value === null || isNotStored(value) ? null : write(value)),
    show: literalText,
  };
}

/**
 * As {@link cellCodec}, where values are equal only if their bytes are: the decimals 1.0 and 1.00 are two partitions, and
 * two values of a column, while they are one clustering value.
 */
export function exactCodec(type: CqlType): CellCodec {
  const holdsOthers = type.kind !== "native" || type.name === "decimal";
  return holdsOthers ? literalCodec(type, exactLiteralWriter(type)) : cellCodec(type);
}

export function isText(type: CqlType): boolean {
  return type.kind === "native" && (type.name === "text" || type.name === "ascii");
}

/** How the JSON in a text column of the table is read for its meaning. */
const writtenJson: JsonSyntax = {
  integers: "exact",
  fractions: "stripped decimal",
  failOnTrailingTokens: true,
};

/** An object or array that the sink writes into a text column as JSON: the order of names means nothing. */
export function jsonCell(value: ConnectValue): Cell {
  return `${mark}J${canonicalJson(value)}`;
}

/**
 * One of two values: which it is depends on the version of the worker's Java, which writes 2^-44 as 5.6843418860808015E-14 or 5.684341886080802E-14.
 */
export function eitherCell(one: Cell, other: Cell): Cell {
  return one === other ? one : `${mark}E${one.length}:${one}${other}`;
}

/** The two values of an {@link eitherCell}. */
function eitherOf(cell: Cell): readonly [Cell, Cell] | undefined {
  if (!cell.startsWith(`${mark}E`)) return undefined;
  const start = cell.indexOf(":") + 1;
  const end = start + Number(cell.slice(2, start - 1));
  return [cell.slice(start, end), cell.slice(end)];
}

/** Whether a cell matches several texts of the table, so that no row can be looked up by it. */
export function isAmbiguous(cell: Cell): boolean {
  return cell.startsWith(mark) && !cell.startsWith(`${mark}T`);
}

/** Whether the table's cell is as expected; null is a cell that is not set. */
export function sameCell(expected: Cell | null, actual: Cell | null): boolean {
  if (expected === actual) return true;
  if (expected === null || actual === null) return false;
  if (unpredictableReason(expected) !== undefined) return true;
  const either = eitherOf(expected);
  if (either !== undefined) return either.some((one) => sameCell(one, actual));
  if (!expected.startsWith(`${mark}J`) || hasBlanks(actual)) return false;
  try {
    const value = parseJson(actual, writtenJson);
    if (value === undefined || canonicalJson(value) !== expected.slice(2)) return false;
    return partsOf(actual) === partsOf(jsonText(value));
  } catch (error) {
    if (error instanceof JsonProblem) return false;
    throw error;
  }
}

/** The parts of a JSON but its numbers, sorted: a name that is there twice shows, and a string that is escaped otherwise. */
function partsOf(json: string): string {
  return (json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|true|false|null/g) ?? []).sort().join(" ");
}

/** Whether there are blanks between the parts of a JSON: no sink writes any. */
function hasBlanks(json: string): boolean {
  return /\s/.test(json.replaceAll(/"(?:[^"\\]|\\.)*"/g, ""));
}

function textCell(text: string): Cell {
  return text.startsWith(mark) ? `${mark}T${text}` : text;
}

function literalText(cell: Cell): string {
  const reason = unpredictableReason(cell);
  if (reason !== undefined) return `(not predictable: ${reason})`;
  return cell.startsWith(mark) ? cell.slice(2) : cell;
}

/** The server does not store an empty collection, or a user-defined type of nulls, unless they are frozen. */
function notStored(type: CqlType): (value: CqlValue) => boolean {
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
