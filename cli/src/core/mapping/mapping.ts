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
  /**
   * `now` is the function `now()`: a fresh time UUID. `same name` is the field of that name in the value, or in the
   * key where the value has none: what a mapping that is left out means.
   */
  readonly source: "key" | "value" | "header" | "now" | "same name";
  /** Name of the field in its source, dots and all; undefined for the whole key or value and for `now`. */
  readonly name?: string;
  /** The way to the field where there is none of that `name`, or where only a way is meant; at least two steps. */
  readonly path?: readonly PathStep[];
  /** As the mapping writes it, without blanks: `value.item_id`. */
  readonly text: string;
}

/** Into the field of an object by its name, or into the element of an array, counted from 0. */
export type PathStep = string | number;

export interface MappingProblem {
  readonly message: string;
  /** Characters before the offending word in the mapping's text. */
  readonly position: number;
}

export interface ParsedMapping extends Mapping {
  /** In the order of the text. A mapping with problems must not be used. */
  readonly problems: readonly MappingProblem[];
}
