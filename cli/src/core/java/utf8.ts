const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes; undefined for malformed ones. */
export function strictUtf8Text(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** What Java puts in the place of malformed bytes. */
const replacement = 0xfffd;

/**
 * The text of UTF-8 bytes, as `new String(bytes, UTF_8)` of Java. Of malformed bytes each longest beginning of a
 * character becomes one U+FFFD; but a surrogate in three bytes (ED A0 80), which is of the right form, becomes one in
 * Java, where the decoders of the web make three of it.
 */
export function utf8Text(bytes: Uint8Array): string {
  return strictUtf8Text(bytes) ?? replacing(bytes);
}

function replacing(bytes: Uint8Array): string {
  const points: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [point, length] = pointAt(bytes, at);
    points.push(point);
    at += length;
  }
  return textOfPoints(points);
}

/** String.fromCodePoint takes its points as arguments, of which there must not be too many. */
export function textOfPoints(points: readonly number[]): string {
  let text = "";
  for (let from = 0; from < points.length; from += 4096) {
    text += String.fromCodePoint(...points.slice(from, from + 4096));
  }
  return text;
}

/** The character that begins at a byte, or U+FFFD, and how many bytes it takes. */
function pointAt(bytes: Uint8Array, at: number): readonly [point: number, length: number] {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return [first, 1];
  const size =
    first >= 0xc2 && first <= 0xdf ? 2 : first >> 4 === 0xe ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 1;
  if (size === 1) return [replacement, 1];
  let point = first & (0x7f >> size);
  for (let index = 1; index < size; index++) {
    const next = bytes[at + index];
    if (next === undefined || !isContinuation(first, next, index)) return [replacement, index];
    point = (point << 6) | (next & 0x3f);
  }
  return [point >= 0xd800 && point <= 0xdfff ? replacement : point, size];
}

/** Whether a byte may follow, where overlong forms (E0 80, F0 80) and characters beyond U+10FFFF (F4 90) may not begin. */
function isContinuation(first: number, next: number, index: number): boolean {
  if ((next & 0xc0) !== 0x80) return false;
  if (index > 1) return true;
  if (first === 0xe0) return next >= 0xa0;
  if (first === 0xf0) return next >= 0x90;
  return first !== 0xf4 || next < 0x90;
}
