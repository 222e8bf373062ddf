import { InputError } from "../../errors.js";
import { type CqlType, nativeTypeNames } from "../cql/type.js";
import { didYouMean } from "../suggestion.js";
import type { DeclaredColumn, DeclaredTable, OptionValue } from "./declared.js";
import type { StatementReader } from "./statement-reader.js";

/**
 * Reads the rest of a CREATE TABLE statement, whose words up to IF NOT EXISTS are already read.
 * @param typeOf parses a type's text; throws for a user type that the file has not created before
 */
export function readTable(
  reader: StatementReader,
  typeOf: (keyspace: string, typeText: string) => CqlType,
): DeclaredTable {
  const { keyspace, name } = reader.qualifiedName("table");
  const columns: DeclaredColumn[] = [];
  let key: readonly (readonly string[])[] | undefined;
  reader.expect("(");
  while (!reader.skip(")")) {
    if (reader.skip("PRIMARY", "KEY")) {
      key = readPrimaryKey(reader);
    } else {
      refuseMistypedKey(reader);
      const column = reader.name("a column's name");
      const typeText = readTypeText(reader);
      const isStatic = reader.skip("STATIC");
      columns.push({
        name: column,
        typeText,
        type: columnType(reader, column, typeText, keyspace, typeOf),
        isStatic,
      });
      if (reader.skip("PRIMARY", "KEY")) key = [[column], []];
      refuseMistypedKey(reader);
    }
    if (!reader.isAt(")")) reader.expect(",");
  }
  const [partitionKey = [], clustering = []] = key ?? [];
  if (partitionKey.length === 0) {
    throw new InputError(`table ${keyspace}.${name} has no PRIMARY KEY`, {
      where: reader.where,
      hint: "write PRIMARY KEY behind the key's column, or PRIMARY KEY (column, …) after the last one",
    });
  }
  for (const column of [...partitionKey, ...clustering]) {
    if (columns.some(({ name }) => name === column)) continue;
    throw new InputError(`the primary key of ${keyspace}.${name} names ${column}, which is no column`, {
      where: reader.where,
      hint: `its columns are ${columns.map(({ name }) => name).join(", ")}`,
    });
  }
  const { orders, options } = readOptions(reader);
  return {
    keyspace,
    name,
    columns,
    partitionKey,
    clustering: clustering.map((column) => ({ name: column, order: orders.get(column) ?? "asc" })),
    options,
  };
}

/** PRIMARY is no name in CQL: what follows it is a mistyped KEY. */
function refuseMistypedKey(reader: StatementReader): void {
  if (!reader.isAt("PRIMARY")) return;
  throw new InputError(`PRIMARY ${reader.peek(1)?.text ?? ""} is no CQL`, {
    where: reader.where,
    hint: 'did you mean "PRIMARY KEY"?',
  });
}

/** Partition key and clustering columns: [a, b] and [c] of `((a, b), c)`, [a] and [b] of `(a, b)`. */
function readPrimaryKey(reader: StatementReader): readonly (readonly string[])[] {
  reader.expect("(");
  const partitionKey = reader.skip("(") ? readNames(reader) : [reader.name("a column of the partition key")];
  if (reader.skip(")")) return [partitionKey, []];
  reader.expect(",");
  return [partitionKey, readNames(reader)];
}

function readNames(reader: StatementReader): readonly string[] {
  const names = [reader.name("a column of the primary key")];
  while (reader.skip(",")) names.push(reader.name("a column of the primary key"));
  reader.expect(")");
  return names;
}

function readTypeText(reader: StatementReader): string {
  let text = reader.dottedText("a type");
  if (!reader.isAt("<")) return text;
  let depth = 0;
  do {
    const token = reader.take("a type").text;
    depth += token === "<" ? 1 : token === ">" ? -1 : 0;
    text += token === "," ? ", " : token;
  } while (depth > 0);
  return text;
}

/** The parsed type; an error of `typeOf` becomes an InputError with file, line and column name. */
function columnType(
  reader: StatementReader,
  column: string,
  typeText: string,
  keyspace: string,
  typeOf: (keyspace: string, typeText: string) => CqlType,
): CqlType {
  try {
    return typeOf(keyspace, typeText);
  } catch (cause) {
    const ownHint = cause instanceof InputError ? cause.hint : undefined;
    throw new InputError(`column ${column}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      where: reader.where,
      hint:
        ownHint ?? meantType(typeText) ?? "a type of your own is created in the same file, before the table",
      cause,
    });
  }
}

/** What the first word of the type that is no CQL type most likely means: `timestmap`. */
function meantType(typeText: string): string | undefined {
  const words = typeText.match(/\w+/g) ?? [];
  const unknown = words.find((word) => !typeWords.includes(word.toLowerCase()));
  return unknown === undefined ? undefined : didYouMean(unknown, typeWords);
}

const typeWords: readonly string[] = [...nativeTypeNames, "frozen", "list", "set", "map", "tuple", "vector"];

function readOptions(reader: StatementReader): {
  readonly orders: ReadonlyMap<string, "asc" | "desc">;
  readonly options: DeclaredTable["options"];
} {
  const orders = new Map<string, "asc" | "desc">();
  const options: Record<string, OptionValue> = {};
  while (reader.peek() !== undefined) {
    if (!reader.skip("CLUSTERING", "ORDER", "BY", "(")) {
      const name = reader.take("a table option").text.toLowerCase();
      if (reader.skip("=")) options[name] = readOption(reader);
      continue;
    }
    do {
      const name = reader.name("a clustering column");
      orders.set(name, reader.skip("DESC") ? "desc" : "asc");
      reader.skip("ASC");
    } while (reader.skip(","));
    reader.expect(")");
  }
  return { orders, options };
}

function readOption(reader: StatementReader): OptionValue {
  return reader.isAt("{") ? readTextMap(reader) : unquotedText(reader.take("the option's value").text);
}

/** `{'class': 'SimpleStrategy', 'replication_factor': 1}`, behind these words. */
export function readTextMap(
  reader: StatementReader,
  ...before: readonly string[]
): Readonly<Record<string, string>> {
  const map: Record<string, string> = {};
  reader.expect(...before, "{");
  while (!reader.skip("}")) {
    const key = unquotedText(reader.take("a setting").text);
    reader.expect(":");
    map[key] = unquotedText(reader.take(`the value of ${key}`).text);
    reader.skip(",");
  }
  return map;
}

function unquotedText(text: string): string {
  return text.replace(/^'(.*)'$/s, "$1").replaceAll("''", "'");
}
