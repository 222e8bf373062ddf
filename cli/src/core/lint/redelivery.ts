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
