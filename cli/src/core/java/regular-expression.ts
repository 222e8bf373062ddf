import { InputError } from "../../errors.js";

/** Syntax of java.util.regex.Pattern that JavaScript's regular expressions lack, or read differently. */
const onlyJava = /\\[QEGzZARXhHvVNpPbB]|\(\?(?![:=!]|<[=!]|<[A-Za-z][A-Za-z0-9]*>)|[*+?}]\+|&&|\[[^\]]*\[/;

/** Java's `\s`; JavaScript's takes every Unicode space. */
const space = "\\t\\n\\v\\f\\r ";
/** Java's `.`; JavaScript's matches U+0085, the line end NEL, too. */
const notLineEnd = "[^\\n\\r\\u0085\\u2028\\u2029]";

/**
 * A pattern of java.util.regex.Pattern as a JavaScript regular expression that must match a whole text, as
 * Matcher.matches.
 * @param where the config key that holds the pattern
 * @throws InputError for a pattern that JavaScript cannot express, or might read differently
 */
export function wholeJavaPattern(pattern: string, where: string): RegExp {
  return compiled(pattern, where, (source) => `^(?:${source})$`);
}

/**
 * Matcher.replaceFirst, of a text that the whole pattern matches: what the pattern finds first is replaced, which may be
 * less than the text. Texts that the pattern does not match as a whole stay as they are.
 * @param replacement with `$1`, `${name}` and `\\` as Java reads them
 * @throws InputError for a pattern that is not modelled, or a replacement with a group that the pattern has not
 */
export function replacementOfWhole(
  pattern: string,
  replacement: string,
  where: string,
): (text: string) => string {
  const whole = wholeJavaPattern(pattern, where);
  const first = compiled(pattern, where, (source) => source);
  return (text) =>
    whole.test(text) ? text.replace(first, (...found) => expanded(replacement, found, where)) : text;
}

/** @param found the match, its groups, then what else String.replace passes to its function */
function expanded(replacement: string, found: readonly unknown[], where: string): string {
  const named = found.at(-1);
  const groups = found.slice(
    0,
    found.findIndex((item) => typeof item === "number"),
  );
  const group = (key: string | number): string => {
    const isName = typeof key === "string" && typeof named === "object" && named !== null;
    const value = isName ? (named as Record<string, unknown>)[key] : groups[Number(key)];
    if (isName ? !(key in named) : Number(key) >= groups.length || Number.isNaN(Number(key))) {
      throw new InputError(`"${replacement}" names the group ${key}, which the pattern has not`, { where });
    }
    return typeof value === "string" ? value : "";
  };
  return replacement.replace(
    /\\(.)|\$\{(\w+)\}|\$(\d+)/gsu,
    (_, literal?: string, name?: string, digits: string = "") => {
      if (literal !== undefined) return literal;
      if (name !== undefined) return group(name);
      // Of `$12` the 2 belongs to the group's number only where there is a group 12.
      let length = digits.length;
      while (length > 1 && Number(digits.slice(0, length)) >= groups.length) length--;
      return group(Number(digits.slice(0, length))) + digits.slice(length);
    },
  );
}

function compiled(pattern: string, where: string, around: (source: string) => string): RegExp {
  if (onlyJava.test(pattern)) {
    throw new InputError(
      `the regular expression "${pattern}" uses what only Java's have, which is not modelled`,
      { where },
    );
  }
  try {
    return new RegExp(around(translated(pattern)), "u");
  } catch (cause) {
    throw new InputError(`"${pattern}" is no regular expression that is modelled here`, { where, cause });
  }
}

/** With `.`, `\\s` and `\\S` written out as Java means them. */
function translated(pattern: string): string {
  let inClass = false;
  return pattern.replaceAll(/\\.|[[\].]/gsu, (token) => {
    if (token === "[") inClass = true;
    if (token === "]") inClass = false;
    if (token === "." && !inClass) return notLineEnd;
    if (token === "\\s") return inClass ? space : `[${space}]`;
    if (token !== "\\S") return token;
    if (inClass) throw new SyntaxError("\\S in a character class");
    return `[^${space}]`;
  });
}
