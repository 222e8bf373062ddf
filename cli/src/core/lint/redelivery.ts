import type { MappedField } from "../mapping/mapping.js";
import type { TableSettings } from "../mapping/settings.js";
import { type ConfigFinding, warningInCluster } from "./finding.js";
import { isCounterTable, type MappedTable } from "../cql/table.js";

/**
 * Warnings about writes that change the row again when a record is delivered twice, as after a crash of the worker.
 * The same write time makes the second write of a plain value harmless, but not of these
 * (docs/decisions/write-times.md).
 */
export function repeatedColumn(
  { name, type, typeText }: MappedTable["columns"][number],
  field: MappedField,
): readonly Omit<ConfigFinding, "key">[] {
  if (field.source === "now") {
    const message = `column "${name}" is fed by now(): a record that is delivered again gets another value`;
    return [
      {
        ...warningInCluster,
        message,
        hint: "take a value of the record, such as an id that its producer gave it",
      },
    ];
  }
  if (type.kind !== "list" || type.frozen) return [];
  const message = `column "${name}" is a ${typeText}: a record that is delivered again may repeat its items`;
  return [{ ...warningInCluster, message, hint: `make it frozen<${typeText}>` }];
}

export function repeatedCounts(key: string, where: string, table: MappedTable): readonly ConfigFinding[] {
  if (!isCounterTable(table)) return [];
  const message = `${where} is a counter table: a record that is delivered again is counted again`;
  return [{ ...warningInCluster, key, message }];
}

/** String literals and quoted names: a word such as IF inside of them means nothing. */
const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
/** Lightweight transactions (`IF`), sums and appends (`c = c + 1`), values that differ at each run (`now()`). */
const notRepeatable = /\bIF\b|=[^=,]*[+-]\s*[[{?:\w]|\b(?:now|uuid|current\w+)\s*\(/i;

export function repeatedQuery({ prefix }: TableSettings, query: string): readonly ConfigFinding[] {
  if (!notRepeatable.test(query.replaceAll(quoted, "x"))) return [];
  const message = "runs again with another result when a record is delivered again";
  return [{ ...warningInCluster, key: `${prefix}query`, message }];
}

/** A table of a topic, with its settings. */
export interface FedTable {
  readonly settings: TableSettings;
  readonly table: MappedTable;
}

/**
 * Warns where the records of one topic go to a table that counts or appends, and to one for whose write times commits
 * are held (order=time): what is held is written again at every restart, into all of the topic's tables.
 */
export function repeatedBesideHeld(tables: readonly FedTable[]): readonly ConfigFinding[] {
  const held = tables.filter((fed) => !growsWhenRepeated(fed) && !ownTime.test(fed.settings.query ?? ""));
  if (held.length === 0) return [];
  const names = held.map(({ settings: { keyspace, table } }) => `${keyspace}.${table}`).join(", ");
  return tables.filter(growsWhenRepeated).map(({ settings: { prefix, query } }) => ({
    ...warningInCluster,
    key: `${prefix}${query === undefined ? "mapping" : "query"}`,
    message: `the topic feeds ${names} too, for whose write times the last records of each partition are written again at every restart: also here, where they count or are appended again`,
    hint: "give this table a connector of its own, or set order=log",
  }));
}

const ownTime = /\bUSING\b.*\bTIMESTAMP\b/is;

function growsWhenRepeated({ settings: { query }, table }: FedTable): boolean {
  if (query !== undefined) return notRepeatable.test(query.replaceAll(quoted, "x"));
  return isCounterTable(table) || table.columns.some(({ type }) => type.kind === "list" && !type.frozen);
}
