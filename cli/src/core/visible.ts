/**
 * What a terminal acts on or does not show: control characters, marks of direction, invisible characters, line ends, and
 * halves of characters.
 */
export const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * A text of a topic, a table or a server as it may be printed: `\u001b` for ESC, so that no value can colour the screen,
 * write over a line or begin one of its own.
 */
export function visible(text: string): string {
  return text.replaceAll(
    invisible,
    (character) =>
      shortEscapes[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A result whose every text, and every key, is {@link visible}, but for tabs, which logs have: reporters get no other, so
 * that none can forget it.
 */
export function withVisibleTexts<Value>(value: Value): Value {
  return visibleIn(value) as Value;
}

function visibleIn(value: unknown): unknown {
  if (typeof value === "string") return visibleText(value);
  if (Array.isArray(value)) return value.map(visibleIn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [visibleText(key), visibleIn(held)] as const),
  );
}

const visibleText = (text: string): string => text.split("\t").map(visible).join("\t");
