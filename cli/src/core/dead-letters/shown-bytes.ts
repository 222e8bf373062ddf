import type { ConnectorConfig } from "../connect/connector-config.js";
import { strictUtf8Text } from "../java/utf8.js";
import { Float64 } from "../java/floating-point.js";
import { converterConfig, knownConverter } from "../records/converters.js";
import { RecordRefusal } from "../refusal.js";

/** The bytes of a key, a value or a header as people read them. */
export interface ShownBytes {
  readonly bytes: number;
  /** `null`: there are none. `number`: as the connector's converter reads them. `hex`: they are no UTF-8. */
  readonly form: "null" | "text" | "number" | "hex";
  readonly text: string;
  /** Why the connector's converter cannot read them. */
  readonly unreadable?: string;
}

export function shownBytes(bytes: Uint8Array | null): ShownBytes {
  if (bytes === null) return { bytes: 0, form: "null", text: "" };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = strictUtf8Text(buffer);
  return text === undefined
    ? { bytes: bytes.length, form: "hex", text: buffer.toString("hex") }
    : { bytes: bytes.length, form: "text", text };
}

/** As the connector's converter reads a key or value: a number of bytes alone is shown as that, and JSON as it stands. */
export function shownBy(
  side: "key" | "value",
  bytes: Uint8Array | null,
  config: ConnectorConfig,
): ShownBytes {
  const plain = shownBytes(bytes);
  const converter = converterConfig(side, config);
  const convert = knownConverter(converter);
  const isJson = converter.simpleName === "JsonConverter";
  if (convert === undefined || bytes === null) return plain;
  try {
    const value = convert(bytes);
    // JSON says its numbers itself.
    if (typeof value === "object" && !(value instanceof Float64)) return plain;
    if (typeof value === "string" || isJson) return plain;
    return { bytes: bytes.length, form: "number", text: String(value) };
  } catch (error) {
    if (error instanceof RecordRefusal) return { ...plain, unreadable: error.message };
    return plain;
  }
}
