import { refuse, type Conversion } from "./conversion.js";
import { asText } from "../../records/json-text.js";

/** blob: `0x` and hexadecimal digits, else Base64; bytes as they are. */
export const blobConversion: Conversion = {
  fromText: bytesOfText,
  fromJson: (value) => (value === null ? null : bytesOfText(asText(value))),
  fromPrimitive: (value) =>
    value instanceof Uint8Array ? hex(value) : refuse(`${String(value)} cannot go into a blob column`),
};

function bytesOfText(text: string): string {
  if (/^0x(?:[0-9a-fA-F]{2})*$/.test(text)) return text.toLowerCase();
  const match = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(text);
  const digits = match?.[1] ?? "";
  const padding = match?.[2] ?? "";
  const rest = digits.length % 4;
  const padded = padding !== "" && (digits.length + padding.length) % 4 !== 0;
  if (match === null || rest === 1 || padded)
    return refuse(`"${text}" is neither 0x with hexadecimal digits nor Base64`);
  return hex(Buffer.from(digits, "base64"));
}

const hex = (bytes: Uint8Array): string =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;
