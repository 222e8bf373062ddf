import { mappedField } from "../../mapping/mapped-field.js";
import { type Counted, UnpredictableValue } from "../../refusal.js";
import { checkSettings } from "../../rows/check-settings.js";
import { defaultExpiry } from "../../rows/expiry.js";
import { keyCodecs, refuseKey } from "../../rows/key-cell.js";
import { packRow, type MaybeCell } from "../../rows/packed-row.js";
import type { MappedTable, RowWrite } from "../../rows/sink-rules.js";
import { ofRow } from "../../rows/unpredictable-records.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import type { Codec } from "./codec.js";
import { fewerColumns } from "./fewer-columns.js";
import { keyPart } from "./key-part.js";
import { columnReader, isNull, type ColumnValue } from "./column-reader.js";
import type { ParsedRecord } from "./record-reader.js";
import { checkTime, isTime } from "./time-order.js";
import { expiryReader, writeTimeReader } from "./write-options.js";

/** Milliseconds: a second above them microseconds are still exact. */
const latestExact = Math.floor(Number.MAX_SAFE_INTEGER / 1000) - 1000;

export interface PlanTimes {
  /** Whether write times are made of the records' times (order=time). */
  readonly needsTime: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * The row that the Cassink sink writes into one table for each record of a topic, as RowPlan and RecordRows of
 * connectors/cassandra-sink make it.
 * @throws InputError when the settings make the table impossible to judge
 */
export function rowPlan(
  table: MappedTable,
  codec: Codec,
  { needsTime, now }: PlanTimes,
): (parsed: ParsedRecord) => RowWrite {
  checkSettings(table, codec);
  const { settings, layout } = table;
  const readerOf = (column: LayoutColumn): ((parsed: ParsedRecord) => ColumnValue) =>
    columnReader(column, settings, codec);
  const codecs = keyCodecs(layout);
  const keys = layout.key.map((column, index) => columnReader(column, settings, codec, codecs[index]));
  const ofValue = layout.key.map(({ name }) =>
    ["value", "same name"].includes(mappedField(settings.mapping, "column", name)?.source ?? ""),
  );
  const columns = layout.columns.map(readerOf);
  const statics = (layout.statics?.columns ?? []).map(readerOf);
  const mapsStatics = settings.mapping.entries.some(({ column }) => layout.staticNames.includes(column));
  const isCountedApart = hasOnlyLists(table);
  const writeTime = writeTimeReader(settings, codec);
  const expiry = expiryReader(settings, codec, now);
  const mapped = settings.mapping.entries.filter(({ target }) => target === "column").length;
  const doubts = fewerColumns(table);
  const isWholeTable = mapped === layout.names.length;
  // now() says nothing about a record. Where nothing else does, only a null value means that the row is gone.
  const canBeNull = settings.mapping.entries.some(
    ({ target, column, field }) =>
      target === "column" && field.source !== "now" && !layout.key.some(({ name }) => name === column),
  );

  return (parsed) => {
    const keyCells = keys.map((read, index) => {
      const value = read(parsed);
      const isOfNull = ofValue[index] === true && parsed.record.value === null && value.state !== "set";
      if (isOfNull) return refuseKey(layout.key[index]?.name ?? "", "null: the record's value is null");
      const isOnly = layout.partitionKeySize === 1 && index === 0;
      return keyPart(value, layout.key[index]?.name ?? "", isOnly);
    });
    const key = packRow(keyCells);
    return ofRow(
      key,
      () => writeOf(parsed, key, keyCells),
      () => counted(parsed, keyCells),
    );
  };

  /** By what the sink counts a record of which it cannot be said what it writes. */
  function counted(parsed: ParsedRecord, keyCells: readonly string[]): Counted | undefined {
    if (!isTime(parsed.record.timestamp) || setsWriteTime(parsed)) return undefined;
    return { partition: mapsStatics ? partitionKey(keyCells) : undefined, isApart: isCountedApart };
  }

  function setsWriteTime(parsed: ParsedRecord): boolean {
    try {
      return writeTime(parsed) !== undefined;
    } catch {
      return true;
    }
  }

  function partitionKey(keyCells: readonly string[]): string {
    return packRow(keyCells.slice(0, layout.partitionKeySize));
  }

  function writeOf(parsed: ParsedRecord, key: string, keyCells: readonly string[]): RowWrite {
    const values = columns.map((read) => read(parsed));
    const staticValues = statics.map((read) => read(parsed));
    const all = [...values, ...staticValues];
    const canDelete = settings.deletesEnabled && (canBeNull || parsed.record.value === null);
    const isDelete = canDelete && isWholeTable && all.every((value) => isNull(value, parsed));
    const mappedTime = writeTime(parsed);
    const { timestamp } = parsed.record;
    if (mappedTime === undefined && needsTime) checkTime(timestamp);
    if (mappedTime === undefined && needsTime && timestamp > latestExact) {
      throw new UnpredictableValue(
        "write time",
        "the record's time is beyond 2^53 microseconds, where verify cannot order records",
      );
    }
    const written = ({ state, cell }: ColumnValue): MaybeCell =>
      state === "absent" || (state !== "set" && settings.nullToUnset) ? undefined : cell;
    const partition = mapsStatics
      ? {
          partition: {
            key: partitionKey(keyCells),
            cells: isDelete ? [] : staticValues.map(written),
          },
        }
      : {};
    const common = { ...partition, ...(isCountedApart ? { isCountedApart } : {}) };
    if (isDelete) return { kind: "delete", key, cells: [], writeTime: mappedTime, expiry: 0, ...common };
    const cells = values.map(written);
    // The sink deletes a row whose time is over, or writes nulls: the same as an INSERT that has expired.
    const expires = expiry(parsed) ?? defaultExpiry(layout, timestamp);
    const put = { kind: "put", key, cells, writeTime: mappedTime, expiry: expires, ...common } as const;
    return { ...put, ...doubts(parsed, all, canDelete) };
  }
}

/**
 * Whether all columns that are set are lists that are not frozen: the sink holds no commit for these rows, as their
 * elements double when they are written again, and so counts them apart.
 */
function hasOnlyLists({ settings, layout }: MappedTable): boolean {
  const isSet = ({ name }: LayoutColumn): boolean =>
    settings.mapping.entries.some(({ target, column }) => target === "column" && column === name);
  const set = [...layout.columns, ...(layout.statics?.columns ?? [])].filter(isSet);
  return set.length > 0 && set.every(({ type }) => type.kind === "list" && !type.frozen);
}
