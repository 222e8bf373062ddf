import { InputError } from "../../errors.js";
import { storedName } from "../cql/name.js";
import type { CqlStatement, CqlToken } from "./tokens.js";

/** Reads a statement's tokens one by one. Every error names the file, the statement's line and the current token. */
export class StatementReader {
  readonly #statement: CqlStatement;
  readonly #file: string;
  #next = 0;

  constructor(statement: CqlStatement, file: string) {
    this.#statement = statement;
    this.#file = file;
  }

  get where(): string {
    return `${this.#file}:${this.#statement.line}`;
  }

  peek(ahead = 0): CqlToken | undefined {
    return this.#statement.tokens[this.#next + ahead];
  }

  /** Whether these words come next, in any case. */
  isAt(...words: readonly string[]): boolean {
    return words.every((word, index) => this.peek(index)?.text.toUpperCase() === word);
  }

  /** Reads these words if they come next, and says whether they did. */
  skip(...words: readonly string[]): boolean {
    if (!this.isAt(...words)) return false;
    this.#next += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    if (!this.skip(...words)) this.fail(words.join(" "));
  }

  take(wanted: string): CqlToken {
    const token = this.peek();
    if (token === undefined) return this.fail(wanted);
    this.#next += 1;
    return token;
  }

  /** A name as Cassandra stores it: in lower case, unless it is quoted. */
  name(wanted: string): string {
    const token = this.take(wanted);
    if (token.kind === "quoted" || (token.kind === "word" && /^\w+$/.test(token.text))) {
      return storedName(token.text);
    }
    this.#next -= 1;
    return this.fail(wanted);
  }

  /** Reads `keyspace.name`: one token when nothing is quoted (`a.b`), else several (`"A"`, `.`, `b`). */
  qualifiedName(wanted: string): { readonly keyspace: string; readonly name: string } {
    const token = this.peek();
    const plain = /^(\w+)\.(\w+)$/.exec(token?.text ?? "");
    if (token?.kind === "word" && plain !== null) {
      this.#next += 1;
      return { keyspace: (plain[1] ?? "").toLowerCase(), name: (plain[2] ?? "").toLowerCase() };
    }
    const text = this.dottedText(wanted);
    const match = /^("(?:[^"]|"")+"|\w+)\.("(?:[^"]|"")+"|\w+)$/.exec(text);
    if (match !== null) return { keyspace: storedName(match[1] ?? ""), name: storedName(match[2] ?? "") };
    throw new InputError(`${wanted} ${text} does not say its keyspace`, {
      where: this.where,
      hint: `write keyspace.${text}: the file is run without USE`,
    });
  }

  /** The text of a name with whatever dots join to it: `a.b`, `"A".b`. */
  dottedText(wanted: string): string {
    let text = this.take(wanted).text;
    while (text.endsWith(".") || /^\./.test(this.peek()?.text ?? "")) text += this.take(wanted).text;
    return text;
  }

  fail(wanted: string): never {
    const token = this.peek();
    throw new InputError(
      `expected ${wanted}${token === undefined ? " before the statement's end" : `, and found ${token.text}`}`,
      { where: this.where, hint: "docs/pipelines.md says what a table's CQL file may hold" },
    );
  }
}
