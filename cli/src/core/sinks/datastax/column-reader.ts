import { type Conversion } from "./conversion.js";
import { isContainer } from "../../records/json-text.js";
import type { CqlType } from "../../cql/type.js";
import type { CqlValue } from "../../cql/value.js";
import type { MappedField } from "../../mapping/mapping.js";
import { isMap, type ConnectValue } from "../../records/connect-value.js";
import { Decimal } from "../../java/decimal.js";
import { engineValue } from "./json.js";
import { anyCell, cellCodec, doubleCell, firstLargeDouble, jsonCell } from "../../rows/cell.js";
import type { MaybeCell } from "../../rows/packed-row.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import { convertWhole, fieldValue, type RecordSide, type Sides } from "./record-reader.js";
import { UnpredictableValue, RecordRefusal } from "../../refusal.js";

/** Undefined: the record says nothing about the column. */
export type CellReader = (sides: Sides) => MaybeCell;

/**
 * The reader of one column, made once for many records. Refusals name the column.
 * @param nulls what a null becomes: null where it is written, undefined where it leaves its column. An empty
 * collection that is not frozen is written all the same, and the server keeps nothing of it.
 */
export function cellReader(
  field: MappedField | undefined,
  conversion: Conversion,
  { type, name: column }: LayoutColumn,
  nulls: null | undefined,
): CellReader {
  if (field === undefined) return () => undefined;
  if (field.source === "now") return () => anyCell;
  const { source, name } = field;
  const codec = boundCodec(type, nulls);
  const convert = (sides: Sides): MaybeCell => {
    if (source === "header") {
      const header = sides.record.headers.find(({ key }) => key === name);
      return header === undefined ? undefined : codec.encode(convertWhole(header.value, conversion));
    }
    const side = sides[source === "key" ? "key" : "value"];
    if (name === undefined) return wholeCell(side.whole, conversion, codec);
    const value = fieldValue(side, name);
    if (value === undefined) return undefined;
    const converted = conversion.fromJson(value);
    const cell = encodedCell(value, converted, codec);
    return isLargeDouble(value, side) && isTextual(converted) && typeof cell === "string"
      ? doubleCell(cell)
      : cell;
  };
  return (sides) => {
    try {
      return convert(sides);
    } catch (error) {
      if (error instanceof UnpredictableValue) return anyCell;
      throw error instanceof RecordRefusal ? new RecordRefusal(error.message, column) : error;
    }
  };
}

function wholeCell(whole: ConnectValue, conversion: Conversion, codec: BoundCodec): MaybeCell {
  const converted = convertWhole(whole, conversion);
  return isMap(whole) ? encodedCell(engineValue(whole), converted, codec) : codec.encode(converted);
}

/** An object or array in a text column is JSON, whose order of fields means nothing. */
function encodedCell(from: ConnectValue, converted: CqlValue | null, codec: BoundCodec): MaybeCell {
  return codec.isText && converted !== null && isContainer(from) ? jsonCell(from) : codec.encode(converted);
}

interface BoundCodec {
  readonly isText: boolean;
  readonly encode: (value: CqlValue | null) => MaybeCell;
}

/** Where a null leaves its column, so does an empty encoding, but for texts: of all values, an empty blob's. */
function boundCodec(type: CqlType, nulls: null | undefined): BoundCodec {
  const codec = cellCodec(type);
  const name = type.kind === "native" ? type.name : undefined;
  const isText = name === "text" || name === "ascii";
  const isEmpty = (value: CqlValue): boolean => name === "blob" && value === "0x";
  return {
    isText,
    encode: (value) => {
      if (value === null) return nulls;
      return nulls === undefined && isEmpty(value) ? undefined : codec.encode(value);
    },
  };
}

function isLargeDouble(value: ConnectValue, side: RecordSide): boolean {
  return (
    value instanceof Decimal &&
    typeof side.whole !== "string" &&
    Math.abs(value.toNumber()) >= firstLargeDouble
  );
}

/** Goes into a text or decimal column: all digits are kept there. */
function isTextual(converted: CqlValue | null): boolean {
  return (
    typeof converted === "string" ||
    (typeof converted === "object" && converted !== null && "unscaled" in converted)
  );
}
