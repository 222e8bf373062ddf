import { shortName } from "../cql/name.js";
import type { ColumnDescription } from "../cql/table.js";
import type { NativeTypeName } from "../cql/type.js";
import { UsageError } from "../../errors.js";

const whole = (bits: bigint): string =>
  `a whole number from ${-(2n ** (bits - 1n))} to ${2n ** (bits - 1n) - 1n}`;

/** What a user writes for a value of each type. */
const forms: Readonly<Record<NativeTypeName, string>> = {
  ascii: "characters of ASCII alone",
  text: "a text",
  tinyint: whole(8n),
  smallint: whole(16n),
  int: whole(32n),
  bigint: whole(64n),
  counter: whole(64n),
  varint: "a whole number",
  float: "a number",
  double: "a number",
  decimal: "a number",
  boolean: "true or false",
  uuid: "such as 123e4567-e89b-42d3-a456-426614174000",
  timeuuid: "such as 123e4567-e89b-12d3-a456-426614174000, of version 1",
  timestamp: "such as 2026-01-31T12:00:00.000Z, or milliseconds since 1970",
  date: "such as 2026-01-31",
  time: "such as 12:30:00.5, of a day",
  inet: "an IP address, such as 192.0.2.1",
  blob: "0x with an even number of hexadecimal digits",
  duration: "such as 1h30m",
};

/** That what a user gave for a column of the key is no value of its type. */
export function noValueOf({ name, type, typeText, kind }: ColumnDescription, given: string): UsageError {
  const part = kind === "partition_key" ? "partition" : "clustering";
  const form = type.kind === "native" ? forms[type.name] : "written as in CQL";
  const text = /^'.*'$/s.test(given) ? given.slice(1, -1).replaceAll("''", "'") : given;
  return new UsageError(`"${text}" is no value of ${shortName(name)}, which is the key's ${part} column`, {
    hint: `write a value of type ${typeText}: ${form}`,
  });
}
