import { InputError } from "../../errors.js";

export interface CqlToken {
  readonly kind: "word" | "quoted" | "string" | "symbol";
  /** As written, including quotes. */
  readonly text: string;
  /** Characters before it in the file. */
  readonly offset: number;
}

/** One statement of a CQL file, without its semicolon. */
export interface CqlStatement {
  readonly text: string;
  readonly tokens: readonly CqlToken[];
  /** Line of its first token, counted from 1. */
  readonly line: number;
}

const pattern =
  /(?<blank>\s+|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^']|'')*'|\$\$[\s\S]*?\$\$)|(?<quoted>"(?:[^"]|"")*")|(?<word>[\w.]+)|(?<symbol>[^\s'"\w])/gy;

/**
 * Splits a CQL text at its semicolons, except those inside strings, quoted names and comments.
 * @throws InputError for a quote that is never closed
 */
export function cqlStatements(text: string, file: string): readonly CqlStatement[] {
  const statements: CqlStatement[] = [];
  let tokens: CqlToken[] = [];
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  const finish = (end: number): void => {
    const first = tokens[0];
    if (first === undefined) return;
    statements.push({ text: text.slice(first.offset, end).trimEnd(), tokens, line: lineOf(first.offset) });
    tokens = [];
  };
  let offset = 0;
  while (offset < text.length) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match?.groups === undefined) {
      throw new InputError("a quote is never closed", {
        where: `${file}:${lineOf(offset)}`,
        hint: "close it, or double it where the quote itself is meant",
      });
    }
    const [kind] =
      Object.entries(match.groups).find((entry) => (entry[1] as string | undefined) !== undefined) ?? [];
    if (match[0] === ";") finish(offset);
    else if (kind !== "blank") tokens.push({ kind: kind as CqlToken["kind"], text: match[0], offset });
    offset += match[0].length;
  }
  finish(text.length);
  return statements;
}
