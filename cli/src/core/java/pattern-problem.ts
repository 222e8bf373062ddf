import { patternTokens } from "./pattern-letters.js";

/** The letters that DateTimeFormatterBuilder.appendPattern of Java 17 knows. */
const letters = /^[GuyQqMLDdFEceaHkKhmsSAnNVvzOXxZWwYpBg]/;

/**
 * Why java.time.format.DateTimeFormatter refuses a pattern; undefined for one that it takes as far as its brackets,
 * quotes and letters go. A bracket that is not closed is closed at the end: `yyyy[-MM` is `yyyy[-MM]`.
 */
export function patternProblem(pattern: string): string | undefined {
  let open = 0;
  for (const token of patternTokens(pattern)) {
    if (token === "[") open++;
    else if (token === "]" && --open < 0) return `the pattern "${pattern}" has a ] without a [`;
    else if (token === "'") return `the pattern "${pattern}" has a quote that does not end`;
    else if (/^[{}#]$/.test(token)) return `the pattern "${pattern}" has a ${token}, which Java reserves`;
    else if (/^[A-Za-z]/.test(token) && !letters.test(token)) {
      return `the pattern "${pattern}" has the letter ${token.charAt(0)}, which means nothing: text stands in quotes, as 'T'`;
    }
  }
  return undefined;
}
