import { givenReader, presenceReader, type ParsedRecord } from "./record-reader.js";
import type { MappingEntry } from "../../mapping/mapping.js";
import { RecordRefusal, UnpredictableValue } from "../../refusal.js";
import { checkSettings } from "../../rows/check-settings.js";
import { defaultExpiry } from "../../rows/expiry.js";
import { keyCell, keyCodecs, refuseKey } from "../../rows/key-cell.js";
import { packRow, type MaybeCell } from "../../rows/packed-row.js";
import type { MappedTable, RowWrite } from "../../rows/sink-rules.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import { hasField } from "../../records/connect-value.js";
import type { Codec } from "./codec.js";
import { ofRow } from "../../rows/unpredictable-records.js";
import { columnReader } from "./column-reader.js";
import { expiryReader, writeTimeReader } from "./write-options.js";

/**
 * The row that the DataStax sink writes into one table for each record of a topic.
 * @throws InputError when the settings make the table impossible to judge: a custom query, a pattern that is not
 * modelled, a key column of `now()`
 */
export function rowPlan(table: MappedTable, codec: Codec): (parsed: ParsedRecord) => RowWrite {
  checkSettings(table, codec);
  const { settings, layout } = table;
  const { mapping, nullToUnset } = settings;
  const codecs = keyCodecs(layout);
  const keys = layout.key.map((column, index) => columnReader(column, mapping, codec, null, codecs[index]));
  const readerOf = (column: LayoutColumn): ((parsed: ParsedRecord) => MaybeCell) =>
    columnReader(column, mapping, codec, nullToUnset ? undefined : null);
  const columns = layout.columns.map(readerOf);
  const statics = layout.statics?.columns.map(readerOf);
  const requireFields = fieldCheck(mapping.entries);
  const isDelete = deleteTest(table);
  const expiry = expiryReader(settings);
  const writeTime = writeTimeReader(settings);

  return (parsed) => {
    requireFields(parsed);
    const keyCells = keys.map((read, index) => keyCell(read(parsed), layout.key[index]?.name ?? ""));
    if (layout.partitionKeySize === 1 && keyCells[0] === "") refuseKey(layout.key[0]?.name ?? "", "empty");
    const key = packRow(keyCells);
    // The DELETE carries no write time: which writes it outlives is up to when it ran.
    if (ofRow(key, () => isDelete(parsed)))
      throw new UnpredictableValue("server order", deletes, { key, isLate: true });
    return ofRow(key, () => ({
      kind: "put",
      key,
      cells: columns.map((read) => read(parsed)),
      expiry: expiry(parsed) ?? defaultExpiry(layout, parsed.record.timestamp),
      writeTime: writeTime(parsed),
      ...(statics === undefined
        ? {}
        : {
            partition: {
              key: packRow(keyCells.slice(0, layout.partitionKeySize)),
              cells: statics.map((read) => read(parsed)),
            },
          }),
    }));
  };
}

const deletes =
  "it deletes its row, and the DataStax sink's DELETE carries no write time: which writes it outlives is up to when it ran; set deletesEnabled=false, or filter such records";

/**
 * A record must have every mapped field, except `__timestamp`; but a value that has no fields at all (null, an empty
 * object, text that is not a JSON object) may lack those of the value.
 */
function fieldCheck(entries: readonly MappingEntry[]): (parsed: ParsedRecord) => void {
  const required = entries
    .filter(
      ({ target, field }) => target !== "timestamp" && field.source !== "now" && field.name !== undefined,
    )
    .map(({ column, field }) => ({ column, field, isThere: presenceReader(field) }));
  return (parsed) => {
    for (const { column, field, isThere } of required) {
      if (isThere(parsed)) continue;
      if (field.source === "value" && isEmpty(parsed.value)) continue;
      throw new RecordRefusal(`the record has no field ${field.text}, which is mapped to ${column}`, column);
    }
  };
}

function isEmpty(fields: ParsedRecord["value"]): boolean {
  for (const name in fields) if (hasField(fields, name)) return false;
  return true;
}

/**
 * A record deletes its row if it sets nothing besides the key and the mapping has as many entries as the table has
 * columns. The sink counts `__ttl` and `__timestamp` as entries too.
 */
function deleteTest({ settings, layout }: MappedTable): (parsed: ParsedRecord) => boolean {
  const { entries } = settings.mapping;
  const keyNames = new Set(layout.key.map(({ name }) => name));
  const onlyKeys = entries.length === keyNames.size && entries.every(({ column }) => keyNames.has(column));
  if (!settings.deletesEnabled || entries.length !== layout.names.length || onlyKeys) return () => false;
  const readers = entries
    .filter(({ column, target }) => target !== "column" || !keyNames.has(column))
    .map(({ field }) => givenReader(field));
  return (parsed) => readers.every((read) => (read(parsed) ?? null) === null);
}
