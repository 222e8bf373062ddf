import { utf16Text } from "../java/utf16.js";
import { strictUtf8Text, textOfPoints } from "../java/utf8.js";
import { RecordRefusal } from "../refusal.js";

/**
 * Ends a text where its bytes are no characters any more. The JSON parser does not mind what stands behind the first value,
 * which it does not read; anywhere else a text that ends so, with a letter, is not JSON.
 */
const malformedEnd = "\u00ff";

/**
 * The text of a record's JSON, as Jackson finds its encoding: by a byte order mark, or by which of the first four bytes
 * are zero, UTF-8, UTF-16 or UTF-32 (ByteSourceJsonBootstrapper). `00 7b 00 7d` is `{}` in UTF-16.
 */
export function jsonTextOf(bytes: Uint8Array): { readonly text: string; readonly isUtf8: boolean } {
  const { unit, bigEndian, skip } = encodingOf(bytes);
  const rest = bytes.subarray(skip);
  if (unit === 4) return { text: utf32(rest, bigEndian), isUtf8: false };
  if (unit === 2) return { text: utf16Text(rest, bigEndian), isUtf8: false };
  return { text: strictUtf8Text(rest) ?? lenientUtf8(rest), isUtf8: true };
}

interface Encoding {
  /** Bytes of a code unit. */
  readonly unit: 1 | 2 | 4;
  readonly bigEndian: boolean;
  /** Bytes of the byte order mark. */
  readonly skip: number;
}

function encodingOf(bytes: Uint8Array): Encoding {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  const big = (unit: 2 | 4, skip = 0): Encoding => ({ unit, bigEndian: true, skip });
  const little = (unit: 2 | 4, skip = 0): Encoding => ({ unit, bigEndian: false, skip });
  const high = (first << 8) | second;
  const low = (third << 8) | fourth;
  if (bytes.length >= 4) {
    if (high === 0 && low === 0xfeff) return big(4, 4);
    if (high === 0xfffe && low === 0) return little(4, 4);
    if ((high === 0 && low === 0xfffe) || (high === 0xfeff && low === 0)) refuseOrder();
    if (high === 0xfeff) return big(2, 2);
    if (high === 0xfffe) return little(2, 2);
    if (high === 0xefbb && third === 0xbf) return { unit: 1, bigEndian: true, skip: 3 };
    if (high === 0 && third === 0) return big(4);
    if (second === 0 && low === 0) return little(4);
    if ((first === 0 && low === 0) || (high === 0 && fourth === 0)) refuseOrder();
  }
  if (bytes.length >= 2) {
    if (first === 0) return big(2);
    if (second === 0) return little(2);
  }
  return { unit: 1, bigEndian: true, skip: 0 };
}

function refuseOrder(): never {
  throw new RecordRefusal(
    "JsonConverter cannot read it: its bytes are UTF-32 in an order that is not supported",
  );
}

/** Jackson decodes thousands of characters before it parses the first, so it refuses malformed ones wherever they are. */
function utf32(bytes: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const points: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    if (at + 4 > bytes.length) return textOfPoints(points) + malformedEnd;
    const point = view.getUint32(at, !bigEndian);
    if (point > 0x10ffff) throw new RecordRefusal("JsonConverter cannot read it: the bytes are no UTF-32");
    points.push(point);
  }
  return textOfPoints(points);
}

/** As Jackson's UTF8StreamJsonParser, which takes overlong forms and surrogates for the characters that they stand for. */
function lenientUtf8(bytes: Uint8Array): string {
  const units: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const first = bytes[at] ?? 0;
    const size =
      first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    const read = size === 1 ? [first] : size === 0 ? undefined : unitsOf(bytes.subarray(at, at + size), size);
    if (read === undefined) return textOfPoints(units) + malformedEnd;
    units.push(...read);
    at += size - 1;
  }
  return textOfPoints(units);
}

/** The UTF-16 code units of a sequence of two to four bytes; undefined for one that is malformed. */
function unitsOf(sequence: Uint8Array, size: number): readonly number[] | undefined {
  let point = (sequence[0] ?? 0) & (0x7f >> size);
  for (let index = 1; index < size; index++) {
    const next = sequence[index];
    if (next === undefined || (next & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (next & 0x3f);
  }
  if (size < 4) return [point];
  const beyond = point - 0x10000;
  return [(0xd800 | (beyond >> 10)) & 0xffff, 0xdc00 | (beyond & 0x3ff)];
}
