import { InputError, UsageError } from "../../errors.js";
import { shortName } from "../cql/name.js";
import { type Column, type ColumnDescription, isKeyColumn, type TableDescription } from "../cql/table.js";
import { noValueOf } from "./value-form.js";
import { parseWhere, type Restriction } from "./where.js";

/** Types whose literals stand in single quotes, and the counts that two of them may be instead. */
const quotedTypes = ["text", "ascii", "inet", "timestamp", "date", "time"];
const countedTypes = ["timestamp", "date", "time"];

/**
 * The literals of a row's primary key, or of its first columns, by its values in the order of the key's columns:
 * `plates-235 2024-01-01`. A text is taken as it stands, without quotes around it; other values are written as in CQL,
 * with or without their quotes.
 * @throws UsageError for too many, InputError for one that is no single value
 */
export function keyOfWords(words: readonly string[], table: TableDescription): readonly string[] {
  const columns = table.columns.filter(isKeyColumn);
  if (words.length > columns.length) {
    throw new UsageError(
      `${words.length} values are given, and the key has ${columns.length}: ${namesOf(columns)}`,
      {
        hint: "give them in this order; a value with blanks stands in quotes",
      },
    );
  }
  return words.map((word, index) => literalOf(word, columns[index]));
}

function literalOf(word: string, column: ColumnDescription | undefined): string {
  if (column === undefined) return word;
  const { type } = column;
  const quoted = `'${word.replaceAll("'", "''")}'`;
  if (type.kind === "native" && quotedTypes.includes(type.name)) {
    if (type.name === "text" || type.name === "ascii") return quoted;
    if (countedTypes.includes(type.name) && /^-?\d+$/.test(word)) return word;
    return /^'[^']*'$/.test(word) ? word : quoted;
  }
  try {
    const [restriction, ...others] = parseWhere(`c = ${word}`);
    const [literal] = restriction?.literals ?? [];
    if (literal !== undefined && others.length === 0) return literal;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  throw noValueOf(column, word);
}

/**
 * The same by restrictions, `id = 5 AND day = '2024-01-01'`, in any order.
 * @throws InputError for one that names no column of the key, or more than one value, or leaves out one before another
 */
export function keyOfRestrictions(
  restrictions: readonly Restriction[],
  table: TableDescription,
): readonly string[] {
  const columns = table.columns.filter(isKeyColumn);
  const wrong = (message: string): InputError =>
    new InputError(`${message}: one row is asked for`, {
      where: "--where",
      hint: `give each column of the key one value with =, in any order: ${namesOf(columns)}`,
    });
  for (const { column, operator } of restrictions) {
    if (!columns.some(({ name }) => name === column))
      throw wrong(`${shortName(column)} is not of the primary key`);
    if (operator !== "=") throw wrong(`${shortName(column)} is restricted by ${operator}`);
  }
  const given = columns.map(({ name }) =>
    restrictions.filter(({ column }) => column === name).map(({ literals }) => literals.join("")),
  );
  const twice = columns.find((_, index) => (given[index]?.length ?? 0) > 1);
  if (twice !== undefined) throw wrong(`${shortName(twice.name)} is restricted twice`);
  const end = given.findIndex((literals) => literals.length === 0);
  const literals = given.slice(0, end < 0 ? given.length : end).flat();
  if (literals.length < restrictions.length)
    throw wrong(`${shortName(columns[end]?.name ?? "")} is left out, and one behind it in the key is not`);
  return literals;
}

export const namesOf = (columns: readonly Column[]): string =>
  columns.map(({ name }) => shortName(name)).join(", ");
