import { emptyMap, isList, isMap, longValue, type ConnectValue } from "./connect-value.js";
import { Decimal } from "../java/decimal.js";
import { Float64 } from "../java/floating-point.js";

/**
 * How a JSON parser in Java is set up, where parsers differ. They are all com.fasterxml.jackson: JsonConverter's, and
 * those of the sinks. Its names for the options are in brackets.
 */
export interface JsonSyntax {
  /** `int64`: a Long, where a larger number wraps around (JsonConverter); `exact`: numbers of any size. */
  readonly integers: "int64" | "exact";
  /**
   * What a number with a fraction or an exponent becomes: a Double; the Double of a BigDecimal, which has no negative
   * zero; a BigDecimal; a BigDecimal without trailing zeros; or its text.
   */
  readonly fractions: "double" | "double of a decimal" | "decimal" | "stripped decimal" | "as written";
  /** Unquoted names, single quotes and omitted values [ALLOW_UNQUOTED_FIELD_NAMES, _SINGLE_QUOTES, _MISSING_VALUES]. */
  readonly lenient?: boolean;
  /** NaN and Infinity are numbers [ALLOW_NON_NUMERIC_NUMBERS]. */
  readonly nonNumericNumbers?: boolean;
  /** A backslash may precede any character [ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER]. */
  readonly backslashEscapesAny?: boolean;
  /** 007 is 7 [ALLOW_LEADING_ZEROS_FOR_NUMBERS]. */
  readonly leadingZeros?: boolean;
  /** Text after the value is an error [FAIL_ON_TRAILING_TOKENS]; otherwise it is ignored. */
  readonly failOnTrailingTokens?: boolean;
  /** Keeps which names an object has more than once, for {@link duplicateNames}. */
  readonly keepDuplicateNames?: boolean;
  /**
   * Jackson parses characters, not bytes of UTF-8 [ReaderBasedJsonParser]: of a hexadecimal digit in an escape it looks at
   * the low byte alone, so U+0139 is a 9.
   */
  readonly ofCharacters?: boolean;
  /** Levels of objects and arrays [StreamReadConstraints.maxNestingDepth]; 1000 unless told. */
  readonly maxNestingDepth?: number;
}

/** The duplicate names of parsed objects. They are kept apart, for an object's own properties are its fields. */
const duplicates = new WeakMap<object, Set<string>>();

/** The names that an object has more than once, where it was parsed with `keepDuplicateNames`; undefined for none. */
export function duplicateNames(map: object): ReadonlySet<string> | undefined {
  return duplicates.get(map);
}

/** A text is not JSON of the syntax; the message says where and why. */
export class JsonProblem extends Error {}

/**
 * A number that JSON.parse may round, or that is not whole: a fraction, an exponent, 16 digits or more, or -0. And the
 * escape of half a character (`\ud83d`), which Jackson refuses in a name.
 */
const wantsJsonParser = /\d[.eE]|\d{16}|-0|\\u[dD][89a-fA-F]/;

/**
 * Parses the first JSON value of a text, as ObjectMapper.readTree of Jackson. Undefined for a text without a value.
 * JSON.parse, which is several times faster, is used wherever it gives the same result.
 * @throws JsonProblem
 */
export function parseJson(text: string, syntax: JsonSyntax): ConnectValue | undefined {
  const deepest = syntax.maxNestingDepth ?? defaultNestingDepth;
  if (syntax.lenient !== true && !wantsJsonParser.test(text) && !nestsDeeper(text, deepest)) {
    try {
      const value = JSON.parse(text) as ConnectValue;
      const isShort = text.length <= longestName || !hasLongText(value);
      const isPlain = syntax.keepDuplicateNames !== true || fieldCount(value) === writtenNames(text);
      if (isShort && isPlain) return value;
    } catch {
      // JsonParser says what is wrong, or reads what only Jackson allows.
    }
  }
  return new JsonParser(text, syntax).parse();
}

/**
 * Whether objects and arrays may be nested deeper than the limit: then JsonParser reads the text, which stops there, and
 * no function that calls itself overflows the stack at 20,000 nested arrays.
 */
function nestsDeeper(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) inString = !inString;
    else if (inString) at += code === 0x5c ? 1 : 0;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

/** Number of fields of all objects in a value. */
function fieldCount(value: ConnectValue): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + fieldCount(item), 0);
  if (!isMap(value)) return 0;
  let count = 0;
  for (const name of Object.keys(value)) count += 1 + fieldCount(value[name] ?? null);
  return count;
}

/** Whether a string or name is longer than Jackson takes, so that JsonParser must say where. */
function hasLongText(value: ConnectValue): boolean {
  if (typeof value === "string") return value.length > longestString;
  if (isList(value)) return value.some(hasLongText);
  if (!isMap(value)) return false;
  return Object.keys(value).some((name) => name.length > longestName || hasLongText(value[name] ?? null));
}

/** Number of field names in a text of JSON: a string before a colon is one. */
function writtenNames(text: string): number {
  return text.match(/"(?:[^"\\]|\\.)*"\s*:/gs)?.length ?? 0;
}

/** Defaults of com.fasterxml.jackson.core.StreamReadConstraints. */
const defaultNestingDepth = 1000;
const longestNumber = 1000;
const longestString = 20_000_000;
const longestName = 50_000;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** What Character.isJavaIdentifierPart of Java says of characters from `0` on. */
const identifierPart = /(?=[^\0-/])[\p{L}\p{Nd}\p{Nl}\p{M}\p{Pc}\p{Sc}\p{Cf}\u007f-\u009f]/u;

/** Each character cut to its low byte. */
const lowBytes = (text: string): string =>
  text.replace(/[^\0-\xff]/g, (character) => String.fromCharCode(character.charCodeAt(0) & 0xff));

/** A recursive descent over the text. Parsers of JavaScript give numbers as doubles, and not as they are written. */
class JsonParser {
  readonly #text: string;
  readonly #syntax: JsonSyntax;
  /** Characters read so far. */
  #at = 0;
  #depth = 0;

  constructor(text: string, syntax: JsonSyntax) {
    this.#text = text;
    this.#syntax = syntax;
  }

  parse(): ConnectValue | undefined {
    this.#skipBlanks();
    if (this.#at >= this.#text.length) return undefined;
    const value = this.#value();
    if (this.#syntax.failOnTrailingTokens === true) {
      this.#skipBlanks();
      if (this.#at < this.#text.length) this.#fail("there is text after the value");
    }
    return value;
  }

  #value(): ConnectValue {
    const character = this.#text.charAt(this.#at);
    if (character === "{") return this.#nested(() => this.#object());
    if (character === "[") return this.#nested(() => this.#array());
    if (character === '"' || (character === "'" && this.#syntax.lenient === true)) {
      return this.#string(character);
    }
    if (character === "-" || (character >= "0" && character <= "9")) return this.#number();
    return this.#word();
  }

  #nested(read: () => ConnectValue): ConnectValue {
    this.#depth++;
    const deepest = this.#syntax.maxNestingDepth ?? defaultNestingDepth;
    if (this.#depth > deepest) this.#fail(`values are nested deeper than ${deepest}`);
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): ConnectValue {
    const map = emptyMap();
    this.#at++;
    this.#skipBlanks();
    if (this.#take("}")) return map;
    do {
      this.#skipBlanks();
      const name = this.#name();
      if (name.length > longestName) this.#fail(`a name has more than ${longestName} characters`);
      this.#skipBlanks();
      if (!this.#take(":")) this.#fail('a ":" is missing');
      this.#skipBlanks();
      if (this.#syntax.keepDuplicateNames === true && Object.hasOwn(map, name))
        this.#keepDuplicate(map, name);
      map[name] = this.#elementOrNothing("}");
      this.#skipBlanks();
    } while (this.#take(","));
    if (!this.#take("}")) this.#fail('a "," or "}" is missing');
    return map;
  }

  #keepDuplicate(map: object, name: string): void {
    const names = duplicates.get(map) ?? new Set();
    duplicates.set(map, names.add(name));
  }

  #array(): ConnectValue {
    const list: ConnectValue[] = [];
    this.#at++;
    this.#skipBlanks();
    if (this.#take("]")) return list;
    do {
      this.#skipBlanks();
      list.push(this.#elementOrNothing("]"));
      this.#skipBlanks();
    } while (this.#take(","));
    if (!this.#take("]")) this.#fail('a "," or "]" is missing');
    return list;
  }

  #elementOrNothing(closing: string): ConnectValue {
    const character = this.#text.charAt(this.#at);
    if (this.#syntax.lenient === true && (character === "," || character === closing)) return null;
    return this.#value();
  }

  #name(): string {
    const character = this.#text.charAt(this.#at);
    if (character === '"' || (character === "'" && this.#syntax.lenient === true)) {
      return this.#string(character, true);
    }
    const bare = this.#syntax.lenient === true ? this.#match(/[\p{L}\p{N}_$@#*+-]+/uy) : undefined;
    return bare ?? this.#fail("a name in quotes is missing");
  }

  #string(quote: string, isName = false): string {
    let result = "";
    let from = ++this.#at;
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === quote) break;
      if (character === "" || character < " ")
        this.#fail("a string is not closed, or holds a control character or malformed bytes");
      if (character === "\\") {
        result += this.#text.slice(from, this.#at) + (isName ? this.#escapeInName() : this.#escape());
        from = this.#at;
      } else {
        this.#at++;
      }
    }
    result += this.#text.slice(from, this.#at++);
    if (result.length > longestString) this.#fail(`a string has more than ${longestString} characters`);
    return result;
  }

  /** In a name, unlike in a string, the escapes of both halves of a character must follow each other. */
  #escapeInName(): string {
    const first = this.#escape();
    if (!/\p{Surrogate}/u.test(first)) return first;
    const pair = first + (this.#text.startsWith("\\u", this.#at) ? this.#escape() : "");
    return /\p{Surrogate}/u.test(pair) ? this.#fail("a name holds half of a character") : pair;
  }

  #escape(): string {
    const letter = this.#text.charAt(this.#at + 1);
    if (letter === "u") {
      const written = this.#text.slice(this.#at + 2, this.#at + 6);
      const digits = this.#syntax.ofCharacters === true ? lowBytes(written) : written;
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail("\\u wants four hexadecimal digits");
      this.#at += 6;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const any =
      this.#syntax.backslashEscapesAny === true || (letter === "'" && this.#syntax.lenient === true);
    const character = escapes[letter] ?? (any && letter !== "" ? letter : undefined);
    if (character === undefined) return this.#fail(`\\${letter} is no escape`);
    this.#at += 2;
    return character;
  }

  #number(): ConnectValue {
    if (this.#syntax.nonNumericNumbers === true && this.#take("-Infinity")) return new Float64(-Infinity);
    const text = this.#match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? this.#fail("a digit is missing");
    if (this.#syntax.leadingZeros !== true && /^-?0\d/.test(text)) this.#fail("a number begins with 0");
    // Jackson wants a blank after a number that is not inside of an object or array, and after others at most no word.
    const next = this.#text.charAt(this.#at);
    if (/[.eE\w]/.test(next) || (this.#depth === 0 && /[^ \n\r\t]/.test(next))) {
      this.#fail("a number is malformed");
    }
    if (text.replace(/[-+.eE]/g, "").length > longestNumber)
      this.#fail(`a number has more than ${longestNumber} digits`);
    if (/[.eE]/.test(text)) {
      if (this.#syntax.fractions === "as written") return text;
      if (this.#syntax.fractions === "double") return new Float64(Number(text));
      const decimal = Decimal.parse(text) ?? this.#fail("a number's exponent is too large");
      if (this.#syntax.fractions === "double of a decimal") return new Float64(Number(text) + 0);
      return this.#syntax.fractions === "decimal" ? decimal : decimal.stripped();
    }
    const short = Number(text);
    if (Number.isSafeInteger(short)) return short + 0;
    const exact = BigInt(text);
    return longValue(this.#syntax.integers === "int64" ? BigInt.asIntN(64, exact) : exact);
  }

  #word(): ConnectValue {
    if (this.#takeWord("true")) return true;
    if (this.#takeWord("false")) return false;
    if (this.#takeWord("null")) return null;
    if (this.#syntax.nonNumericNumbers === true) {
      if (this.#take("NaN")) return new Float64(NaN);
      if (this.#take("Infinity") || this.#take("+Infinity") || this.#take("INF"))
        return new Float64(Infinity);
    }
    return this.#fail("a value is missing");
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** The word, unless more letters follow: Jackson asks Character.isJavaIdentifierPart. */
  #takeWord(word: string): boolean {
    const next = this.#text.slice(this.#at + word.length, this.#at + word.length + 1);
    return !identifierPart.test(next) && this.#take(word);
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at++;
    }
  }

  #fail(problem: string): never {
    throw new JsonProblem(`not JSON at character ${this.#at + 1}: ${problem}`);
  }
}
