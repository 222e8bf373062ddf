import type { MappedField } from "../../mapping/mapping.js";
import type { ConnectValue, SinkRecord } from "../../records/connect-value.js";
import { fieldValue, type RecordSide } from "./record-reader.js";

/** A record with its key and value taken apart. */
export interface Sides {
  readonly key: RecordSide;
  readonly value: RecordSide;
  readonly record: SinkRecord;
}

/** What the record has for a field of the mapping; undefined when it lacks it, and for `now()`. */
export function present(field: MappedField, { key, value, record }: Sides): ConnectValue | undefined {
  if (field.source === "now") return undefined;
  if (field.source === "header") return record.headers.find((header) => header.key === field.name)?.value;
  const side = field.source === "key" ? key : value;
  return field.name === undefined ? side.whole : fieldValue(side, field.name);
}
