/**
 * The tokens of a pattern of java.text.SimpleDateFormat or java.time.format.DateTimeFormatter: a run of one letter, a
 * quoted text or any other character. `yyyy'T'H.` is `yyyy`, `'T'`, `H` and `.`.
 */
export function patternTokens(pattern: string): readonly string[] {
  return pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|./gsu) ?? [];
}

/** The text that a token stands for, where it is not a run of letters: `'o''clock'` is `o'clock`, `''` a quote. */
export function literalText(token: string): string {
  if (!token.startsWith("'")) return token;
  return token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'");
}

/** A regular expression that matches exactly this text. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
