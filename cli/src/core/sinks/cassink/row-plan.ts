import { longestKeyColumn } from "../../cql/limits.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import { isVague } from "../../rows/cell.js";
import type { RowWrite } from "../../rows/sink-rules.js";
import { requireJudgeable } from "../../rows/judgeable.js";
import { packRow, type MaybeCell } from "../../rows/packed-row.js";
import { type LayoutColumn, type TableLayout } from "../../rows/table-layout.js";
import { columnReader, type ColumnValue } from "./column-reader.js";
import type { RecordReader, TakenRecord } from "./record-reader.js";
import { isTime } from "./time-order.js";
import { expiryReader, writeTimeReader } from "./write-options.js";
import { refuse, UnpredictableValue, RecordRefusal } from "../../refusal.js";
import type { Codec } from "./codec.js";
import { clockTolerance, defaultExpiry } from "../../rows/expiry.js";

interface RowPlanOptions {
  readonly settings: MappedTableSettings;
  readonly layout: TableLayout;
  readonly context: Codec;
  readonly reader: RecordReader;
  /** Whether a record's own time decides its write time. */
  readonly needsTime: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * What our own sink makes of the records of one topic in one table: RowPlan and RecordRows of
 * connectors/cassandra-sink.
 * @throws InputError when the settings make the table impossible to judge
 */
export function rowPlan(options: RowPlanOptions): (taken: TakenRecord) => RowWrite {
  const { settings, layout, context, reader, needsTime, now } = options;
  requireJudgeable(settings, layout, context);
  const readerOf = (column: LayoutColumn): ((taken: TakenRecord) => ColumnValue) =>
    columnReader(column, settings, context, reader);
  const keys = layout.key.map(readerOf);
  const columns = layout.columns.map(readerOf);
  const statics = layout.statics.map(readerOf);
  const writeTime = writeTimeReader(settings, context, reader);
  const expiry = expiryReader(settings, context, reader, now);
  const mapped = settings.mapping.entries.filter(({ target }) => target === "column").length;
  const covers = mapped === layout.columnCount;
  const deletes = settings.deletesEnabled && covers && mapped > layout.key.length;
  const endsRows = covers && layout.statics.length === 0;

  return (taken) => {
    const key = packRow(keys.map((read, index) => keyCell(read(taken), layout, index)));
    const read = columns.map((column) => column(taken));
    // All are read, for any of them may be refused.
    const shared = statics.map((column) => column(taken));
    const isNullValue = ({ state }: ColumnValue): boolean =>
      state === "null" || (state === "absent" && taken.record.value === null);
    const isNull = read.every(isNullValue) && shared.every(isNullValue);
    const given = writeTime(taken);
    const { timestamp } = taken.record;
    if (given === undefined && needsTime && !isTime(timestamp)) {
      return refuse(
        timestamp < 0
          ? "the record has no time; map __timestamp or use order=log"
          : "the record's time is beyond the year 5000: microseconds instead of milliseconds?",
      );
    }
    if (deletes && isNull) return { kind: "delete", key, cells: [], writeTime: given, expiry: 0 };
    const cells = read.map(({ state, cell }): MaybeCell =>
      state === "absent" || (state !== "set" && settings.nullToUnset) ? undefined : cell,
    );
    const end = expiry(taken);
    const put = { key, cells, writeTime: given, expiry: end ?? defaultExpiry(layout, timestamp) };
    const isOver = end !== undefined && end !== 0 && end + clockTolerance < now;
    return isOver ? expired(put, endsRows) : { kind: "put", ...put };
  };
}

/**
 * A record whose time to live is over: the sink deletes its row at its write time where all columns are set, and else
 * writes nulls for those that are. Where it was written before it was over, the row has come to the same.
 * @param endsRows whether the table has no columns besides, and none that other rows share
 */
function expired(put: Omit<RowWrite, "kind">, endsRows: boolean): RowWrite {
  if (endsRows && !put.cells.includes(undefined)) return { ...put, kind: "delete", cells: [], expiry: 0 };
  return { ...put, kind: "put", cells: put.cells.map((cell) => (cell === undefined ? undefined : null)) };
}

function keyCell({ state, cell }: ColumnValue, layout: TableLayout, index: number): string {
  const name = layout.key[index]?.name ?? "";
  const problem = (text: string): never => {
    throw new RecordRefusal(text, name);
  };
  if (state !== "set" || cell === null) {
    return problem(`the key column ${name} would be ${state === "absent" ? "absent" : "null"}`);
  }
  if (isVague(cell)) {
    throw new UnpredictableValue(`how the sink writes the key column ${name} is not predictable`);
  }
  const isEmpty = cell === "" || cell === "0x";
  if (isEmpty && layout.partitionKeySize === 1 && index === 0) {
    return problem(`the key column ${name} would be empty`);
  }
  // A character has at most three bytes of UTF-8, or is one of the two that share four.
  if (cell.length > longestKeyColumn / 3 && byteLength(cell) > longestKeyColumn) {
    return problem(`the key column ${name} would be longer than ${longestKeyColumn} bytes`);
  }
  return cell;
}

function byteLength(cell: string): number {
  return cell.startsWith("0x") ? (cell.length - 2) / 2 : Buffer.byteLength(cell);
}
