import { InputError } from "../../errors.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { longValue, type ConnectValue } from "./connect-value.js";
import { Float64 } from "../java/floating-point.js";
import { charsets, decoderOf } from "../java/charset.js";
import { jsonTextOf } from "./json-bytes.js";
import { JsonProblem, parseJson, type JsonSyntax } from "./json.js";
import { schemaValue } from "./schema-json.js";
import { RecordRefusal } from "../refusal.js";

/**
 * Models a Connect converter (org.apache.kafka.connect.storage.Converter): makes a value of the bytes of a key or value.
 * Throws RecordRefusal for bytes that the converter cannot read.
 */
export type Converter = (bytes: Uint8Array | null) => ConnectValue;

/** The settings of one of a connector's converters: `value.converter` and `value.converter.*`. */
export interface ConverterConfig {
  readonly side: "key" | "value" | "header";
  /** As the config has it; undefined where the converter of the worker's config is used. */
  readonly className: string | undefined;
  /** The class without its package where that is a package of Connect; empty without a class. */
  readonly simpleName: string;
  /** Whether it is a JsonConverter with `schemas.enable=true`, the default: each value comes with a schema. */
  readonly hasSchemas: boolean;
  /** StringConverter's `converter.encoding`: the charset of its bytes, by a name that Java knows. */
  readonly encoding: string;
  /** Those keys that the config sets of the ones that change what JsonConverter makes of schemas. */
  readonly schemaSettings: readonly string[];
}

/** Reads the settings of one converter. */
export function converterConfig(side: ConverterConfig["side"], config: ConnectorConfig): ConverterConfig {
  const className = config[`${side}.converter`]?.trim();
  const simpleName = (className ?? "").replace(
    /^org\.apache\.kafka\.connect\.(storage|json|converters)\./,
    "",
  );
  const enabled = (config[`${side}.converter.schemas.enable`] ?? "true").trim().toLowerCase() !== "false";
  return {
    side,
    className,
    simpleName,
    encoding: (config[`${side}.converter.converter.encoding`] ?? "UTF-8").trim(),
    hasSchemas: simpleName === "JsonConverter" && enabled,
    schemaSettings: ["schema.content", "replace.null.with.default"]
      .map((name) => `${side}.converter.${name}`)
      .filter((key) => (config[key] ?? "").trim() !== ""),
  };
}

/**
 * The converter of keys, values or headers that a config names.
 * @throws InputError where the config names none, for the worker's default cannot be seen from outside, or one that is
 * not modelled, for what the table must hold would be a guess
 */
export function converterOf(config: ConverterConfig): Converter {
  const { side, className, simpleName, hasSchemas } = config;
  const key = `${side}.converter`;
  if (className === undefined || className === "") {
    throw new InputError(
      `the connector's config names no ${key}, and the worker's own cannot be seen from here`,
      {
        where: key,
        hint: `write ${key} into the connector's config, as org.apache.kafka.connect.storage.StringConverter`,
      },
    );
  }
  const known = Object.hasOwn(converters, simpleName) ? converters[simpleName] : undefined;
  const converter =
    simpleName === "StringConverter" ? stringConverter(config) : hasSchemas ? jsonWithSchema : known;
  if (converter === undefined) {
    throw new InputError(`the converter ${className} is not modelled`, {
      where: key,
      hint: `verify knows ${[...(side === "header" ? ["SimpleHeaderConverter"] : []), "StringConverter", ...Object.keys(converters)].join(", ")}`,
    });
  }
  return (bytes) => (bytes === null ? null : converter(bytes));
}

/** As {@link converterOf}, but undefined where that throws. */
export function knownConverter(config: ConverterConfig): Converter | undefined {
  try {
    return converterOf(config);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/**
 * StringConverter, in the charset of its settings.
 * @throws InputError for a charset that is not modelled
 */
function stringConverter({ side, encoding }: ConverterConfig): (bytes: Uint8Array) => string {
  const decode = decoderOf(encoding);
  if (decode !== undefined) return decode;
  throw new InputError(`the charset ${encoding} is not modelled`, {
    where: `${side}.converter.converter.encoding`,
    hint: `verify knows ${charsets.join(", ")}`,
  });
}

/** The other modelled converters of Connect, by simple class name. */
const converters: Readonly<Record<string, (bytes: Uint8Array) => ConnectValue>> = {
  JsonConverter: (bytes) => parsed(bytes, schemalessJson),
  ByteArrayConverter: (bytes) => bytes,
  ShortConverter: (bytes) => view(bytes, 2).getInt16(0),
  IntegerConverter: (bytes) => view(bytes, 4).getInt32(0),
  LongConverter: (bytes) => longValue(view(bytes, 8).getBigInt64(0)),
  DoubleConverter: (bytes) => new Float64(view(bytes, 8).getFloat64(0)),
  BooleanConverter: (bytes) => {
    const byte = view(bytes, 1).getUint8(0);
    if (byte > 1) throw new RecordRefusal(`the byte ${byte} is no boolean`);
    return byte === 1;
  },
};

/** How JsonConverter with `schemas.enable=false` reads JSON. */
export const schemalessJson: JsonSyntax = {
  integers: "int64",
  fractions: "double of a decimal",
  leadingZeros: true,
};
/** With `schemas.enable=true` numbers are kept as they are written: the schema says what type each becomes. */
const jsonOfSchemas: JsonSyntax = { integers: "exact", fractions: "decimal", leadingZeros: true };

/** What JsonConverter with `schemas.enable=true` makes of a key, value or header. Throws as {@link schemaValue}. */
function jsonWithSchema(bytes: Uint8Array): ConnectValue {
  return schemaValue(parsed(bytes, jsonOfSchemas));
}

function parsed(bytes: Uint8Array, syntax: JsonSyntax): ConnectValue {
  try {
    // Of an empty or blank text, Jackson makes a node that is missing, and JsonConverter a null.
    const { text, isUtf8 } = jsonTextOf(bytes);
    return parseJson(text, isUtf8 ? syntax : { ...syntax, ofCharacters: true }) ?? null;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new RecordRefusal(`JsonConverter cannot read it: ${error.message}`);
  }
}

function view(bytes: Uint8Array, length: number): DataView {
  if (bytes.length !== length) {
    throw new RecordRefusal(`the converter wants ${length} bytes and got ${bytes.length}`);
  }
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
