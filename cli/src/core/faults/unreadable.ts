import type { ConnectorConfig } from "../connect/connector-config.js";
import { type KafkaRecord, positionText } from "../kafka/record.js";
import type { ConnectValue } from "../records/connect-value.js";
import {
  type Converter,
  type ConverterConfig,
  converterConfig,
  knownConverter,
} from "../records/converters.js";
import { RecordRefusal } from "../refusal.js";
import { passageThrough } from "../transforms/refusing-transform.js";
import { transformSettings, type TransformSettings } from "../transforms/transform.js";
import type { UnreadableRecord } from "./unreadable-record.js";

/** What is wrong with a record; undefined for nothing, `unknown` where it may be what has ended the task, or not. */
export type Look = (topic: string, record: KafkaRecord) => UnreadableRecord | "unknown" | undefined;

/**
 * Looks for a record that one of the converters cannot read. Not the worker's own, which cannot be seen, nor one that is
 * not modelled; undefined where that leaves none. Connect's default for headers reads all.
 */
export function converterLook(config: ConnectorConfig): Look | undefined {
  const converters = (["key", "value", "header"] as const).flatMap((side) => {
    const convert = knownConverter(converterConfig(side, config));
    return convert === undefined ? [] : [{ side, convert }];
  });
  if (converters.length === 0) return undefined;
  return (topic, record) => {
    for (const { side, convert } of converters) {
      const given = side === "header" ? record.headers.map(({ value }) => value) : [record[side]];
      const cause = refusalIn(() => {
        for (const bytes of given) convert(bytes);
      });
      if (cause !== undefined) return { position: at(topic, record), side, cause };
    }
    return undefined;
  };
}

/** Looks for a record that a transform refuses; undefined where nothing is known of what the transforms are given. */
export function transformLook(config: ConnectorConfig): Look | undefined {
  const chain = transformSettings(config);
  const value = withoutSchema("value", config);
  const key = withoutSchema("key", config) ?? (chain.some(readsKey) ? undefined : () => null);
  if (chain.length === 0 || key === undefined || value === undefined) return undefined;
  const pass = passageThrough(chain);
  return (topic, record) => {
    const { partition, offset, timestamp } = record;
    let sides: { readonly key: ConnectValue; readonly value: ConnectValue } | undefined;
    const unread = refusalIn(() => {
      sides = { key: key(record.key), value: value(record.value) };
    });
    // A converter would have ended the task here: what ended it came before, in another partition.
    if (unread !== undefined || sides === undefined) return "unknown";
    // What a header holds, no transform that is known here reads.
    const headers = record.headers.map((header) => ({ key: header.key, value: null }));
    const passage = pass({ topic, partition, offset, timestamp, ...sides, headers });
    if (passage.kind !== "refused") return passage.kind === "unknown" ? "unknown" : undefined;
    const cause = `the transform "${passage.transform}": ${passage.cause}`;
    return { position: at(topic, record), side: "transform", cause };
  };
}

const at = (topic: string, { partition, offset }: KafkaRecord): string =>
  positionText(topic, partition, offset);

/** What transforms do to values with a schema is not modelled. */
function withoutSchema(side: ConverterConfig["side"], config: ConnectorConfig): Converter | undefined {
  const converter = converterConfig(side, config);
  return converter.hasSchemas ? undefined : knownConverter(converter);
}

function readsKey({ get, predicate }: TransformSettings): boolean {
  return get("type")?.endsWith("$Key") === true || predicate?.get("field")?.startsWith("key") === true;
}

function refusalIn(convert: () => void): string | undefined {
  try {
    convert();
    return undefined;
  } catch (error) {
    if (error instanceof RecordRefusal) return error.message;
    throw error;
  }
}
