import { InputError } from "../../errors.js";
import { utf8Text } from "../java/utf8.js";
import type { RecordHeader } from "../kafka/record.js";
import type { ConnectValue, SinkHeader } from "./connect-value.js";
import { jsonWithSchema, stringConverter, type ConverterConfig } from "./converters.js";
import { UnpredictableValue } from "../refusal.js";

/**
 * Models the header converter of a connector: reads the values of the headers that the mapping names, and null for the
 * others, whose values are not needed. JsonConverter with schemas reads them all, for it refuses a record with any header
 * that is not in its form.
 * @param wanted names of the mapped headers
 * @throws InputError for a header converter that is not modelled
 */
export function headerReader(
  config: ConverterConfig,
  wanted: ReadonlySet<string>,
): (headers: readonly RecordHeader[]) => readonly SinkHeader[] {
  const { className, simpleName, hasSchemas } = config;
  const name = className === undefined ? "SimpleHeaderConverter" : simpleName;
  const known = Object.hasOwn(readers, name) ? readers[name] : undefined;
  const read =
    name === "StringConverter" && wanted.size > 0
      ? stringConverter(config)
      : hasSchemas
        ? jsonWithSchema
        : known;
  if (read === undefined && wanted.size > 0) {
    throw new InputError(`the header converter ${className ?? name} is not modelled`, {
      where: "header.converter",
      hint: `verify knows StringConverter, ${Object.keys(readers).join(", ")}, and JsonConverter with schemas.enable=true`,
    });
  }
  return (headers) =>
    headers.map(({ key, value }) => ({
      key,
      value: value === null || read === undefined || !(hasSchemas || wanted.has(key)) ? null : read(value),
    }));
}

/** The modelled header converters of Connect without schemas, by simple class name. */
const readers: Readonly<Record<string, (value: Uint8Array) => ConnectValue>> = {
  ByteArrayConverter: (value) => value,
  SimpleHeaderConverter: (value) => inferred(utf8Text(value)),
};

/**
 * The value that SimpleHeaderConverter makes of a text: it infers the type (org.apache.kafka.connect.data.Values).
 * @throws UnpredictableValue for a text whose type is not certain from the few rules that are modelled
 */
function inferred(text: string): ConnectValue {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^[\p{L}_][\p{L}\p{N}_ ./@-]*$/u.test(text)) return text;
  throw new UnpredictableValue(
    "not modelled",
    `what type Connect guesses for the header text "${text}" is not modelled`,
  );
}
