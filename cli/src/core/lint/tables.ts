import type { CqlType } from "../cql-type.js";
import type { TableSettings, TopicSettings } from "../mapping/settings.js";
import { whatIsKnown } from "../suggestion.js";
import type { ConfigFinding } from "./finding.js";

/** A live table, as far as a mapping depends on it. */
export interface MappedTable {
  readonly columns: readonly {
    readonly name: string;
    readonly type: CqlType;
    readonly typeText: string;
    readonly kind: "partition_key" | "clustering" | "static" | "regular";
  }[];
}

/** Gives the JSON type of an event's field (`number`, `string`), where the topic's event schema says it. */
export type FieldTypes = (fieldName: string) => string | undefined;

/**
 * Holds one mapping against the live table that it fills: columns that are not there, key columns that nothing fills,
 * numbers that the topic's codec would refuse, and columns that a repeated record changes.
 */
export function lintTable(
  { codec }: TopicSettings,
  settings: TableSettings,
  table: MappedTable,
  fieldTypes: FieldTypes = () => undefined,
): readonly ConfigFinding[] {
  // The names in the mapping of a query of one's own are its variables, and no columns.
  if (settings.query !== undefined) return [];
  const key = `${settings.prefix}mapping`;
  const where = `${settings.keyspace}.${settings.table}`;
  const names = table.columns.map((column) => column.name);
  const mapped = settings.mapping.entries.filter((entry) => entry.target === "column");
  const findings: ConfigFinding[] = [];
  for (const { column: name, field, position } of mapped) {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) {
      const message = `table ${where} has no column "${name}"`;
      findings.push({ ...error, key, position, message, hint: whatIsKnown(name, names) });
      continue;
    }
    const setting = column.type.kind === "native" ? temporalSettings[column.type.name] : undefined;
    const isNumber =
      field.source === "value" && field.name !== undefined && fieldTypes(field.name) === "number";
    if (setting !== undefined && isNumber && codec[setting] !== "UNITS_SINCE_EPOCH") {
      const codecKey = `topic.${settings.topic}.codec.${setting}`;
      findings.push({
        ...error,
        key,
        position,
        message: `column "${name}" is a ${column.typeText}, its field is a number, and ${codecKey} is ${codec[setting]}`,
        hint: `set ${codecKey}=UNITS_SINCE_EPOCH, and topic.${settings.topic}.codec.unit to what the number counts`,
      });
    }
    if (column.type.kind === "list" && !column.type.frozen) {
      findings.push({
        ...warning,
        key,
        position,
        message: `column "${name}" is a ${column.typeText}: a record that is delivered again may repeat its items`,
        hint: `make it frozen<${column.typeText}>`,
      });
    }
  }
  return [...findings, ...unmappedKey(key, where, mapped, table), ...counters(key, where, table)];
}

const temporalSettings: Readonly<Record<string, "timestamp" | "date" | "time">> = {
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

function counters(key: string, where: string, table: MappedTable): readonly ConfigFinding[] {
  const isCounter = table.columns.some(({ type }) => type.kind === "native" && type.name === "counter");
  if (!isCounter) return [];
  const message = `${where} is a counter table: a record that is delivered again is counted again`;
  return [{ ...warning, key, message }];
}

const error = { level: "cluster", severity: "error" } as const;
const warning = { level: "cluster", severity: "warning" } as const;
