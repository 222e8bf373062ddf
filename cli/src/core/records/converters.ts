import { InputError } from "../../errors.js";
import { type ConnectValue } from "./connect-value.js";
import { Float64 } from "../java/floating-point.js";
import { JsonProblem, parseJson, type JsonSyntax } from "./json.js";
import { schemaValue } from "./schema-json.js";
import { RecordRefusal } from "../refusal.js";

/** What a Connect converter makes of the bytes of a key or value. Throws RecordRefusal for bytes it cannot read. */
export type Converter = (bytes: Uint8Array | null) => ConnectValue;

/** A converter's class without its package, if that is one of Connect's own. */
export const simpleName = (name: string): string =>
  name.replace(/^org\.apache\.kafka\.connect\.(storage|json|converters)\./, "");

/**
 * The converter that a connector's config names for keys or values.
 * @throws InputError when it names none (the worker's default cannot be seen from outside), or one that is not
 * modelled: what the table must hold would be a guess
 */
export function connectorConverter(
  side: "key" | "value",
  config: Readonly<Record<string, string>>,
): Converter {
  const key = `${side}.converter`;
  const name = config[key]?.trim();
  if (name === undefined || name === "") {
    throw new InputError(
      `the connector's config names no ${key}, and the worker's own cannot be seen from here`,
      {
        where: key,
        hint: `write ${key} into the connector's config, as org.apache.kafka.connect.storage.StringConverter`,
      },
    );
  }
  const simple = simpleName(name);
  const known = Object.hasOwn(converters, simple) ? converters[simple] : undefined;
  const converter = simple === "JsonConverter" && hasSchemas(side, config) ? jsonWithSchema : known;
  if (converter === undefined) {
    throw new InputError(`the converter ${name} is not modelled`, {
      where: key,
      hint: `verify knows ${Object.keys(converters).join(", ")}`,
    });
  }
  return (bytes) => (bytes === null ? null : converter(bytes));
}

/** Whether the connector's JsonConverter wants a schema beside each value, as it does by default. */
export function hasSchemas(
  side: "key" | "value" | "header",
  config: Readonly<Record<string, string>>,
): boolean {
  const name = simpleName(config[`${side}.converter`]?.trim() ?? "");
  const enabled = (config[`${side}.converter.schemas.enable`] ?? "true").trim().toLowerCase() !== "false";
  return name === "JsonConverter" && enabled;
}

const converters: Readonly<Record<string, (bytes: Uint8Array) => ConnectValue>> = {
  StringConverter: text,
  JsonConverter: json,
  ByteArrayConverter: (bytes) => bytes,
  ShortConverter: (bytes) => view(bytes, 2).getInt16(0),
  IntegerConverter: (bytes) => view(bytes, 4).getInt32(0),
  LongConverter: (bytes) => {
    const value = view(bytes, 8).getBigInt64(0);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  },
  DoubleConverter: (bytes) => new Float64(view(bytes, 8).getFloat64(0)),
  BooleanConverter: (bytes) => {
    const byte = view(bytes, 1).getUint8(0);
    if (byte > 1) throw new RecordRefusal(`the byte ${byte} is no boolean`);
    return byte === 1;
  },
};

/** UTF-8, malformed bytes as U+FFFD: so does Java's String. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** JsonConverter with `schemas.enable=false`. */
export const plainJson: JsonSyntax = {
  integers: "int64",
  fractions: "double of a decimal",
  leadingZeros: true,
};
/** JsonConverter with `schemas.enable=true`: what a number becomes, its schema says. */
const jsonOfSchemas: JsonSyntax = { integers: "exact", fractions: "decimal", leadingZeros: true };

function json(bytes: Uint8Array): ConnectValue {
  return parsed(bytes, plainJson);
}

/** JsonConverter with `schemas.enable=true`. */
export function jsonWithSchema(bytes: Uint8Array): ConnectValue {
  return schemaValue(parsed(bytes, jsonOfSchemas));
}

function parsed(bytes: Uint8Array, syntax: JsonSyntax): ConnectValue {
  // A byte order mark is nothing to the converter's parser.
  const read = text(bytes).replace(/^\ufeff/, "");
  if (read.includes("\ufffd")) requireUtf8(bytes);
  try {
    const value = parseJson(read, syntax);
    if (value === undefined) throw new RecordRefusal("JsonConverter cannot read it: there is no JSON in it");
    return value;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new RecordRefusal(`JsonConverter cannot read it: ${error.message}`);
  }
}

function requireUtf8(bytes: Uint8Array): void {
  try {
    strictUtf8.decode(bytes);
  } catch {
    throw new RecordRefusal("JsonConverter cannot read it: the bytes are no UTF-8");
  }
}

function view(bytes: Uint8Array, length: number): DataView {
  if (bytes.length !== length) {
    throw new RecordRefusal(`the converter wants ${length} bytes and got ${bytes.length}`);
  }
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
