import { type PlainValue } from "../cql/plain-value.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { strictUtf8Text } from "../java/utf8.js";
import type { KafkaRecord } from "../kafka/record.js";
import {
  type Converter,
  type ConverterConfig,
  converterConfig,
  converterOf,
  schemalessJson,
} from "../records/converters.js";
import { JsonProblem, parseJson } from "../records/json.js";
import { InputError } from "../../errors.js";
import { RecordRefusal } from "../refusal.js";
import { hexText, plainConnectValue } from "./plain.js";
import { type RecordDocument, recordDocument } from "./record-document.js";

type Side = ConverterConfig["side"];

/** By which converter one side of the records is read. */
export interface SideReading {
  /** As `JsonConverter`; undefined where what the bytes are is guessed: JSON, else text, else hexadecimal digits. */
  readonly converter?: string;
  /** Why it is guessed. */
  readonly guessedBecause?: string;
}

/** What a converter of the connector says of a record that it cannot read. */
interface SideProblem {
  readonly side: Side;
  readonly cause: string;
}

/** A record with what the connector's converters make of it. */
export interface ReadRecord extends RecordDocument {
  /** What cannot be converted stands here as it is guessed. */
  readonly decoded: { readonly key: PlainValue; readonly value: PlainValue };
  /** Empty where the converters can read it. */
  readonly problems: readonly SideProblem[];
}

export interface RecordReading {
  readonly key: SideReading;
  readonly value: SideReading;
  readonly read: (topic: string, record: KafkaRecord) => ReadRecord;
}

/** @param config of the connector that reads the topic; undefined where none is known, and all is guessed */
export function recordReading(config: ConnectorConfig | undefined): RecordReading {
  const [key, value, header] = (["key", "value", "header"] as const).map((side) => sideOf(side, config));
  return {
    key: key?.reading ?? {},
    value: value?.reading ?? {},
    read: (topic, record) => {
      const problems: SideProblem[] = [];
      const attempt = (side: Side, bytes: Uint8Array | null, convert: Converter | undefined): PlainValue => {
        if (convert === undefined) return guessed(bytes);
        try {
          return plainConnectValue(convert(bytes));
        } catch (error) {
          if (!(error instanceof RecordRefusal)) throw error;
          problems.push({ side, cause: error.message });
          return guessed(bytes);
        }
      };
      const decoded = {
        key: attempt("key", record.key, key?.convert),
        value: attempt("value", record.value, value?.convert),
      };
      for (const each of record.headers) attempt("header", each.value, header?.convert);
      return { ...recordDocument(topic, record), decoded, problems };
    },
  };
}

function sideOf(
  side: Side,
  config: ConnectorConfig | undefined,
): { readonly reading: SideReading; readonly convert?: Converter } {
  if (config === undefined) return { reading: { guessedBecause: "no connector is known to read the topic" } };
  const settings = converterConfig(side, config);
  try {
    return { reading: { converter: settings.simpleName }, convert: converterOf(settings) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { reading: { guessedBecause: error.message } };
  }
}

/**
 * JSON objects and lists, else a text, else hexadecimal digits. What has control characters besides blanks is no text:
 * eight bytes of a number may be UTF-8 by chance.
 */
function guessed(bytes: Uint8Array | null): PlainValue {
  if (bytes === null) return null;
  const text = strictUtf8Text(bytes);
  // eslint-disable-next-line no-control-regex -- such bytes are no text
  if (text === undefined || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text))
    return hexText(bytes);
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return plainConnectValue(parseJson(text, schemalessJson) ?? text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return text;
  }
}
