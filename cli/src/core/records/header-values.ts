import { utf8Text } from "../java/utf8.js";
import type { RecordHeader } from "../kafka/record.js";
import type { ConnectValue, SinkHeader } from "./connect-value.js";
import { type Converter, type ConverterConfig, converterOf, knownConverter } from "./converters.js";
import { UnpredictableValue } from "../refusal.js";

/**
 * Models the header converter of a connector: reads the values of the headers that the mapping names, and null for the
 * others, whose values are not needed. A converter that cannot read everything reads them all, for Connect gives it every
 * header, and refuses a record with any that it cannot read.
 * @param wanted names of the mapped headers
 * @throws InputError for a header converter that is not modelled, where a header is mapped
 */
export function headerReader(
  config: ConverterConfig,
  wanted: ReadonlySet<string>,
): (headers: readonly RecordHeader[]) => readonly SinkHeader[] {
  const guesses = config.className === undefined || config.simpleName === "SimpleHeaderConverter";
  const read = guesses ? guessed : wanted.size > 0 ? converterOf(config) : knownConverter(config);
  const readsAnything = guesses || ["StringConverter", "ByteArrayConverter"].includes(config.simpleName);
  return (headers) =>
    headers.map(({ key, value }) => ({
      key,
      value: read === undefined || (readsAnything && !wanted.has(key)) ? null : read(value),
    }));
}

const guessed: Converter = (bytes) => (bytes === null ? null : inferred(utf8Text(bytes)));

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
