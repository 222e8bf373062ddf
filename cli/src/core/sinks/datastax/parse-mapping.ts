import { didYouMean } from "../../suggestion.js";
import type { MappedField, MappingEntry, MappingProblem, ParsedMapping } from "../../mapping/mapping.js";
import { mappingTarget, Mistake } from "../../mapping/mapping-grammar.js";
import { tokenize, type Token } from "./mapping-tokens.js";

/**
 * Parses `column=field, column=field`, the mapping grammar of the DataStax sink: a name is `[A-Za-z0-9_]+` as it
 * is, or `"quoted"` with `""` for a quote; a field is `key`, `value`, `key.x`, `value.x`, `header.x` or `now()`:
 * in `value.x.y` the name is `x.y`. Every problem is reported. The entries without a problem are returned too, but a
 * mapping with problems must not be used.
 */
export function parseMapping(text: string): ParsedMapping {
  return new MappingParser(text).parse();
}

class MappingParser {
  readonly #tokens: readonly Token[];
  readonly #problems: MappingProblem[];
  readonly #entries: MappingEntry[] = [];
  #index = 0;

  constructor(text: string) {
    const { tokens, problems } = tokenize(text);
    this.#tokens = tokens;
    this.#problems = [...problems];
  }

  parse(): ParsedMapping {
    if (this.#peek().kind === "end" && this.#problems.length === 0) {
      this.#problems.push({
        message: "the mapping is empty: it wants column=field, separated by commas",
        position: 0,
      });
    } else {
      do {
        try {
          this.#entry();
        } catch (error) {
          if (!(error instanceof Mistake)) throw error;
          this.#problems.push({ message: error.message, position: error.position });
          this.#skipEntry();
        }
      } while (this.#take(","));
    }
    const problems = this.#problems.sort((earlier, later) => earlier.position - later.position);
    return { entries: this.#entries, problems };
  }

  #entry(): void {
    const { text: column, kind, position } = this.#peek();
    if (kind !== "word" && kind !== "quoted") {
      throw new Mistake(`a column name is missing before ${shown(this.#peek())}`, position);
    }
    this.#index++;
    if (!this.#take("=")) throw new Mistake(`"=" is missing after column "${column}"`, this.#peek().position);
    const field = this.#field(column);
    const target = mappingTarget(column, kind === "quoted");
    const isRepeated = this.#entries.some((entry) => entry.column === column && entry.target === target);
    if (!isRepeated) this.#entries.push({ column, target, field, position });
    const next = this.#peek();
    if (isRepeated) this.#problems.push({ message: `column "${column}" is mapped twice`, position });
    if (next.kind !== "end" && next.text !== ",") {
      throw new Mistake(`a comma is missing before ${shown(next)}`, next.position);
    }
  }

  #field(column: string): MappedField {
    const first = this.#peek();
    if (first.kind === "quoted") {
      this.#index++;
      return fieldOf(first.text, first.position);
    }
    if (first.kind !== "word")
      throw new Mistake(`the field of column "${column}" is missing`, first.position);
    let text = "";
    while (this.#peek().kind === "word" || this.#peek().text === ".") {
      const token = this.#peek();
      if (token.kind === "word" && text !== "" && !text.endsWith(".")) {
        throw new Mistake(`a comma is missing before "${token.text}"`, token.position);
      }
      text += token.text;
      this.#index++;
    }
    if (!this.#take("(")) return fieldOf(text, first.position);
    while (this.#peek().kind === "word" || this.#peek().kind === "quoted" || this.#peek().text === ",") {
      text += this.#peek().text;
      this.#index++;
    }
    if (!this.#take(")")) {
      throw new Mistake(`")" is missing after the function "${text}("`, this.#peek().position);
    }
    if (text === "now") return { source: "now", text: "now()" };
    throw new Mistake(`"${text}()" is not a function of mappings: only now() is`, first.position);
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { kind: "end", text: "", position: 0 };
  }

  #take(symbol: string): boolean {
    const isNext = this.#peek().kind === "symbol" && this.#peek().text === symbol;
    if (isNext) this.#index++;
    return isNext;
  }

  /** After a problem: goes on at the next comma, so that the rest of the mapping is checked as well. */
  #skipEntry(): void {
    while (this.#peek().kind !== "end" && !(this.#peek().kind === "symbol" && this.#peek().text === ",")) {
      this.#index++;
    }
  }
}

function fieldOf(text: string, position: number): MappedField {
  if (text === "key" || text === "value") return { source: text, text };
  if (text === "now()") return { source: "now", text };
  const match = /^(key|value|header)\.(.+)$/s.exec(text);
  if (match === null) throw new Mistake(fieldProblem(text), position);
  return { source: match[1] as "key" | "value" | "header", name: match[2] ?? "", text };
}

const shown = (token: Token): string => (token.kind === "end" ? "the end" : `"${token.text}"`);

function fieldProblem(text: string): string {
  if (text === "header") return `"header" needs the name of a header: header.x`;
  if (/^(key|value|header)\.$/.test(text)) return `"${text}" lacks the name after the dot`;
  const rule = "a field is key, value, key.x, value.x, header.x or now()";
  const [source = "", ...rest] = text.split(".");
  const meant =
    rest.length === 0
      ? (didYouMean(source, ["key", "value", "now"])?.replace('"now"', '"now()"') ??
        `did you mean "value.${source}"?`)
      : (didYouMean(source, ["key", "value", "header"])?.replace(
          /"(\w+)"/,
          (_, word: string) => `"${[word, ...rest].join(".")}"`,
        ) ?? `did you mean "value.${text}"?`);
  return `"${text}" is no field of a record: ${rule}; ${meant}`;
}
