import { refuse } from "../refusal.js";

/** What both sinks take a text for in columns of text, ascii, boolean and blob. */

const words: ReadonlyMap<string, boolean> = new Map([
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

/** Undefined for a text that is not one of the words. */
export function booleanOf(text: string): boolean | undefined {
  return words.get(text.toLowerCase());
}

/** The bytes of a blob in a text, as `0x` and hexadecimal digits: of the same form, or of Base64. */
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

/** `0x` and hexadecimal digits. */
export const hexadecimal = (bytes: Uint8Array): string =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;

const halfCharacter = /\p{Surrogate}/u;
// eslint-disable-next-line no-control-regex -- ASCII begins at 0
const ascii = /^[\u0000-\u007f]*$/;

/** The text as a column of text or ascii takes it. */
export function checkedText(text: string, type: "text" | "ascii"): string {
  if (halfCharacter.test(text)) return refuse("the text holds half of a character (a lone surrogate)");
  if (type === "ascii" && !ascii.test(text)) return refuse(`"${text}" is not ASCII`);
  return text;
}
