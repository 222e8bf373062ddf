import { throughJson } from "./json.js";
import { mappedField } from "../../mapping/mapped-field.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import { isMap } from "../../records/connect-value.js";
import { holdsDigits } from "../../cql/numeric-types.js";
import type { MappedField } from "../../mapping/mapping.js";
import { inJavaOrder } from "../../records/hash-order.js";
import { holdsValues, writesObjects } from "../../rows/object-texts.js";
import { beforeJava19 } from "../../records/older-java.js";
import {
  exactCodec,
  eitherCell,
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

/** Whether a record has a null for the column. One without a value has nulls for all. */
export const isNull = ({ state }: ColumnValue, { record }: ParsedRecord): boolean =>
  state === "null" || (state === "absent" && record.value === null);

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
  { encode }: CellCodec = exactCodec(type),
): (parsed: ParsedRecord) => ColumnValue {
  const field = mappedField(mapping, "column", name);
  if (field === undefined) return () => absent;
  const read = fieldReader(field);
  const convert = conversionTo(type, codec, missingFields !== "error");
  const isHashed = hashedFields(field);
  const cellOf = (value: NonNullValue, isJson: boolean, parsed: ParsedRecord): ColumnValue => {
    const converted = convert(value, isJson);
    if (converted === null) return empty;
    if (isText(type) && holdsValues(value)) return { state: "set", cell: jsonCell(throughJson(value)) };
    if (!writesObjects(type, value)) return { state: "set", cell: encode(converted) };
    const inOrder = inJavaOrder(value, isHashed(parsed)) ?? null;
    if (inOrder === null)
      throw new UnpredictableValue("not modelled", "the order of an object's names is not modelled");
    return { state: "set", cell: encode(convert(inOrder, isJson)) };
  };
  const reader = holdsDigits(type) ? withOlderJava(cellOf) : cellOf;
  return (parsed) => {
    try {
      const { value, isJson } = read(parsed);
      if (value === undefined) {
        if (missingFields === "error") throw new RecordRefusal(`the record has no field ${field.text}`);
        return absent;
      }
      return value === null ? nullValue : reader(value, isJson, parsed);
    } catch (error) {
      if (error instanceof UnpredictableValue) return { state: "set", cell: unpredictableCell(error.reason) };
      throw error instanceof RecordRefusal ? new RecordRefusal(error.message, name) : error;
    }
  };
}

/**
 * Whether the maps of a field are Java's HashMaps, as JsonConverter makes them, and not those of a text that the sink has
 * parsed, which keep its order.
 */
function hashedFields({ source }: MappedField): (parsed: ParsedRecord) => boolean {
  return ({ record }) => isMap(source === "key" ? record.key : record.value);
}

type CellOf = (value: NonNullValue, isJson: boolean, parsed: ParsedRecord) => ColumnValue;

/** Where versions of Java write a double differently, the column holds what one of them writes. */
function withOlderJava(cellOf: CellOf): CellOf {
  return (value, isJson, parsed) => {
    const newer = cellOf(value, isJson, parsed);
    const older = beforeJava19(value);
    if (older === value || older === null || newer.cell === null) return newer;
    const { cell } = cellOf(older, isJson, parsed);
    return { state: "set", cell: eitherCell(newer.cell, cell ?? newer.cell) };
  };
}
