/** A mapping of a table: which field of the record goes into which column. Each sink parses its own grammar into it. */
export interface Mapping {
  readonly entries: readonly MappingEntry[];
}

/** One `column=field` of a mapping. */
export interface MappingEntry {
  /** Name of the column as the table has it; `__ttl` or `__timestamp` where that is the target. */
  readonly column: string;
  /** What the entry sets: a column, or the row's time to live (`__ttl`) or write time (`__timestamp`). */
  readonly target: "column" | "ttl" | "timestamp";
  readonly field: MappedField;
  /** Characters before the entry in the mapping's text. */
  readonly position: number;
}

/** The field that an entry reads. */
export interface MappedField {
  /**
   * The part of the record that has the field. `now` is the function `now()`, a new time UUID. `same name` is what an
   * omitted mapping means: the field of that name in the value, or in the key where the value has none.
   */
  readonly source: "key" | "value" | "header" | "now" | "same name";
  /** Name of the field, which may hold dots; undefined for the whole key or value, and for `now`. */
  readonly name?: string;
  /**
   * At least two steps to a nested field: read where there is no field called `name`, or where there is no `name`.
   * `value.main.temp` has the name `main.temp` and the path `main`, `temp`.
   */
  readonly path?: readonly PathStep[];
  /** As the mapping writes it, without blanks: `value.item_id`. */
  readonly text: string;
}

/** A step into an object, by the name of a field, or into an array, by an index from 0. */
export type PathStep = string | number;

/** A mistake in the text of a mapping. */
export interface MappingProblem {
  readonly message: string;
  /** Characters before the wrong word in the mapping's text. */
  readonly position: number;
}

/** A mapping, and the mistakes in its text. */
export interface ParsedMapping extends Mapping {
  /** In the order of the text. A mapping with problems must not be used. */
  readonly problems: readonly MappingProblem[];
}
