import { Decimal } from "./decimal.js";
import { asciiDigits, digitOf } from "./digits.js";
import { Float64 } from "./floating-point.js";
import { numberSymbols, type NumberSymbols } from "./number-symbols.js";

/** A number at the beginning of a text. */
interface NumberAtStart {
  readonly value: Decimal | Float64;
  /** Characters of the text that belong to it. */
  readonly end: number;
}

/** Reads the number at the beginning of a text, as DecimalFormat.parse; undefined where there is none. */
export type NumberFormat = (text: string) => NumberAtStart | undefined;

/**
 * Models java.text.DecimalFormat with the pattern `#,###.##` and exact decimals (setParseBigDecimal). Groups may be of
 * any size, digits may be those of any script, and reading stops at the first character that does not belong:
 * `1,2,345.5 C` is 12345.5 and ends after 9 characters.
 * @param locale as Java writes it, `de_CH`: it decides the symbols
 * @param names of NaN and infinity, where they are not the locale's
 */
export function numberFormat(
  locale: string,
  names: Partial<Pick<NumberSymbols, "notANumber" | "infinity">> = {},
): NumberFormat {
  const symbols = { ...numberSymbols(locale), ...names };
  return (text) => {
    if (text.startsWith(symbols.notANumber))
      return { value: new Float64(NaN), end: symbols.notANumber.length };
    const negative = text.startsWith(symbols.minus);
    let at = negative ? symbols.minus.length : 0;
    if (text.startsWith(symbols.infinity, at)) {
      return { value: new Float64(negative ? -Infinity : Infinity), end: at + symbols.infinity.length };
    }
    let digits = "";
    let fraction = 0;
    let sawPoint = false;
    let exponent = 0;
    // The first of the group separators that no digit has followed so far: the number ends before it.
    let openGroup: number | undefined;
    for (; at < text.length; at++) {
      const character = text.charAt(at);
      const digit = digitOf(character);
      if (digit !== undefined) {
        digits += digit;
        if (sawPoint) fraction++;
        openGroup = undefined;
      } else if (character === symbols.decimal && !sawPoint) {
        sawPoint = true;
      } else if (character === symbols.group && !sawPoint) {
        openGroup ??= at;
      } else {
        const read = digits === "" ? undefined : exponentAt(text, at, symbols);
        if (read !== undefined) [exponent, at] = read;
        break;
      }
    }
    if (digits === "") return undefined;
    const unscaled = BigInt(digits);
    return { value: new Decimal(negative ? -unscaled : unscaled, fraction - exponent), end: openGroup ?? at };
  };
}

/**
 * As {@link numberFormat}, but all groups except the first have three digits: `1,5` is no number where the point is a
 * dot, while DecimalFormat makes it 15.
 */
export function strictNumberFormat(locale: string): NumberFormat {
  const { decimal, group, exponent } = numberSymbols(locale);
  const parse = numberFormat(locale);
  return (text) => {
    const number = parse(text);
    if (number === undefined) return undefined;
    const [whole = ""] = text.slice(0, number.end).split(decimal);
    const [first = "", ...others] = whole.split(group);
    const digits = first.replace(/\P{Nd}/gu, "").length;
    const isRight =
      others.every((part) => part.split(exponent)[0]?.length === 3) && digits >= 1 && digits <= 3;
    return others.length === 0 || isRight ? number : undefined;
  };
}

/** The exponent that begins at a position, such as `E-5`, and the position behind it. */
function exponentAt(
  text: string,
  at: number,
  { exponent, minus }: NumberSymbols,
): [number, number] | undefined {
  if (!text.startsWith(exponent, at)) return undefined;
  const isNegative = text.startsWith(minus, at + exponent.length);
  const start = at + exponent.length + (isNegative ? minus.length : 0);
  let end = start;
  while (digitOf(text.charAt(end)) !== undefined) end++;
  if (end === start) return undefined;
  const size = Number(asciiDigits(text.slice(start, end)));
  return [isNegative ? -size : size, end];
}

/** Whether the locale writes one and a half as `1.5`, not as `1,5`. */
export function usesDecimalPoint(locale: string): boolean {
  return numberSymbols(locale).decimal === ".";
}

/** Java's `fr_FR` as the BCP 47 tag `fr-FR` that Intl takes; `en-US` for what is not a tag. */
export function languageTag(locale: string): string {
  const tag = locale.replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}
