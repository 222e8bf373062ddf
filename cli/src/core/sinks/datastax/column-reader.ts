import type { Conversion } from "./conversion.js";
import { isContainer, jsonText } from "../../records/json-text.js";
import type { CqlType } from "../../cql/type.js";
import type { CqlValue } from "../../cql/value.js";
import { mappedField } from "../../mapping/mapped-field.js";
import type { Mapping } from "../../mapping/mapping.js";
import { isMap, JavaDate, type ConnectValue } from "../../records/connect-value.js";
import { Decimal } from "../../java/decimal.js";
import { Float64 } from "../../java/floating-point.js";
import { throughJson } from "./json.js";
import {
  cellCodec,
  doubleCell,
  firstLargeDouble,
  isText,
  jsonCell,
  unpredictableCell,
  type CellCodec,
} from "../../rows/cell.js";
import type { MaybeCell } from "../../rows/packed-row.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import { fieldReader, type ParsedRecord } from "./record-reader.js";
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
  cells: CellCodec = cellCodec(type),
): (parsed: ParsedRecord) => MaybeCell {
  const field = mappedField(mapping, "column", column);
  if (field === undefined) return () => undefined;
  if (field.source === "now") return () => unpredictableCell("random");
  const { source, name } = field;
  const read = fieldReader(field);
  const conversion = conversionTo(type, codec);
  const encode = encoder(type, nulls, cells);
  /** An object or array in a text column is JSON. */
  const encodeFrom = (value: ConnectValue, converted: CqlValue | null): MaybeCell =>
    isText(type) && converted !== null && isContainer(value) ? jsonCell(value) : encode(converted);
  const cellOf = (value: ConnectValue, { record }: ParsedRecord): MaybeCell => {
    if (source === "header") return encode(convertWhole(value, conversion));
    if (name === undefined) {
      const converted = convertWhole(value, conversion);
      return isMap(value) ? encodeFrom(throughJson(value), converted) : encode(converted);
    }
    const converted = conversion.fromJson(value);
    const cell = encodeFrom(value, converted);
    if (!isLargeDecimal(value) || !keepsDigits(converted) || typeof cell !== "string") return cell;
    const whole = source === "key" ? record.key : record.value;
    return typeof whole === "string" ? cell : doubleCell(cell);
  };
  return (parsed) => {
    try {
      const value = read(parsed);
      return value === undefined ? undefined : cellOf(value, parsed);
    } catch (error) {
      if (error instanceof UnpredictableValue) return unpredictableCell(error.reason);
      throw error instanceof RecordRefusal ? new RecordRefusal(error.message, column) : error;
    }
  };
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

/** Of a map's Double, {@link throughJson} has made a Decimal, whose digits depend on the Java version. */
function isLargeDecimal(value: ConnectValue): boolean {
  return value instanceof Decimal && Math.abs(value.toNumber()) >= firstLargeDouble;
}

/** Whether it goes into a text or decimal column, which keep all digits. */
function keepsDigits(converted: CqlValue | null): boolean {
  return (
    typeof converted === "string" ||
    (typeof converted === "object" && converted !== null && "unscaled" in converted)
  );
}
