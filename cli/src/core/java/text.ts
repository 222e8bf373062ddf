/** String.strip of Java: Character.isWhitespace at both ends, which no-break spaces are not. */
export function javaStrip(text: string): string {
  return text.replace(edges, "");
}

const blank = "[\\t-\\r\\u001c- \\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000]+";
const edges = new RegExp(`^${blank}|${blank}$`, "g");
