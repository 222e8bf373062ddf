import { Decimal } from "./decimal.js";
import { Float64 } from "./floating-point.js";

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
 * any size, an exponent is a capital E, and reading stops at the first character that does not belong:
 * `1,2,345.5 C` is 12345.5 and ends after 9 characters.
 * @param locale as Java writes it, `de_CH`: it decides the symbols
 */
export function numberFormat(locale: string): NumberFormat {
  const symbols = symbolsOf(locale);
  return (text) => {
    if (text.startsWith("NaN")) return { value: new Float64(NaN), end: 3 };
    const negative = text.startsWith(symbols.minus);
    let at = negative ? symbols.minus.length : 0;
    if (text.startsWith("Infinity", at)) {
      return { value: new Float64(negative ? -Infinity : Infinity), end: at + 8 };
    }
    let digits = "";
    let fraction = 0;
    let sawPoint = false;
    let exponent = 0;
    // The first of the group separators that no digit has followed so far: the number ends before it.
    let openGroup: number | undefined;
    for (; at < text.length; at++) {
      const character = text.charAt(at);
      if (character >= "0" && character <= "9") {
        digits += character;
        if (sawPoint) fraction++;
        openGroup = undefined;
      } else if (character === symbols.decimal && !sawPoint) {
        sawPoint = true;
      } else if (character === symbols.group && !sawPoint) {
        openGroup ??= at;
      } else {
        const match = /^E(-?\d+)/.exec(text.slice(at));
        if (match !== null && digits !== "") {
          exponent = Number(match[1]);
          at += match[0].length;
        }
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
  const { decimal, group } = symbolsOf(locale);
  const parse = numberFormat(locale);
  return (text) => {
    const number = parse(text);
    if (number === undefined) return undefined;
    const [whole = ""] = text.slice(0, number.end).split(decimal);
    const [first = "", ...others] = whole.split(group);
    const digits = first.replace(/\D/g, "").length;
    const isRight =
      others.every((part) => part.replace(/E.*$/, "").length === 3) && digits >= 1 && digits <= 3;
    return others.length === 0 || isRight ? number : undefined;
  };
}

/** Whether the locale writes one and a half as `1.5`, not as `1,5`. */
export function usesDecimalPoint(locale: string): boolean {
  return symbolsOf(locale).decimal === ".";
}

interface Symbols {
  readonly decimal: string;
  readonly group: string;
  readonly minus: string;
}

function symbolsOf(locale: string): Symbols {
  const parts = new Intl.NumberFormat(languageTag(locale)).formatToParts(-12345678.5);
  const symbol = (type: string, otherwise: string): string =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { decimal: symbol("decimal", "."), group: symbol("group", ","), minus: symbol("minusSign", "-") };
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
