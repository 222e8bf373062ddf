import { unquotedName } from "../../cql/name.js";
import type { MappingProblem } from "../../mapping/mapping.js";

export interface Token {
  readonly kind: "word" | "quoted" | "symbol" | "end";
  /** Of a quoted name, what is inside its quotes, with `""` as one quote. */
  readonly text: string;
  /** Characters before it in the mapping's text. */
  readonly position: number;
}

const tokenPattern = /[A-Za-z0-9_]+|"(?:[^"]|"")+"|[=,.()]/y;

/**
 * Splits a mapping's text into names, quoted names and the symbols `= , . ( )`, by the grammar of the DataStax
 * sink. Blanks only separate tokens. The last token is always `end`.
 */
export function tokenize(text: string): {
  readonly tokens: readonly Token[];
  readonly problems: readonly MappingProblem[];
} {
  const tokens: Token[] = [];
  const problems: MappingProblem[] = [];
  let position = 0;
  while (position < text.length) {
    if (/[ \t\r\n]/.test(text.charAt(position))) {
      position++;
      continue;
    }
    tokenPattern.lastIndex = position;
    const match = tokenPattern.exec(text)?.[0];
    if (match === undefined) {
      problems.push({ message: unreadable(text, position), position });
      position = text.startsWith('"', position) ? text.length : position + 1;
      continue;
    }
    tokens.push(token(match, position));
    position += match.length;
  }
  tokens.push({ kind: "end", text: "", position: text.length });
  return { tokens, problems };
}

function token(text: string, position: number): Token {
  if (text.startsWith('"')) return { kind: "quoted", text: unquotedName(text), position };
  return { kind: /^\w/.test(text) ? "word" : "symbol", text, position };
}

function unreadable(text: string, position: number): string {
  if (text.startsWith('"', position)) {
    return text.startsWith('""', position)
      ? "a quoted name is empty"
      : 'a quoted name lacks its closing quote (")';
  }
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  return `"${character}" is not allowed here; put names with other characters than letters, digits and _ in double quotes`;
}
