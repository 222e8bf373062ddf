import type { ColumnDescription } from "#cli/core/cql/table.js";
import type { Random } from "#cli/core/generate/random.js";
import { plain, type Form, type Given } from "#test/support/random-values/form.js";
import { chance, pick } from "#test/support/random-values/pick.js";
import type { TableShape } from "./table-shape.js";

/** One record as it is sent. */
export interface SentRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** The primary key of its row as JSON; undefined for a record that has none. */
  readonly row: string | undefined;
}

/** Where records hold their values, and what may be in them. */
export interface RecordForm {
  readonly shape: TableShape;
  readonly form: Form;
  /** The record's key is the table's only key column, not a document. */
  readonly isPlainKey: boolean;
  /** The header of records that the connector filters out. */
  readonly filterHeader: string | undefined;
  /** Whether records may be bad: then a dead-letter topic takes them. */
  readonly hasLetters: boolean;
  readonly mapsTtl: boolean;
  readonly mapsTime: boolean;
}

/** Seconds: none, long, and over before the record is written. */
export const timesToLive = (form: Form): readonly Given[] => [
  form.long(0),
  form.long(1_000_000),
  form.long(80_000),
  form.long(5),
];

/** A text column may get a whole document, of which the sink makes JSON. */
export function rightOrDocument(form: Form, { type }: ColumnDescription, random: Random): Given {
  const isText = type.kind === "native" && type.name === "text";
  if (form !== plain || !isText || !chance(random, 0.3)) return form.right(type, random);
  return { json: pick(random, ['{"a": 1, "b": ["x y", null]}', '[{"n": "\\" "}, true]']) };
}
