import type { MappedField } from "../mapping/mapping.js";
import { withMapping } from "../mapping/same-names.js";
import type { CodecSettings, TableSettings, TopicSettings } from "../mapping/settings.js";
import { whatIsKnown } from "../suggestion.js";
import type { EventFields } from "./event-fields.js";
import type { ConfigFinding } from "./finding.js";
import { repeatedColumn, repeatedCounts, repeatedQuery } from "./redelivery.js";
import type { MappedTable } from "../cql/table.js";

/**
 * Holds one mapping against the live table that it fills: columns that are not there, key columns that nothing fills,
 * numbers that the topic's codec would refuse, and columns that a repeated record changes.
 * @param fields of the topic's events, where their schema is known
 */
export function lintTable(
  { codec }: TopicSettings,
  settings: TableSettings,
  table: MappedTable,
  fields?: EventFields,
): readonly ConfigFinding[] {
  // The names in the mapping of a query of one's own are its variables, and no columns.
  if (settings.query !== undefined) return repeatedQuery(settings, settings.query);
  const key = `${settings.prefix}mapping`;
  const where = `${settings.keyspace}.${settings.table}`;
  const names = table.columns.map((column) => column.name);
  const mapped = withMapping(settings, names).mapping.entries.filter(({ target }) => target === "column");
  const findings: ConfigFinding[] = [];
  for (const { column: name, field, position } of mapped) {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) {
      const message = `table ${where} has no column "${name}"`;
      findings.push({ ...error, key, position, message, hint: whatIsKnown(name, names) });
      continue;
    }
    const setting = column.type.kind === "native" ? temporalSettings[column.type.name] : undefined;
    if (setting !== undefined && isNumber(field, fields) && codec[setting] !== "UNITS_SINCE_EPOCH") {
      const codecKey = `topic.${settings.topic}.codec.${setting}`;
      findings.push({
        ...error,
        key,
        position,
        message: `column "${name}" is a ${column.typeText}, its field is a number, and ${codecKey} is ${codec[setting]}`,
        hint: `set ${codecKey}=UNITS_SINCE_EPOCH, and topic.${settings.topic}.codec.unit to what the number counts`,
      });
    }
    findings.push(...repeatedColumn(column, field).map((finding) => ({ ...finding, key, position })));
  }
  if (settings.mapping === undefined) findings.push(...columnsWithoutField(key, table, fields));
  return [...findings, ...unmappedKey(key, where, mapped, table), ...repeatedCounts(key, where, table)];
}

function isNumber(field: MappedField, fields: EventFields | undefined): boolean {
  return (field.source === "value" || field.source === "same name") && fields?.typeOf(field) === "number";
}

/** Of a mapping that is left out: a column that the events have no field for is likely a mistyped one. */
function columnsWithoutField(
  key: string,
  { columns }: MappedTable,
  fields: EventFields | undefined,
): readonly ConfigFinding[] {
  if (fields === undefined) return [];
  return columns
    .filter(({ name }) => !fields.has(name))
    .map(({ name, kind }) => {
      const isKey = kind === "partition_key" || kind === "clustering";
      const effect = isKey ? "a record is bad unless its key has one" : "it is never written";
      return {
        ...warning,
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
  mapped: readonly { readonly column: string }[],
  table: MappedTable,
): readonly ConfigFinding[] {
  return table.columns
    .filter(({ kind }) => kind === "partition_key" || kind === "clustering")
    .filter(({ name }) => !mapped.some((entry) => entry.column === name))
    .map(({ name }) => ({
      ...error,
      key,
      message: `column "${name}" of the primary key of ${where} is not mapped`,
      hint: `add ${/^\w+$/.test(name) ? name : `"${name}"`}=value.FIELD, or key.FIELD`,
    }));
}

const error = { level: "cluster", severity: "error" } as const;
const warning = { level: "cluster", severity: "warning" } as const;
