import { Decimal } from "./decimal.js";
import { Float64 } from "./floating-point.js";

/** A number at the beginning of a text, and where it ends. */
interface NumberAtStart {
  readonly value: Decimal | Float64;
  readonly end: number;
}

export type NumberFormat = (text: string) => NumberAtStart | undefined;

/**
 * Java's DecimalFormat with the pattern `#,###.##` and exact decimals: groups may be of any size, an exponent is
 * a capital E, and reading stops at the first character that does not belong.
 * @param locale as Java writes it: language_COUNTRY
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
    let afterDigit = -1;
    for (; at < text.length; at++) {
      const character = text.charAt(at);
      if (character >= "0" && character <= "9") {
        digits += character;
        if (sawPoint) fraction++;
        afterDigit = -1;
      } else if (character === symbols.decimal && !sawPoint) {
        sawPoint = true;
      } else if (character === symbols.group && !sawPoint) {
        if (afterDigit === -1) afterDigit = at;
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
    const end = afterDigit === -1 ? at : afterDigit;
    const unscaled = BigInt(digits);
    return { value: new Decimal(negative ? -unscaled : unscaled, fraction - exponent), end };
  };
}

/** Whether the locale writes `1.5` for one and a half. */
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

/** `fr_FR` of Java as `fr-FR` of the web; a tag that Intl does not know is English. */
export function languageTag(locale: string): string {
  const tag = locale.replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}
