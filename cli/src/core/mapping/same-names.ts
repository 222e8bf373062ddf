import type { ParsedMapping } from "./mapping.js";
import type { TableSettings } from "./settings.js";

export type MappedTableSettings = TableSettings & { readonly mapping: ParsedMapping };

/** The settings with the mapping that they mean for a table of these columns. */
export function withMapping(settings: TableSettings, columns: readonly string[]): MappedTableSettings {
  return { ...settings, mapping: settings.mapping ?? sameNames(columns) };
}

/** Each column from the field of its name, in the value or else in the key. */
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
