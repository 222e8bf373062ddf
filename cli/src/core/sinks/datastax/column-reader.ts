import type { Conversion } from "./conversion.js";
import { isContainer, jsonText } from "../../records/json-text.js";
import type { CqlType } from "../../cql/type.js";
import type { CqlValue } from "../../cql/value.js";
import { mappedField } from "../../mapping/mapped-field.js";
import type { Mapping } from "../../mapping/mapping.js";
import { isMap, JavaDate, type ConnectValue } from "../../records/connect-value.js";
import { inJavaOrder } from "../../records/hash-order.js";
import { writesObjects } from "../../rows/object-texts.js";
import { beforeJava19 } from "../../records/older-java.js";
import { Float64 } from "../../java/floating-point.js";
import { throughJson } from "./json.js";
import {
  exactCodec,
  eitherCell,
  isText,
  jsonCell,
  unpredictableCell,
  type CellCodec,
} from "../../rows/cell.js";
import type { MaybeCell } from "../../rows/packed-row.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import { givenReader, type ParsedRecord } from "./record-reader.js";
import { RecordRefusal, refuse, UnpredictableValue } from "../../refusal.js";
import type { Codec } from "./codec.js";
import { conversionTo } from "./conversions.js";

/**
 * Reads one column of many records; undefined where a record does not set it. Refusals name the column.
 * @param nulls what a null becomes: null where it is written, undefined where it leaves the column as it is
 * (nullToUnset). An empty collection is written all the same.
 * @param cells the column's cells: other ones for a key
 */
export function columnReader(
  { name: column, type }: LayoutColumn,
  mapping: Mapping,
  codec: Codec,
  nulls: null | undefined,
  cells: CellCodec = exactCodec(type),
): (parsed: ParsedRecord) => MaybeCell {
  const field = mappedField(mapping, "column", column);
  if (field === undefined) return () => undefined;
  if (field.source === "now") return () => unpredictableCell("random");
  const { source, name } = field;
  const read = givenReader(field);
  const conversion = conversionTo(type, codec);
  const encode = encoder(type, nulls, cells);
  /** An object or array in a text column is JSON. */
  const encodeFrom = (value: ConnectValue, converted: CqlValue | null): MaybeCell =>
    isText(type) && converted !== null && isContainer(value) ? jsonCell(value) : encode(converted);
  const cellOf = (given: ConnectValue, { record }: ParsedRecord): MaybeCell => {
    if (source === "header") return encode(convertWhole(given, conversion));
    const whole = source === "key" ? record.key : record.value;
    const value = throughJson(ordered(given, type, isMap(whole)));
    if (name === undefined) {
      const converted = convertWhole(isMap(given) ? value : given, conversion);
      return isMap(given) ? encodeFrom(value, converted) : encode(converted);
    }
    const read = typeof whole === "string" ? ordered(given, type, false) : value;
    return encodeFrom(read, conversion.fromJson(read));
  };
  const reader = withOlderJava(cellOf);
  return (parsed) => {
    try {
      const value = read(parsed);
      return value === undefined ? undefined : reader(value, parsed);
    } catch (error) {
      if (error instanceof UnpredictableValue) return unpredictableCell(error.reason);
      throw error instanceof RecordRefusal ? new RecordRefusal(error.message, column) : error;
    }
  };
}

/** With the names of objects in Java's order, where they become texts inside a collection. */
function ordered(value: ConnectValue, type: CqlType, isHashed: boolean): ConnectValue {
  if (isText(type) || !writesObjects(type, value)) return value;
  const inOrder = inJavaOrder(value, isHashed);
  if (inOrder !== undefined) return inOrder;
  throw new UnpredictableValue("not modelled", "the order of an object's names is not modelled");
}

type CellOf = (value: ConnectValue, parsed: ParsedRecord) => MaybeCell;

/**
 * Where versions of Java write a double differently, the column holds what one of them writes; this sink makes numbers and
 * times of a double by its text too.
 */
function withOlderJava(cellOf: CellOf): CellOf {
  return (value, parsed) => {
    const older = beforeJava19(value);
    if (older === value) return cellOf(value, parsed);
    const [one, other] = [value, older].map((given) => refusedOr(() => cellOf(given, parsed)));
    if (one instanceof RecordRefusal && other instanceof RecordRefusal) throw one;
    if (typeof one === "string" && typeof other === "string") return eitherCell(one, other);
    if (one === other) return one as MaybeCell;
    throw new UnpredictableValue(
      "Java version",
      "whether the sink takes the number depends on the worker's Java",
    );
  };
}

function refusedOr<Made>(make: () => Made): Made | RecordRefusal {
  try {
    return make();
  } catch (error) {
    if (error instanceof RecordRefusal) return error;
    throw error;
  }
}

/** A whole key or value, or a header. */
function convertWhole(whole: ConnectValue, conversion: Conversion): CqlValue | null {
  if (whole === null) return null;
  if (typeof whole === "string") return conversion.fromText(whole);
  if (isMap(whole)) return conversion.fromText(jsonText(whole));
  if (whole instanceof JavaDate)
    throw new UnpredictableValue("not modelled", "a java.util.Date as whole key or value is not modelled");
  if (typeof whole !== "object" || whole instanceof Float64 || whole instanceof Uint8Array) {
    return conversion.fromPrimitive(whole);
  }
  return refuse("a list as whole key or value has no conversion");
}

/**
 * Where nulls leave their column as it is, the sink takes every value whose encoding has no bytes for a null, except a
 * text; only an empty blob is such a value.
 */
function encoder(
  type: CqlType,
  nulls: null | undefined,
  { encode }: CellCodec,
): (value: CqlValue | null) => MaybeCell {
  const isBlob = type.kind === "native" && type.name === "blob";
  return (value) => {
    if (value === null) return nulls;
    return nulls === undefined && isBlob && value === "0x" ? undefined : encode(value);
  };
}
