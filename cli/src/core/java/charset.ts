import { utf16Text } from "./utf16.js";
import { utf8Text } from "./utf8.js";

type Decoder = (bytes: Uint8Array) => string;

/** Java's charsets that are modelled, by their names in lower case. Malformed bytes become U+FFFD. */
const decoders: Readonly<Record<string, Decoder>> = {
  "utf-8": utf8Text,
  utf8: utf8Text,
  "us-ascii": ascii,
  ascii: ascii,
  "iso-8859-1": latin1,
  iso8859_1: latin1,
  latin1: latin1,
  "utf-16": utf16,
  "utf-16be": (bytes) => utf16Text(bytes, true),
  "utf-16le": (bytes) => utf16Text(bytes, false),
};

/** For messages. */
export const charsets: readonly string[] = [
  "UTF-8",
  "US-ASCII",
  "ISO-8859-1",
  "UTF-16",
  "UTF-16BE",
  "UTF-16LE",
];

/** How Java decodes a charset, whose name may be in any case; undefined for one that is not modelled. */
export function decoderOf(charset: string): Decoder | undefined {
  const name = charset.toLowerCase();
  return Object.hasOwn(decoders, name) ? decoders[name] : undefined;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

function ascii(bytes: Uint8Array): string {
  return latin1(bytes).replace(/[\x80-\xff]/g, "\ufffd");
}

/** With a byte order mark, which is no part of the text; big-endian without one. */
function utf16(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isMarked = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  return utf16Text(isMarked ? bytes.subarray(2) : bytes, first !== 0xff || second !== 0xfe);
}
