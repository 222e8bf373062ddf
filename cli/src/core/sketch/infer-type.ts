import { type ConnectValue, isList, isMap } from "../records/connect-value.js";
import { jsonText } from "../records/json-text.js";
import { Decimal } from "../java/decimal.js";

/** A column's type in CQL, and what is worth saying of the choice. */
export interface InferredType {
  readonly type: string;
  readonly note?: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const day = /^\d{4}-\d\d-\d\d$/;

const isInteger = (value: ConnectValue): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";
const isInt64 = (value: number | bigint): boolean => BigInt.asIntN(64, BigInt(value)) === BigInt(value);

/** The type that takes these values and is not narrower than what they say: an integer may be larger tomorrow. */
export function inferType(values: readonly ConnectValue[]): InferredType {
  const given = values.filter((value) => value !== null);
  if (given.length === 0) return { type: "text", note: "no sample has a value" };
  if (given.every(isList)) return listType(given.flat());
  if (given.some((value) => isList(value) || isMap(value))) {
    return { type: "text", note: "objects and lists are kept as JSON" };
  }
  return scalarType(given);
}

function listType(elements: readonly ConnectValue[]): InferredType {
  if (elements.length === 0) return { type: "text", note: "the lists are empty: kept as JSON" };
  if (elements.some((element) => element === null || isList(element) || isMap(element))) {
    return { type: "text", note: "a list of objects, lists or nulls is kept as JSON" };
  }
  const { type, note } = scalarType(elements);
  return { type: `frozen<list<${type}>>`, ...(note === undefined ? {} : { note }) };
}

function scalarType(values: readonly ConnectValue[]): InferredType {
  if (values.every((value) => typeof value === "boolean")) return { type: "boolean" };
  if (values.every(isInteger)) {
    return values.every(isInt64) ? { type: "bigint" } : { type: "varint", note: "integers beyond 64 bits" };
  }
  if (values.every((value) => isInteger(value) || value instanceof Decimal)) {
    return values.every(fitsDouble)
      ? { type: "double" }
      : { type: "decimal", note: "numbers with more digits than a double holds" };
  }
  if (!values.every((value) => typeof value === "string")) {
    return { type: "text", note: "values of several kinds, as their texts" };
  }
  // To other columns than text, an empty text is a null.
  const texts = values.filter((value) => value !== "");
  if (texts.length === 0) return { type: "text" };
  if (texts.every((text) => uuid.test(text))) return { type: "uuid" };
  if (texts.every((text) => instant.test(text))) return { type: "timestamp", note: "to the millisecond" };
  return texts.every((text) => day.test(text)) ? { type: "date" } : { type: "text" };
}

/** Whether the number is that double, digit for digit. */
function fitsDouble(value: ConnectValue): boolean {
  const text = value instanceof Decimal ? value.toString() : jsonText(value);
  return Number.isFinite(Number(text)) && digitsOf(String(Number(text))) === digitsOf(text);
}

/** The significant digits of a number's text. */
const digitsOf = (text: string): string =>
  text
    .replace(/e.*$/i, "")
    .replace(/[-+.]/g, "")
    .replace(/^0+|0+$/g, "");

/** Whether JsonConverter would change the value: it keeps 64 bits of an integer, and of a fraction a double. */
export function isChangedByJsonConverter(value: ConnectValue): boolean {
  if (isList(value)) return value.some(isChangedByJsonConverter);
  if (isMap(value)) return Object.values(value).some(isChangedByJsonConverter);
  return isInteger(value) ? !isInt64(value) : value instanceof Decimal && !fitsDouble(value);
}
