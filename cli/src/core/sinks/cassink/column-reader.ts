import type { CqlType } from "../../cql/type.js";
import { asRead } from "./json.js";
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
import { anyCell, cellCodec, doubleCell, firstLargeDouble, jsonCell, type Cell } from "../../rows/cell.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import type { RecordReader, TakenRecord } from "./record-reader.js";
import { UnpredictableValue, RecordRefusal } from "../../refusal.js";
import type { Codec } from "./codec.js";
import { conversionTo } from "./conversions.js";

/**
 * What a record has for a column. `empty` is an empty text where that means null: only nulls delete a row. A cell of
 * a set value may be null too: an empty collection, of which nothing is kept.
 */
export interface ColumnValue {
  readonly state: "set" | "empty" | "null" | "absent";
  readonly cell: Cell | null;
}

const absent: ColumnValue = { state: "absent", cell: null };
const nothing: ColumnValue = { state: "null", cell: null };
const empty: ColumnValue = { state: "empty", cell: null };

/** The reader of one column, made once for many records. Refusals name the column. */
export function columnReader(
  { name, type }: LayoutColumn,
  { mapping, missingFields }: MappedTableSettings,
  context: Codec,
  reader: RecordReader,
): (taken: TakenRecord) => ColumnValue {
  const field = mapping.entries.find(({ target, column }) => target === "column" && column === name)?.field;
  if (field === undefined) return () => absent;
  const read = reader.field(field);
  const convert = conversionTo(type, context);
  const codec = cellCodec(type);
  const typeName = type.kind === "native" ? type.name : "";
  const cellOf = (value: Exclude<ConnectValue, null>, isJson: boolean): ColumnValue => {
    const converted = convert(value, isJson);
    if (converted === null) return empty;
    if (texts.includes(typeName) && holdsValues(value))
      return { state: "set", cell: jsonCell(asRead(value)) };
    // The names of an object in a map come in no order that is known.
    if (writesObjects(type, value)) return { state: "set", cell: anyCell };
    const cell = codec.encode(converted);
    const isVague = exact.includes(typeName) && isLargeDouble(value) && cell !== null;
    return { state: "set", cell: isVague ? doubleCell(cell) : cell };
  };
  return (taken) => {
    try {
      const { value, isJson } = read(taken);
      if (value === undefined) {
        if (missingFields === "error") throw new RecordRefusal(`the record has no field ${field.text}`);
        return absent;
      }
      return value === null ? nothing : cellOf(value, isJson);
    } catch (error) {
      if (error instanceof UnpredictableValue) return { state: "set", cell: anyCell };
      throw error instanceof RecordRefusal ? new RecordRefusal(error.message, name) : error;
    }
  };
}

const texts = ["text", "ascii"];

const holdsValues = (value: ConnectValue): boolean => isList(value) || hasNames(value);

/** Whether some text inside of a collection is the JSON of an object with several names. */
function writesObjects(type: CqlType, value: ConnectValue): boolean {
  if (value === null) return false;
  switch (type.kind) {
    case "native":
      return texts.includes(type.name) && holdsValues(value) && hasSeveralNames(value);
    case "list":
    case "set":
    case "vector":
      return isList(value) && value.some((one) => writesObjects(type.element, one));
    case "tuple":
      return isList(value) && value.some((one, index) => writesObjectsAt(type.elements[index], one));
    case "map":
      return (
        hasNames(value) && Object.values(entriesOf(value)).some((one) => writesObjectsAt(type.value, one))
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
  // A Struct's names come in its schema's order.
  if (value instanceof Struct) return Object.values(value.fields).some(hasSeveralNames);
  if (!isMap(value)) return false;
  const parts = Object.values(value);
  return parts.length > 1 || parts.some(hasSeveralNames);
}
/** Types that keep every digit that Java writes of a double. */
const exact = [...texts, "decimal", "varint", "bigint"];

const isLargeDouble = (value: ConnectValue): boolean =>
  value instanceof Float64 && Math.abs(value.value) >= firstLargeDouble;
