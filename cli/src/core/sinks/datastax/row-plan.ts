import { conversionTo } from "./conversions.js";
import { convertUnit } from "../../java/time-unit.js";
import type { MappingEntry } from "../../mapping/mapping.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import { type SinkRecord } from "../../records/connect-value.js";
import { isVague } from "../../rows/cell.js";
import { cellReader, type CellReader } from "./column-reader.js";
import { Unjudgeable, UnpredictableValue, RecordRefusal } from "../../refusal.js";
import { requireJudgeable } from "../../rows/judgeable.js";
import type { RowWrite } from "../../rows/sink-rules.js";
import { packRow } from "../../rows/packed-row.js";
import { hasNoFields, recordSide, present, type Sides } from "./record-reader.js";
import { type LayoutColumn, type TableLayout } from "../../rows/table-layout.js";
import { ttlOf, writeTimeOf } from "./write-options.js";
import type { Codec } from "./codec.js";
import { defaultExpiry } from "../../rows/expiry.js";

/**
 * What the DataStax engine makes of the records of one topic in one table.
 * @throws InputError when the settings make the table impossible to judge: a query of one's own, a pattern that
 * is not modelled, a key column that the sink makes up
 */
export function rowPlan(
  settings: MappedTableSettings,
  layout: TableLayout,
  codec: Codec,
): (record: SinkRecord) => RowWrite {
  const { entries } = settings.mapping;
  requireJudgeable(settings, layout, codec);
  const wants = (side: string): boolean =>
    entries.some(({ field }) => field.source === side && field.name !== undefined);
  const [keyFields, valueFields] = [wants("key"), wants("value")];
  const entryOf = (column: string): MappingEntry | undefined =>
    entries.find((entry) => entry.target === "column" && entry.column === column);
  const cellOf = (column: LayoutColumn, nulls: null | undefined): CellReader =>
    cellReader(entryOf(column.name)?.field, conversionTo(column.type, codec), column, nulls);
  const keys = layout.key.map((column) => cellOf(column, null));
  const columns = layout.columns.map((column) => cellOf(column, settings.nullToUnset ? undefined : null));
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
    if (deletes && !onlyKeys && !setsSomething(entries, keyNames, sides))
      throw new Unjudgeable("a record deletes its row", deleteHint);
    const keyCells = keys.map((read, index) => {
      const cell = read(sides);
      if (cell === undefined || cell === null) return refuseKey(layout.key[index]?.name ?? "");
      if (isVague(cell)) {
        throw new UnpredictableValue(
          `how the sink writes the key column ${layout.key[index]?.name ?? ""} is not predictable`,
        );
      }
      return cell;
    });
    if (aloneInPartition && keyCells[0] === "") return refuseKey(layout.key[0]?.name ?? "", "empty");
    const cells = columns.map((read) => read(sides));
    const given = timestamp === undefined ? undefined : present(timestamp.field, sides);
    const life = ttl === undefined ? undefined : present(ttl.field, sides);
    // A value that has no fields at all gives no time to live, and the static one is not in the statement.
    const seconds =
      ttl === undefined ? staticTtl : life === undefined ? 0 : ttlOf(life, settings.ttlTimeUnit);
    return {
      kind: "put",
      key: packRow(keyCells),
      cells,
      writeTime: given === undefined ? undefined : writeTimeOf(given, settings.timestampTimeUnit),
      // A time to live runs from when the record is written.
      expiry: seconds === 0 ? defaultExpiry(layout, record.timestamp) : record.timestamp + seconds * 1000,
    };
  };
}

const deleteHint =
  "the DataStax sink's DELETE carries no write time, so which writes it outlives is up to when it ran; set deletesEnabled=false, or filter such records";

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
