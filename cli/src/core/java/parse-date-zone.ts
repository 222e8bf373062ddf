/** A zone in a pattern of java.text.SimpleDateFormat: `+05` of one X, `+0530` of two, `+05:30` of three, or RFC 822 of `Z`. */
export interface ZonePart {
  readonly field: "zone";
  readonly letter: "X" | "Z";
  readonly width: number;
}

interface ParsedZone {
  /** Ahead of UTC. */
  readonly milliseconds: number;
  readonly end: number;
}

/**
 * Models SimpleDateFormat.subParse of a zone. `Z` takes names of zones as well, which are those of the worker's locale.
 * @param from the place behind blanks
 */
export function parseZone(
  part: ZonePart,
  text: string,
  at: number,
  from: number,
): ParsedZone | "no date" | "not known" {
  const signed = (start: number, form: Form): ParsedZone | "no date" => {
    const offset = parseOffset(text, start + 1, form);
    if (offset === undefined) return "no date";
    return { ...offset, milliseconds: text[start] === "-" ? -offset.milliseconds : offset.milliseconds };
  };
  const isSigned = (start: number): boolean => text[start] === "+" || text[start] === "-";
  if (part.letter === "X") {
    if (text[from] === "Z") return { milliseconds: 0, end: from + 1 };
    if (!isSigned(from)) return "no date";
    return signed(from, { shortHours: false, minutes: part.width > 1, colon: part.width === 3 });
  }
  if (isSigned(from)) return signed(from, { shortHours: false, minutes: true, colon: false });
  if (text.slice(at, at + 3).toUpperCase() === "GMT") {
    const behind = at + 3;
    if (!isSigned(behind)) return { milliseconds: 0, end: behind };
    return signed(behind, { shortHours: true, minutes: true, colon: true });
  }
  return /^[^A-Za-z\u0080-\uffff]/.test(text.slice(from)) ? "no date" : "not known";
}

interface Form {
  /** Whether one digit is enough: `GMT+5:30`. */
  readonly shortHours: boolean;
  readonly minutes: boolean;
  readonly colon: boolean;
}

/** Models SimpleDateFormat.subParseNumericZone. @param at of the first digit */
function parseOffset(text: string, at: number, form: Form): ParsedZone | undefined {
  const hours = form.shortHours ? "\\d\\d?" : "\\d\\d";
  const minutes = form.minutes ? `${form.colon ? ":" : ""}(\\d\\d)` : "";
  const found = new RegExp(`^(${hours})${minutes}`).exec(text.slice(at));
  if (found === null) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hour > 23 || minute > 59) return undefined;
  return { milliseconds: (hour * 60 + minute) * 60_000, end: at + found[0].length };
}
