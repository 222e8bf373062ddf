import { InputError } from "../../errors.js";
import { utf8Text } from "../java/text.js";
import type { RecordHeader } from "../kafka/record.js";
import type { ConnectValue, SinkHeader } from "./connect-value.js";
import { jsonWithSchema, type ConverterConfig } from "./converters.js";
import { UnpredictableValue } from "../refusal.js";

/**
 * Reads the headers that are wanted by name; of the others only the name counts, their value is null here.
 * @throws InputError for a header converter that is not modelled
 */
export function headerReader(
  { className, simpleName, hasSchemas }: ConverterConfig,
  wanted: ReadonlySet<string>,
): (headers: readonly RecordHeader[]) => readonly SinkHeader[] {
  const name = className === undefined ? "SimpleHeaderConverter" : simpleName;
  const known = Object.hasOwn(readers, name) ? readers[name] : undefined;
  const read = hasSchemas ? jsonWithSchema : known;
  if (read === undefined && wanted.size > 0) {
    throw new InputError(`the header converter ${className ?? name} is not modelled`, {
      where: "header.converter",
      hint: `verify knows ${Object.keys(readers).join(", ")}, and JsonConverter with schemas.enable=true`,
    });
  }
  return (headers) =>
    headers.map(({ key, value }) => ({
      key,
      value: value === null || read === undefined || !(hasSchemas || wanted.has(key)) ? null : read(value),
    }));
}

const readers: Readonly<Record<string, (value: Uint8Array) => ConnectValue>> = {
  StringConverter: utf8Text,
  ByteArrayConverter: (value) => value,
  SimpleHeaderConverter: (value) => guessed(utf8Text(value)),
};

/** Connect guesses the type of a header from its text; here only what is guessed without doubt. */
function guessed(text: string): ConnectValue {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^[\p{L}_][\p{L}\p{N}_ ./@-]*$/u.test(text)) return text;
  throw new UnpredictableValue(`what type Connect guesses for the header text "${text}" is not modelled`);
}
