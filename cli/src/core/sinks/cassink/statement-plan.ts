import { shortName } from "../../cql/name.js";
import { mappedField } from "../../mapping/mapped-field.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import { refuse } from "../../refusal.js";
import { type CellCodec, exactCodec } from "../../rows/cell.js";
import { checkSettings } from "../../rows/check-settings.js";
import { never } from "../../rows/expiry.js";
import { keyCodecs } from "../../rows/key-cell.js";
import type { OwnStatement, Variable } from "../../rows/own-statement.js";
import { packRow } from "../../rows/packed-row.js";
import type { MappedTable, RowWrite } from "../../rows/sink-rules.js";
import type { LayoutColumn } from "../../rows/table-layout.js";
import { InputError } from "../../../errors.js";
import type { Codec } from "./codec.js";
import { columnReader, isNull, type ColumnValue } from "./column-reader.js";
import { keyPart } from "./key-part.js";
import { takesWriteTime } from "./query-write-time.js";
import type { ParsedRecord } from "./record-reader.js";
import type { PlanTimes } from "./row-plan.js";
import { checkTime } from "./time-order.js";
import { writeTimeReader } from "./write-options.js";

/** A variable whose value a record gives. */
interface Bound {
  readonly name: string;
  readonly part: "partition key" | "clustering" | "none";
  readonly codec: CellCodec;
  readonly isNow: boolean;
  readonly read: (parsed: ParsedRecord) => ColumnValue;
}

/**
 * What the Cassink sink binds to a statement whose rows no model tells, as RowPlan and PreparedTable of
 * connectors/cassandra-sink do.
 * @throws InputError where the mapping does not fit the statement
 */
export function statementPlan(
  table: MappedTable,
  statement: OwnStatement,
  codec: Codec,
  { needsTime }: PlanTimes,
): (parsed: ParsedRecord) => RowWrite {
  const { settings, layout } = table;
  const { kind } = statement;
  const bound = kind === "query" ? ofQuery(table, statement.variables, codec) : ofCounters(table, codec);
  const writeTime = writeTimeReader(settings, codec);
  const isOnly = bound.filter(({ part }) => part === "partition key").length === 1;
  const isCovered = layout.names.every((name) => mappedField(settings.mapping, "column", name) !== undefined);
  const deletes = kind === "counters" && isCovered && settings.deletesEnabled;
  const told = {
    kind,
    text: kind === "query" ? statement.text : countingText(table, bound),
    takesWriteTime: kind === "query" && !statement.counts && takesWriteTime(statement.text),
  };

  return (parsed) => {
    const values = bound.map((variable) => ({ ...variable, value: variable.read(parsed) }));
    const keys = values.filter(({ part, isNow }) => part !== "none" && !isNow);
    const cells = keys.map(({ name, part, value }) =>
      keyPart(value, name, isOnly && part === "partition key"),
    );
    const others = values.filter(({ part }) => part === "none");
    if (deletes && others.every(({ value }) => isNull(value, parsed)))
      return refuse(
        "counters are not deleted by a record without values; deletesEnabled=false passes it over",
      );
    const mappedTime = writeTime(parsed);
    if (mappedTime === undefined && needsTime) checkTime(parsed.record.timestamp);
    const leavesUnset = ({ state }: ColumnValue): boolean =>
      settings.nullToUnset || kind === "counters" || state === "absent";
    const shown = ({ isNow, codec: { show }, value }: (typeof values)[number]): string => {
      if (isNow) return "now()";
      if (value.state === "set" && value.cell !== null) return show(value.cell);
      return leavesUnset(value) ? "unset" : "null";
    };
    return {
      kind: "put",
      key: packRow(cells.filter((_, index) => keys[index]?.part === "partition key")),
      cells: [],
      writeTime: mappedTime,
      expiry: never,
      statement: { ...told, values: values.map((each) => ({ name: each.name, value: shown(each) })) },
    };
  };
}

/** @throws InputError where the mapping's names are not the query's variables */
function ofQuery({ settings }: MappedTable, variables: readonly Variable[], codec: Codec): readonly Bound[] {
  const names = variables.map(({ name }) => name);
  const mapped = settings.mapping.entries.filter(({ target }) => target === "column");
  const other = mapped.find(({ column }) => !names.includes(column));
  if (other !== undefined) {
    throw new InputError(`the query has no bind variable :${other.column}`, {
      where: `${settings.prefix}mapping`,
    });
  }
  const unmapped = names.find((name) => !mapped.some(({ column }) => column === name));
  if (unmapped !== undefined) {
    throw new InputError(`the query's bind variable :${unmapped} is not in the mapping`, {
      where: `${settings.prefix}query`,
    });
  }
  // A variable that stands in the query twice is bound once.
  const each = variables.filter(({ name }, index) => names.indexOf(name) === index);
  return each.map(({ name, type, isOfPartitionKey }) =>
    boundOf({ name, type }, isOfPartitionKey ? "partition key" : "none", settings, codec, exactCodec(type)),
  );
}

function ofCounters(table: MappedTable, codec: Codec): readonly Bound[] {
  checkSettings(table, codec);
  const { settings, layout } = table;
  const codecs = keyCodecs(layout);
  const counters = [...layout.columns, ...(layout.statics?.columns ?? [])];
  return [
    ...layout.key.map((column, index) => {
      const part = index < layout.partitionKeySize ? "partition key" : "clustering";
      return boundOf(column, part, settings, codec, codecs[index] ?? exactCodec(column.type));
    }),
    ...counters.map((column) => boundOf(column, "none", settings, codec, exactCodec(column.type))),
  ];
}

function boundOf(
  column: LayoutColumn,
  part: Bound["part"],
  settings: MappedTableSettings,
  codec: Codec,
  cells: CellCodec,
): Bound {
  const isNow = mappedField(settings.mapping, "column", column.name)?.source === "now";
  const read = isNow
    ? (): ColumnValue => ({ state: "set", cell: "" })
    : columnReader(column, settings, codec, cells);
  return { name: column.name, part, codec: cells, isNow, read };
}

function countingText({ settings }: MappedTable, bound: readonly Bound[]): string {
  const keys = bound.filter(({ part }) => part !== "none").map(({ name }) => shortName(name));
  const counters = bound.filter(({ part }) => part === "none").map(({ name }) => shortName(name));
  const table = `${shortName(settings.keyspace)}.${shortName(settings.table)}`;
  const sums = counters.map((name) => `${name} = ${name} + :${name}`).join(", ");
  return `UPDATE ${table} SET ${sums} WHERE ${keys.map((name) => `${name} = :${name}`).join(" AND ")}`;
}
