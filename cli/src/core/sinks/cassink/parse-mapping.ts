import { didYouMean } from "../../suggestion.js";
import { mappingTarget, Mistake } from "../../mapping/mapping-grammar.js";
import type {
  MappedField,
  MappingEntry,
  MappingProblem,
  ParsedMapping,
  PathStep,
} from "../../mapping/mapping.js";

/**
 * Parses `column=field, column=field`, the mapping grammar of the Cassink sink. A field is `key`, `value`, `now()`, or
 * `key.`, `value.` or `header.` and a path: `value.main.temp` is the field named `main.temp` where there is one, else
 * `temp` inside `main`; `value.weather[0].description` goes into an array; a quoted step is a name, dots and all. After
 * a problem it goes on at the next comma, so that all are reported.
 *
 * The same as MappingParser of connectors/cassandra-sink, with the same positions of problems.
 */
export function parseMapping(text: string): ParsedMapping {
  return new MappingParser(text).parse();
}

const sources = ["key", "value", "header"] as const;

class MappingParser {
  readonly #text: string;
  readonly #problems: MappingProblem[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ParsedMapping {
    const entries: MappingEntry[] = [];
    if (this.#text.trim() === "") {
      this.#problems.push({ message: "the mapping is empty; expected column=field", position: 0 });
      return { entries, problems: this.#problems };
    }
    do {
      try {
        const entry = this.#entry();
        if (entries.some(({ column, target }) => column === entry.column && target === entry.target)) {
          this.#problems.push({
            message: `${quotedIfNeeded(entry.column)} is mapped more than once`,
            position: entry.position,
          });
        } else {
          entries.push(entry);
        }
      } catch (error) {
        if (!(error instanceof Mistake)) throw error;
        this.#problems.push({ message: error.message, position: error.position });
        this.#skipToComma();
      }
    } while (this.#take(","));
    return { entries, problems: this.#problems };
  }

  #entry(): MappingEntry {
    this.#skipBlanks();
    const position = this.#at;
    const quoted = this.#peek() === '"';
    const column = this.#name("a column");
    this.#skipBlanks();
    if (!this.#take("=")) this.#fail(`expected '=' after ${quotedIfNeeded(column)}`);
    this.#skipBlanks();
    const field = this.#field();
    this.#skipBlanks();
    if (this.#at < this.#text.length && this.#peek() !== ",") {
      this.#fail(`expected ',' or the end, found '${this.#peek()}'`);
    }
    return { column, target: mappingTarget(column, quoted), field, position };
  }

  #field(): MappedField {
    const start = this.#at;
    if (this.#peek() === '"') this.#fail("a field begins with key, value or header, not with a quoted name");
    const word = this.#name("a field");
    if (word === "now" && this.#take("(")) {
      this.#skipBlanks();
      if (!this.#take(")")) this.#fail("expected ')' after now(");
      return { source: "now", text: "now()" };
    }
    const source = sources.find((name) => name === word);
    if (source === undefined) {
      const hint = didYouMean(word, [...sources, "now()"]);
      throw new Mistake(
        `'${word}' is neither key, value, header nor now()${hint === undefined ? "" : `; ${hint}`}`,
        start,
      );
    }
    if (this.#take(".")) return this.#path(source, start);
    if (source === "header") throw new Mistake("header alone names nothing; write header.name", start);
    return { source, text: source };
  }

  #path(source: (typeof sources)[number], start: number): MappedField {
    const pathStart = this.#at;
    const path: PathStep[] = [];
    let canBeLiteral = true;
    do {
      canBeLiteral &&= this.#peek() !== '"';
      path.push(this.#name("a field's name"));
      while (this.#take("[")) {
        canBeLiteral = false;
        path.push(this.#index());
      }
    } while (this.#take("."));
    const text = this.#text.slice(start, this.#at);
    if (path.length === 1) return { source, name: String(path[0]), text };
    return { source, ...(canBeLiteral ? { name: this.#text.slice(pathStart, this.#at) } : {}), path, text };
  }

  #index(): number {
    const start = this.#at;
    const digits = /^[0-9]*/.exec(this.#text.slice(start))?.[0] ?? "";
    this.#at += digits.length;
    if (digits === "" || digits.length > 6) {
      throw new Mistake("expected an element's number, 0 to 999999, inside [ ]", start);
    }
    if (!this.#take("]")) this.#fail("expected ']'");
    return Number(digits);
  }

  #name(what: string): string {
    if (this.#peek() === '"') return this.#quotedName();
    const name = /^[A-Za-z0-9_]*/.exec(this.#text.slice(this.#at))?.[0] ?? "";
    if (name === "") {
      const found = this.#at < this.#text.length ? `'${this.#peek()}'` : "the end";
      this.#fail(`expected ${what}, found ${found}; names of other characters need "quotes"`);
    }
    this.#at += name.length;
    return name;
  }

  #quotedName(): string {
    const start = this.#at++;
    let name = "";
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at++);
      if (character !== '"') name += character;
      else if (this.#take('"')) name += '"';
      else if (name === "") throw new Mistake("a quoted name is empty", start);
      else return name;
    }
    throw new Mistake("a quoted name does not end", start);
  }

  #skipToComma(): void {
    let quoted = false;
    while (this.#at < this.#text.length && (quoted || this.#peek() !== ",")) {
      if (this.#peek() === '"') quoted = !quoted;
      this.#at++;
    }
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#peek())) this.#at++;
  }

  /** The next character; empty at the end. */
  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #fail(message: string): never {
    throw new Mistake(message, this.#at);
  }
}

function quotedIfNeeded(name: string): string {
  return /^[A-Za-z0-9_]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
