import { textOfPoints } from "./utf8.js";

const replacement = 0xfffd;

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * The text of UTF-16 bytes, as Java's decoders UTF-16BE and UTF-16LE: a half of a surrogate pair becomes U+FFFD, and takes
 * the unit behind it along where a second half should be: of `D83D 0061` it makes one U+FFFD.
 */
export function utf16Text(bytes: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const units: number[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const unit = view.getUint16(at, !bigEndian);
    at += 2;
    if (!isHigh(unit)) {
      units.push(isLow(unit) ? replacement : unit);
      continue;
    }
    const next = at + 2 <= bytes.length ? view.getUint16(at, !bigEndian) : undefined;
    if (next !== undefined && isLow(next)) units.push(unit, next);
    else units.push(replacement);
    at += next === undefined ? bytes.length : 2;
  }
  if (at < bytes.length) units.push(replacement);
  return textOfPoints(units);
}
