import { InputError } from "../../errors.js";

/** Syntax of java.util.regex.Pattern that JavaScript's regular expressions lack, or read differently. */
const onlyJava = /\\[QEGzZARXhHvVNpPbB]|\(\?(?![:=!]|<[=!])|[*+?}]\+|&&|\[[^\]]*\[/;

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
  if (onlyJava.test(pattern)) {
    throw new InputError(
      `the regular expression "${pattern}" uses what only Java's have, which is not modelled`,
      { where },
    );
  }
  try {
    return new RegExp(`^(?:${translated(pattern)})$`, "u");
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
