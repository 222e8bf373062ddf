import type { MappedField, Mapping, MappingEntry } from "./mapping.js";

/** The record's field that goes into a column, or that sets the row's time to live or write time; undefined for none. */
export function mappedField(
  { entries }: Mapping,
  target: MappingEntry["target"],
  column?: string,
): MappedField | undefined {
  return entries.find((entry) => entry.target === target && (column === undefined || entry.column === column))
    ?.field;
}
