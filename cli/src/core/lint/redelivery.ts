import type { MappedField } from "../mapping/mapping.js";
import type { TableSettings } from "../mapping/settings.js";
import type { ConfigFinding } from "./finding.js";
import type { MappedTable } from "../cql/table.js";

/**
 * What a record changes that is written once more, as after a crash: what no write time makes exact
 * (docs/decisions/write-times.md).
 */
export function repeatedColumn(
  { name, type, typeText }: MappedTable["columns"][number],
  field: MappedField,
): readonly Omit<ConfigFinding, "key">[] {
  if (field.source === "now") {
    const message = `column "${name}" is fed by now(): a record that is delivered again gets another value`;
    return [
      { ...warning, message, hint: "take a value of the record, such as an id that its producer gave it" },
    ];
  }
  if (type.kind !== "list" || type.frozen) return [];
  const message = `column "${name}" is a ${typeText}: a record that is delivered again may repeat its items`;
  return [{ ...warning, message, hint: `make it frozen<${typeText}>` }];
}

export function repeatedCounts(key: string, where: string, table: MappedTable): readonly ConfigFinding[] {
  const isCounter = table.columns.some(({ type }) => type.kind === "native" && type.name === "counter");
  if (!isCounter) return [];
  const message = `${where} is a counter table: a record that is delivered again is counted again`;
  return [{ ...warning, key, message }];
}

/** Texts and quoted names, which may hold any word. */
const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
/** Lightweight transactions; sums and appends; values that are new each time. */
const changing = /\bIF\b|=[^=,]*[+-]\s*[[{?:\w]|\b(?:now|uuid|current\w+)\s*\(/i;

export function repeatedQuery({ prefix }: TableSettings, query: string): readonly ConfigFinding[] {
  if (!changing.test(query.replaceAll(quoted, "x"))) return [];
  const message = "runs again with another result when a record is delivered again";
  return [{ ...warning, key: `${prefix}query`, message }];
}

const warning = { level: "cluster", severity: "warning" } as const;
