import { InputError } from "../../errors.js";

/** What Java's regular expressions have and JavaScript's lack, or mean differently. */
const onlyJava = /\\[QEGzZARXhHvVNpPbB]|\(\?(?![:=!]|<[=!])|[*+?}]\+|&&|\[[^\]]*\[/;

/** Java's `\s`; JavaScript's takes every Unicode space. */
const space = "\\t\\n\\v\\f\\r ";
/** Java's `.`, which stops at U+0085 too. */
const notLineEnd = "[^\\n\\r\\u0085\\u2028\\u2029]";

/**
 * A Java regular expression that must match a whole text, as JavaScript's. Throws InputError under the config key
 * `where` for one that JavaScript cannot say or would read differently: it is refused, not guessed.
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
