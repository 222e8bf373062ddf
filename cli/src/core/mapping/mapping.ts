/** The mapping of a table: which field of the record goes into which column. */
export interface Mapping {
  readonly entries: readonly MappingEntry[];
}

export interface MappingEntry {
  /** Name of the column, as the table has it; `__ttl` and `__timestamp` when `target` says so. */
  readonly column: string;
  /** What the entry sets: a column, or (unquoted `__ttl`, `__timestamp`) the row's TTL or write time. */
  readonly target: "column" | "ttl" | "timestamp";
  readonly field: MappedField;
  /** Characters before the entry in the mapping's text. */
  readonly position: number;
}

export interface MappedField {
  /** `now` is the function `now()`: a fresh time UUID. */
  readonly source: "key" | "value" | "header" | "now";
  /** Name of the field in its source; undefined for the whole key or value and for `now`. */
  readonly name?: string;
  /** As the mapping writes it, without blanks: `value.item_id`. */
  readonly text: string;
}

export interface MappingProblem {
  readonly message: string;
  /** Characters before the offending word in the mapping's text. */
  readonly position: number;
}
