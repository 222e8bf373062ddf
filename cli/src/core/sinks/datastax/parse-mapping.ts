import { didYouMean } from "../../suggestion.js";
import type { MappedField, MappingEntry, MappingProblem, ParsedMapping } from "../../mapping/mapping.js";
import { mappingTarget } from "../../mapping/mapped-field.js";
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
      this.#problem("the mapping is empty: it wants column=field, separated by commas", 0);
    } else {
      do {
        this.#entry();
      } while (this.#take(",") !== undefined);
    }
    const problems = this.#problems.sort((earlier, later) => earlier.position - later.position);
    return { entries: this.#entries, problems };
  }

  #entry(): void {
    const column = this.#peek();
    if (column.kind !== "word" && column.kind !== "quoted") {
      this.#problem(`a column name is missing before ${shown(column)}`, column.position);
      this.#skipEntry();
      return;
    }
    this.#index++;
    if (this.#take("=") === undefined) {
      const { position } = this.#peek();
      this.#problem(`"=" is missing after column "${column.text}"`, position);
      this.#skipEntry();
      return;
    }
    const field = this.#field(column.text);
    if (field === undefined) {
      this.#skipEntry();
      return;
    }
    if (this.#peek().kind !== "end" && this.#peek().text !== ",") {
      const { position } = this.#peek();
      this.#problem(`a comma is missing before ${shown(this.#peek())}`, position);
      this.#skipEntry();
    }
    this.#add(column, field);
  }

  #add(column: Token, field: MappedField): void {
    const target = mappingTarget(column.text, column.kind === "quoted");
    if (this.#entries.some((entry) => entry.column === column.text && entry.target === target)) {
      this.#problem(`column "${column.text}" is mapped twice`, column.position);
      return;
    }
    this.#entries.push({ column: column.text, target, field, position: column.position });
  }

  /** Undefined when there is a problem, which is then reported. */
  #field(column: string): MappedField | undefined {
    const first = this.#peek();
    if (first.kind === "quoted") {
      this.#index++;
      return this.#fieldOf(first.text, first.position);
    }
    if (first.kind !== "word") {
      this.#problem(`the field of column "${column}" is missing`, first.position);
      return undefined;
    }
    let text = "";
    while (this.#peek().kind === "word" || this.#peek().text === ".") {
      const token = this.#peek();
      if (token.kind === "word" && text !== "" && !text.endsWith(".")) {
        this.#problem(`a comma is missing before "${token.text}"`, token.position);
        return undefined;
      }
      text += token.text;
      this.#index++;
    }
    if (this.#take("(") !== undefined) {
      while (this.#peek().kind === "word" || this.#peek().kind === "quoted" || this.#peek().text === ",") {
        text += this.#peek().text;
        this.#index++;
      }
      if (this.#take(")") === undefined) {
        this.#problem(`")" is missing after the function "${text}("`, this.#peek().position);
        return undefined;
      }
      if (text !== "now") {
        this.#problem(`"${text}()" is not a function of mappings: only now() is`, first.position);
        return undefined;
      }
      return { source: "now", text: "now()" };
    }
    return this.#fieldOf(text, first.position);
  }

  #fieldOf(text: string, position: number): MappedField | undefined {
    if (text === "key" || text === "value") return { source: text, text };
    if (text === "now()") return { source: "now", text };
    const match = /^(key|value|header)\.(.+)$/s.exec(text);
    if (match !== null) {
      return { source: match[1] as "key" | "value" | "header", name: match[2] ?? "", text };
    }
    this.#problem(fieldProblem(text), position);
    return undefined;
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { kind: "end", text: "", position: 0 };
  }

  #take(symbol: string): Token | undefined {
    const token = this.#peek();
    if (token.kind !== "symbol" || token.text !== symbol) return undefined;
    this.#index++;
    return token;
  }

  /** After a problem: goes on at the next comma, so that the rest of the mapping is checked as well. */
  #skipEntry(): void {
    while (this.#peek().kind !== "end" && !(this.#peek().kind === "symbol" && this.#peek().text === ",")) {
      this.#index++;
    }
  }

  #problem(message: string, position: number): void {
    this.#problems.push({ message, position });
  }
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
