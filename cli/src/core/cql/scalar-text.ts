import { refuse } from "../refusal.js";

/** How both sinks read texts into columns of text, ascii, boolean and blob. */

const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ["1", true],
  ["0", false],
  ["y", true],
  ["n", false],
  ["t", true],
  ["f", false],
  ["yes", true],
  ["no", false],
  ["true", true],
  ["false", false],
]);

/** `yes`, `T` or `1` and the like, in any case; undefined for any other text. */
export function booleanOf(text: string): boolean | undefined {
  return booleanWords.get(text.toLowerCase());
}

/**
 * The blob that a text holds, written as `0x` and hexadecimal digits. The text has that form too, or is Base64, with or
 * without padding; any other is refused.
 */
export function bytesOfText(text: string): string {
  if (/^0x(?:[0-9a-fA-F]{2})*$/.test(text)) return text.toLowerCase();
  const match = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(text);
  const digits = match?.[1] ?? "";
  const padding = match?.[2] ?? "";
  const rest = digits.length % 4;
  const padded = padding !== "" && (digits.length + padding.length) % 4 !== 0;
  if (match === null || rest === 1 || padded)
    return refuse(`"${text}" is neither 0x with hexadecimal digits nor Base64`);
  return hexadecimal(Buffer.from(digits, "base64"));
}

/** Bytes as CQL writes a blob: `0xcafe`. */
export const hexadecimal = (bytes: Uint8Array): string =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;

const loneSurrogate = /\p{Surrogate}/u;
// eslint-disable-next-line no-control-regex -- ASCII begins at 0
const ascii = /^[\u0000-\u007f]*$/;

/** Refuses a text that cannot be encoded in UTF-8, or for an ascii column in ASCII. */
export function checkedText(text: string, type: "text" | "ascii"): string {
  if (loneSurrogate.test(text)) return refuse("the text holds half of a character (a lone surrogate)");
  if (type === "ascii" && !ascii.test(text)) return refuse(`"${text}" is not ASCII`);
  return text;
}
