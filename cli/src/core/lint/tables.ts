import type { MappedField } from "../mapping/mapping.js";
import { withMapping } from "../mapping/same-names.js";
import type { CodecSettings, TableSettings, TopicSettings } from "../mapping/settings.js";
import type { Sink } from "../rows/sink.js";
import { didYouMean, nearest, whatIsKnown } from "../suggestion.js";
import type { EventFields } from "./event-fields.js";
import { type ConfigFinding, errorInCluster, warningInCluster } from "./finding.js";
import { repeatedColumn, repeatedCounts, repeatedQuery } from "./redelivery.js";
import { isKeyColumn, type MappedTable } from "../cql/table.js";

/** What a mapping may fill besides columns. */
const optionNames = ["__timestamp", "__ttl"];

/**
 * Checks one mapping against its table, the live one or the one that the pipeline's CQL file declares: columns that the
 * table lacks, primary key columns that are not mapped, numbers that the topic's codec settings would refuse, and
 * columns that a redelivered record changes again.
 * @param fields of the topic's events, where their schema is known
 */
export function lintTable(
  sink: Sink,
  { codec }: TopicSettings,
  settings: TableSettings,
  table: MappedTable,
  fields?: EventFields,
): readonly ConfigFinding[] {
  // With `query`, the names in the mapping are the query's bind variables and not columns.
  if (settings.query !== undefined) return repeatedQuery(settings, settings.query);
  const key = `${settings.prefix}mapping`;
  const where = `${settings.keyspace}.${settings.table}`;
  const names = table.columns.map((column) => column.name);
  const mapped = withMapping(settings, names).mapping.entries.filter(({ target }) => target === "column");
  const findings: ConfigFinding[] = [];
  const mistyped: string[] = [];
  for (const { column: name, field, position } of mapped) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      mistyped.push(...[nearest(name, names)].filter((meant) => meant !== undefined));
      const message = `table ${where} has no column "${name}"`;
      const hint = didYouMean(name, [...names, ...optionNames]) ?? whatIsKnown(name, names);
      findings.push({ ...errorInCluster, key, position, message, hint });
      continue;
    }
    const setting = column.type.kind === "native" ? temporalSettings[column.type.name] : undefined;
    if (setting !== undefined && isNumber(field, fields) && codec[setting] !== "UNITS_SINCE_EPOCH") {
      const codecKey = `topic.${settings.topic}.codec.${setting}`;
      findings.push({
        ...errorInCluster,
        key,
        position,
        message: `column "${name}" is a ${column.typeText}, its field is a number, and ${codecKey} is ${codec[setting]}`,
        hint: `set ${codecKey}=UNITS_SINCE_EPOCH, and topic.${settings.topic}.codec.unit to what the number counts`,
      });
    }
    findings.push(...repeatedColumn(column, field).map((finding) => ({ ...finding, key, position })));
  }
  if (settings.mapping === undefined) findings.push(...columnsWithoutField(key, table, fields));
  // Of a mistyped key column one finding is enough.
  const known = [...mapped.map(({ column }) => column), ...mistyped];
  return [
    ...findings,
    ...unmappedKey(key, where, known, table),
    ...repeatedCounts(key, where, table),
    ...deletesOfKeys(sink, settings, where, mapped, table),
  ];
}

/** The same findings of a table that is not live. */
export function ofConfig(findings: readonly ConfigFinding[]): readonly ConfigFinding[] {
  return findings.map((finding) => ({ ...finding, level: "config" }));
}

/** What a delete cannot do with this mapping, although deletes are enabled. */
function deletesOfKeys(
  { deletesRowsOfKeys }: Sink,
  { prefix, deletesEnabled, mapping }: TableSettings,
  where: string,
  mapped: readonly { readonly column: string; readonly field: MappedField }[],
  table: MappedTable,
): readonly ConfigFinding[] {
  if (!deletesEnabled) return [];
  const key = `${prefix}deletesEnabled`;
  if (table.columns.every(isKeyColumn)) {
    const what = deletesRowsOfKeys
      ? "a record whose value is null deletes its row, and any other one writes it"
      : "no record deletes a row of it";
    const message = `${where} has key columns only: ${what}`;
    return [{ ...warningInCluster, key, message, hint: `set ${key}=false to say that this is meant` }];
  }
  const isWhole = table.columns.every(({ name }) => mapped.some(({ column }) => column === name));
  const ofValue = table.columns
    .filter(isKeyColumn)
    .filter(({ name }) => mapped.some(({ column, field }) => column === name && field.source === "value"))
    .map(({ name }) => `"${name}"`);
  if (mapping === undefined || !isWhole || ofValue.length === 0) return [];
  const message = `is true, and ${ofValue.join(", ")} of the primary key ${ofValue.length === 1 ? "comes" : "come"} from the value: a record without a value deletes nothing and is a bad record`;
  return [{ ...warningInCluster, key, message, hint: `map the key from key.FIELD, or set ${key}=false` }];
}

function isNumber(field: MappedField, fields: EventFields | undefined): boolean {
  return (field.source === "value" || field.source === "same name") && fields?.typeOf(field) === "number";
}

/** Without a mapping, fields fill the columns of the same name: a column without such a field may be mistyped. */
function columnsWithoutField(
  key: string,
  { columns }: MappedTable,
  fields: EventFields | undefined,
): readonly ConfigFinding[] {
  if (fields === undefined) return [];
  return columns
    .filter(({ name }) => !fields.has(name))
    .map((column) => {
      const { name } = column;
      const effect = isKeyColumn(column) ? "a record is bad unless its key has one" : "it is never written";
      return {
        ...warningInCluster,
        key,
        message: `is left out, and the topic's events have no field named like column "${name}": ${effect}`,
        hint: `write a mapping with ${/^\w+$/.test(name) ? name : `"${name}"`}=value.FIELD, or leave it so`,
      };
    });
}

const temporalSettings: Readonly<Record<string, keyof Pick<CodecSettings, "timestamp" | "date" | "time">>> = {
  timestamp: "timestamp",
  date: "date",
  time: "time",
};

function unmappedKey(
  key: string,
  where: string,
  mapped: readonly string[],
  table: MappedTable,
): readonly ConfigFinding[] {
  return table.columns
    .filter(isKeyColumn)
    .filter(({ name }) => !mapped.includes(name))
    .map(({ name }) => ({
      ...errorInCluster,
      key,
      message: `column "${name}" of the primary key of ${where} is not mapped`,
      hint: `add ${/^\w+$/.test(name) ? name : `"${name}"`}=value.FIELD, or key.FIELD`,
    }));
}
