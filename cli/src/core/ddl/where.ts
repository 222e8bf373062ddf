import { InputError } from "../../errors.js";
import { quotedName, storedName } from "../cql/name.js";
import { type CqlToken, cqlStatements } from "./tokens.js";

/** One relation of a WHERE: a column, and what its value must be. */
export interface Restriction {
  /** As Cassandra stores the name. */
  readonly column: string;
  readonly operator: "=" | "<" | ">" | "<=" | ">=" | "IN";
  /** CQL literals, nothing else; one unless the operator is IN. */
  readonly literals: readonly string[];
}

/** What messages call the text. */
const where = "--where";

/**
 * Reads `id = 5 AND day >= '2026-01-01'`. Only names, operators and literals are taken, and a statement is made of these
 * alone ({@link restrictionCql}): no text can be more than a restriction.
 * @throws InputError for anything else
 */
export function parseWhere(text: string): readonly Restriction[] {
  const [statement, ...others] = cqlStatements(text, where);
  if (statement === undefined) throw wrong("it is empty", "write a restriction: id = 5");
  if (others.length > 0)
    throw wrong("a semicolon ends it, and more follows", "write restrictions alone, joined by AND");
  const reader = new Reader(statement.tokens);
  const restrictions = [restriction(reader)];
  while (!reader.isAtEnd) {
    if (!reader.skip("AND"))
      throw wrong(`AND was expected, and found ${reader.rest}`, "restrictions are joined by AND");
    restrictions.push(restriction(reader));
  }
  return restrictions;
}

/** The relation as CQL. */
export function restrictionCql({ column, operator, literals }: Restriction): string {
  const values = operator === "IN" ? `(${literals.join(", ")})` : literals.join("");
  return `${quotedName(column)} ${operator} ${values}`;
}

function restriction(reader: Reader): Restriction {
  const name = reader.take("a column's name");
  if (name.kind !== "quoted" && !(name.kind === "word" && /^[A-Za-z]\w*$/.test(name.text))) {
    throw wrong(
      `${name.text} is no column's name`,
      "write column = value; a name with other characters stands in double quotes",
    );
  }
  const column = storedName(name.text);
  if (reader.skip("IN")) {
    if (!reader.skip("(")) throw wrong(`IN wants its values in parentheses`, `${name.text} IN (1, 2)`);
    const literals = [reader.literal()];
    while (reader.skip(",")) literals.push(reader.literal());
    if (!reader.skip(")"))
      throw wrong(`the list of ${name.text} is not closed`, "write ) behind its last value");
    return { column, operator: "IN", literals };
  }
  return { column, operator: reader.operator(name.text), literals: [reader.literal()] };
}

class Reader {
  readonly #tokens: readonly CqlToken[];
  #next = 0;

  constructor(tokens: readonly CqlToken[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  get rest(): string {
    return this.#tokens[this.#next]?.text ?? "the end";
  }

  take(wanted: string): CqlToken {
    const token = this.#tokens[this.#next];
    if (token === undefined)
      throw wrong(`${wanted} is missing at the end`, "write column = value, joined by AND");
    this.#next += 1;
    return token;
  }

  skip(word: string): boolean {
    if (this.#tokens[this.#next]?.text.toUpperCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  operator(column: string): Restriction["operator"] {
    const first = this.take("an operator").text;
    const two = `${first}${this.rest}`;
    if (two === "<=" || two === ">=") {
      this.#next += 1;
      return two;
    }
    if (first === "=" || first === "<" || first === ">") return first;
    throw wrong(`${first} is no operator behind ${column}`, "there are: =, <, <=, >, >=, IN (…)");
  }

  /** A literal of one value, or a collection of literals as a frozen column has it. */
  literal(): string {
    const token = this.take("a value");
    const closing = closings[token.text];
    if (token.kind === "symbol" && closing !== undefined)
      return `${token.text}${this.#elements(closing)}${closing}`;
    if (token.kind === "string" && token.text.startsWith("'")) return token.text;
    const text = token.text + this.#adjoining(token);
    if (isLiteral(text)) return text;
    throw wrong(`${text} is no value`, `a text stands in single quotes: '${text.replaceAll("'", "''")}'`);
  }

  #elements(closing: string): string {
    let text = "";
    while (!this.skip(closing)) {
      if (this.isAtEnd) throw wrong(`${closing} is missing at the end`, "close the collection");
      if (this.skip(",")) text += ", ";
      else if (this.skip(":")) text += ": ";
      else text += this.literal();
    }
    return text;
  }

  /** The tokens that follow without a blank: a UUID or a negative number is several. */
  #adjoining(first: CqlToken): string {
    let text = "";
    for (let end = first.offset + first.text.length; ;) {
      const token = this.#tokens[this.#next];
      if (token === undefined || token.offset !== end || !/^[\w.+-]+$/.test(token.text)) return text;
      this.#next += 1;
      text += token.text;
      end += token.text.length;
    }
  }
}

const closings: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };

/** Numbers, booleans, UUIDs and blobs. */
const isLiteral = (text: string): boolean =>
  /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ||
  /^(-?(nan|infinity)|true|false)$/i.test(text) ||
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ||
  /^0x([0-9a-f]{2})*$/i.test(text);

function wrong(message: string, hint: string): InputError {
  return new InputError(`the restriction cannot be read: ${message}`, { where, hint });
}
