import { InputError } from "../../errors.js";
import { conversionTo } from "../conversion/convert.js";
import type { CodecContext } from "../conversion/context.js";
import { UnpredictableValue, type Conversion } from "../conversion/conversion.js";
import { isContainer } from "../conversion/json-text.js";
import type { CqlType } from "../cql-type.js";
import type { CqlValue } from "../cql-value.js";
import type { MappedField, MappingEntry } from "../mapping/mapping.js";
import type { TableSettings } from "../mapping/settings.js";
import { convertUnit } from "../conversion/time-unit.js";
import { isMap, RecordRefusal, type ConnectValue, type SinkRecord } from "../records/connect-value.js";
import { engineValue } from "../records/engine-value.js";
import { anyCell, cellCodec, jsonCell, type Cell, type CellCodec } from "./cell.js";
import { packRow, type MaybeCell } from "./packed-row.js";
import { convertWhole, fieldValue, hasNoFields, recordSide, type RecordSide } from "./record-side.js";
import type { TableLayout } from "./table-layout.js";
import { ttlOf, writeTimeOf } from "./write-options.js";

/** What one record writes into one table. */
export interface RowWrite {
  /** The cells of the primary key, packed. */
  readonly key: string;
  /** In the order of the layout's columns. */
  readonly cells: readonly MaybeCell[];
  /** Microseconds since the Unix epoch. */
  readonly writeTime: number;
  /** Seconds; 0 is for ever. */
  readonly ttl: number;
}

/** A record that would delete its row: the DataStax sink's DELETE carries no write time, so nothing can be said. */
export class WouldDelete extends Error {}

/** Turns the records of one topic into writes of one table, by the rules of the DataStax engine. */
export type TablePlan = (record: SinkRecord) => RowWrite;

/**
 * @throws InputError when the settings make the table impossible to judge: a query of one's own, a pattern that
 * is not modelled, a key column that the sink makes up
 */
export function tablePlan(settings: TableSettings, layout: TableLayout, codec: CodecContext): TablePlan {
  const { entries } = settings.mapping;
  requireJudgeable(settings, layout, codec);
  const wants = (side: string): boolean =>
    entries.some(({ field }) => field.source === side && field.name !== undefined);
  const [keyFields, valueFields] = [wants("key"), wants("value")];
  const entryOf = (column: string): MappingEntry | undefined =>
    entries.find((entry) => entry.target === "column" && entry.column === column);
  const cellOf = (name: string, type: CqlType): CellReader =>
    cellReader(entryOf(name)?.field, conversionTo(type, codec), boundCodec(type), name);
  const keys = layout.key.map(({ name, type }) => cellOf(name, type));
  const columns = layout.columns.map(({ name, type }) => cellOf(name, type));
  const required = entries.filter(({ target, field }) => target !== "timestamp" && field.source !== "now");
  const timestamp = entries.find(({ target }) => target === "timestamp");
  const ttl = entries.find(({ target }) => target === "ttl");
  const staticTtl =
    settings.ttl === -1 ? 0 : Number(convertUnit(BigInt(settings.ttl), settings.ttlTimeUnit, "SECONDS"));
  const deletes = settings.deletesEnabled && entries.length === layout.columnCount;
  const aloneInPartition = layout.partitionKeySize === 1;
  const keyNames = new Set(layout.key.map(({ name }) => name));
  const onlyKeys = entries.length === keyNames.size && entries.every(({ column }) => keyNames.has(column));

  return (record) => {
    const sides: Sides = {
      key: recordSide(record.key, keyFields),
      value: recordSide(record.value, valueFields),
      record,
    };
    requireFields(required, sides);
    if (deletes && !onlyKeys && !setsSomething(entries, keyNames, sides)) throw new WouldDelete();
    const keyCells = keys.map((read, index) => {
      const cell = read(sides);
      if (cell === undefined || cell === null) return refuseKey(layout.key[index]?.name ?? "");
      return cell;
    });
    if (aloneInPartition && keyCells[0] === "") return refuseKey(layout.key[0]?.name ?? "", "empty");
    const cells = columns.map((read) => {
      const cell = read(sides);
      return cell === null && settings.nullToUnset ? undefined : cell;
    });
    const given = timestamp === undefined ? undefined : present(timestamp.field, sides);
    return {
      key: packRow(keyCells),
      cells,
      writeTime:
        given === undefined ? record.timestamp * 1000 : writeTimeOf(given, settings.timestampTimeUnit),
      ttl: ttl === undefined ? staticTtl : ttlOf(present(ttl.field, sides), settings.ttlTimeUnit),
    };
  };
}

/** The engine takes an empty encoding for a null, but for texts: of all values, an empty blob's. */
function boundCodec(type: CqlType): CellCodec {
  const codec = cellCodec(type);
  if (type.kind !== "native" || type.name !== "blob") return codec;
  return { ...codec, encode: (value) => (value === "0x" ? null : codec.encode(value)) };
}

interface Sides {
  readonly key: RecordSide;
  readonly value: RecordSide;
  readonly record: SinkRecord;
}

/** Undefined: the record says nothing about the column. */
type CellReader = (sides: Sides) => MaybeCell;

function cellReader(
  field: MappedField | undefined,
  conversion: Conversion,
  codec: CellCodec,
  column: string,
): CellReader {
  if (field === undefined) return () => undefined;
  if (field.source === "now") return () => anyCell;
  const { source, name } = field;
  const convert = (sides: Sides): MaybeCell => {
    if (source === "header") {
      const header = sides.record.headers.find(({ key }) => key === name);
      return header === undefined ? undefined : codec.encode(convertWhole(header.value, conversion));
    }
    const side = sides[source];
    if (name === undefined) return wholeCell(side.whole, conversion, codec);
    const value = fieldValue(side, name);
    if (value === undefined) return undefined;
    return encodedCell(value, conversion.fromJson(value), codec);
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

function wholeCell(whole: ConnectValue, conversion: Conversion, codec: CellCodec): Cell | null {
  const converted = convertWhole(whole, conversion);
  return isMap(whole) ? encodedCell(engineValue(whole), converted, codec) : codec.encode(converted);
}

/** An object or array in a text column is JSON, whose order of fields means nothing. */
function encodedCell(from: ConnectValue, converted: CqlValue | null, codec: CellCodec): Cell | null {
  return typeof converted === "string" && isContainer(from) ? jsonCell(from) : codec.encode(converted);
}

function present(field: MappedField, { key, value, record }: Sides): ConnectValue | undefined {
  if (field.source === "now") return undefined;
  if (field.source === "header") return record.headers.find((header) => header.key === field.name)?.value;
  const side = field.source === "key" ? key : value;
  return field.name === undefined ? side.whole : fieldValue(side, field.name);
}

/**
 * A mapped field must be in the record; but of a value that has no fields at all (null, an empty object, text
 * that is no JSON object) the engine asks for none.
 */
function requireFields(entries: readonly MappingEntry[], sides: Sides): void {
  for (const { field, column } of entries) {
    if (field.name === undefined || present(field, sides) !== undefined) continue;
    if (field.source === "value" && hasNoFields(sides.value)) continue;
    throw new RecordRefusal(`the record has no field ${field.text}, which is mapped to ${column}`, column);
  }
}

function setsSomething(entries: readonly MappingEntry[], keys: ReadonlySet<string>, sides: Sides): boolean {
  return entries.some(({ column, target, field }) => {
    if (target === "column" && keys.has(column)) return false;
    const value = present(field, sides);
    return value !== undefined && value !== null;
  });
}

function refuseKey(column: string, problem = "null"): never {
  throw new RecordRefusal(`the key column ${column} would be ${problem}`, column);
}

function requireJudgeable(settings: TableSettings, layout: TableLayout, codec: CodecContext): void {
  const unjudgeable = (suffix: string, why: string, hint?: string): InputError =>
    new InputError(`${settings.keyspace}.${settings.table} cannot be judged: ${why}`, {
      where: `${settings.prefix}${suffix}`,
      ...(hint === undefined ? {} : { hint }),
    });
  const { entries } = settings.mapping;
  if (settings.query !== undefined) throw unjudgeable("query", "a query of one's own may write anything");
  const all = [...layout.key, ...layout.columns];
  for (const { column, target, field } of entries) {
    const type = all.find(({ name }) => name === column)?.type;
    if (target === "column" && type === undefined && !layout.names.includes(column)) {
      throw unjudgeable(
        "mapping",
        `the table has no column "${column}"`,
        `it has ${layout.names.join(", ")}`,
      );
    }
    if (field.source === "now" && layout.key.some(({ name }) => name === column)) {
      throw unjudgeable("mapping", `now() makes a new ${column} for every attempt to write a record`);
    }
    if (type !== undefined) {
      const problem = unsupportedFormat(type, codec);
      if (problem !== undefined) throw unjudgeable("mapping", `${column}: ${problem}`);
    }
  }
  for (const { name } of layout.key) {
    if (!entries.some(({ column, target }) => target === "column" && column === name)) {
      throw unjudgeable("mapping", `the key column "${name}" is not mapped`);
    }
  }
}

function unsupportedFormat(type: CqlType, codec: CodecContext): string | undefined {
  switch (type.kind) {
    case "native":
      if (type.name !== "timestamp" && type.name !== "date" && type.name !== "time") return undefined;
      return codec[type.name].unsupported === undefined
        ? undefined
        : `codec.${type.name}: ${codec[type.name].unsupported ?? ""}`;
    case "list":
    case "set":
    case "vector":
      return unsupportedFormat(type.element, codec);
    case "map":
      return unsupportedFormat(type.key, codec) ?? unsupportedFormat(type.value, codec);
    case "tuple":
      return firstOf(type.elements, codec);
    case "udt":
      return firstOf(
        type.fields.map((field) => field.type),
        codec,
      );
  }
}

const firstOf = (types: readonly CqlType[], codec: CodecContext): string | undefined =>
  types.map((type) => unsupportedFormat(type, codec)).find((problem) => problem !== undefined);
