import type { CqlType } from "../../cql/type.js";
import { throughJson } from "./json.js";
import { mappedField } from "../../mapping/mapped-field.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import {
  Struct,
  entriesOf,
  fieldOf,
  hasNames,
  isList,
  isMap,
  type ConnectValue,
} from "../../records/connect-value.js";
import { Float64 } from "../../java/floating-point.js";
import {
  cellCodec,
  doubleCell,
  firstLargeDouble,
  isText,
  jsonCell,
  unpredictableCell,
  type Cell,
  type CellCodec,
} from "../../rows/cell.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import { fieldReader, type ParsedRecord } from "./record-reader.js";
import { UnpredictableValue, RecordRefusal } from "../../refusal.js";
import type { Codec } from "./codec.js";
import type { NonNullValue } from "./conversion.js";
import { conversionTo } from "./conversions.js";

/**
 * What a record has for a column. `empty` is an empty text for a type in which that is null: the column becomes null,
 * but only a record of real nulls deletes its row. A value that is set may have no cell: the server does not store an
 * empty collection.
 */
export interface ColumnValue {
  readonly state: "set" | "empty" | "null" | "absent";
  readonly cell: Cell | null;
}

const absent: ColumnValue = { state: "absent", cell: null };
const nullValue: ColumnValue = { state: "null", cell: null };
const empty: ColumnValue = { state: "empty", cell: null };

/**
 * Reads one column of many records. Refusals name the column.
 * @param cells the column's cells: other ones for a key
 */
export function columnReader(
  { name, type }: LayoutColumn,
  { mapping, missingFields }: MappedTableSettings,
  codec: Codec,
  { encode }: CellCodec = cellCodec(type),
): (parsed: ParsedRecord) => ColumnValue {
  const field = mappedField(mapping, "column", name);
  if (field === undefined) return () => absent;
  const read = fieldReader(field);
  const convert = conversionTo(type, codec, missingFields !== "error");
  const keepsDigits = isText(type) || (type.kind === "native" && allDigitTypes.includes(type.name));
  const cellOf = (value: NonNullValue, isJson: boolean): ColumnValue => {
    const converted = convert(value, isJson);
    if (converted === null) return empty;
    if (isText(type) && holdsValues(value)) return { state: "set", cell: jsonCell(throughJson(value)) };
    if (writesObjects(type, value)) return { state: "set", cell: unpredictableCell("not modelled") };
    const cell = encode(converted);
    const isDouble = keepsDigits && isLargeDouble(value) && cell !== null;
    return { state: "set", cell: isDouble ? doubleCell(cell) : cell };
  };
  return (parsed) => {
    try {
      const { value, isJson } = read(parsed);
      if (value === undefined) {
        if (missingFields === "error") throw new RecordRefusal(`the record has no field ${field.text}`);
        return absent;
      }
      return value === null ? nullValue : cellOf(value, isJson);
    } catch (error) {
      if (error instanceof UnpredictableValue) return { state: "set", cell: unpredictableCell(error.reason) };
      throw error instanceof RecordRefusal ? new RecordRefusal(error.message, name) : error;
    }
  };
}

const holdsValues = (value: ConnectValue): boolean => isList(value) || hasNames(value);

/** Whether a text inside a collection is the JSON of an object with several names, whose order cannot be predicted. */
function writesObjects(type: CqlType, value: ConnectValue): boolean {
  if (value === null) return false;
  switch (type.kind) {
    case "native":
      return isText(type) && holdsValues(value) && hasSeveralNames(value);
    case "list":
    case "set":
    case "vector":
      return isList(value) && value.some((item) => writesObjects(type.element, item));
    case "tuple":
      return isList(value) && value.some((item, index) => writesObjectsAt(type.elements[index], item));
    case "map":
      return (
        hasNames(value) && Object.values(entriesOf(value)).some((item) => writesObjectsAt(type.value, item))
      );
    case "udt":
      return (
        hasNames(value) &&
        type.fields.some((field) => writesObjectsAt(field.type, fieldOf(entriesOf(value), field.name)))
      );
  }
}

const writesObjectsAt = (type: CqlType | undefined, value: ConnectValue | undefined): boolean =>
  type !== undefined && value !== undefined && writesObjects(type, value);

function hasSeveralNames(value: ConnectValue): boolean {
  if (isList(value)) return value.some(hasSeveralNames);
  // The names of a Struct come in its schema's order.
  if (value instanceof Struct) return Object.values(value.fields).some(hasSeveralNames);
  if (!isMap(value)) return false;
  const parts = Object.values(value);
  return parts.length > 1 || parts.some(hasSeveralNames);
}

/** Numeric types that keep every digit that Java writes of a double. */
const allDigitTypes: readonly string[] = ["decimal", "varint", "bigint"];

const isLargeDouble = (value: ConnectValue): boolean =>
  value instanceof Float64 && Math.abs(value.value) >= firstLargeDouble;
