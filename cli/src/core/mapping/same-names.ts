import type { ParsedMapping } from "./mapping.js";
import type { TableSettings } from "./settings.js";

/** Settings of a table whose mapping is known. */
export type MappedTableSettings = TableSettings & { readonly mapping: ParsedMapping };

/** The settings with their mapping or, where it is omitted, the one that this means for a table of these columns. */
export function withMapping(settings: TableSettings, columns: readonly string[]): MappedTableSettings {
  return { ...settings, mapping: settings.mapping ?? sameNames(columns) };
}

/** The mapping of each column to the field of the same name, in the value or else in the key. */
function sameNames(columns: readonly string[]): ParsedMapping {
  return {
    entries: columns.map((column) => ({
      column,
      target: "column",
      field: { source: "same name", name: column, text: `value.${column}` },
      position: 0,
    })),
    problems: [],
  };
}
