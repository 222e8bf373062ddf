import { InputError } from "../../errors.js";
import { type UdtDefinition, parseCqlType } from "../cql/parse-type.js";
import type { DeclaredKeyspace, DeclaredSchema, DeclaredStatement, DeclaredTable } from "./declared.js";
import { StatementReader } from "./statement-reader.js";
import { readTable, readTextMap } from "./read-table.js";
import { type CqlStatement, cqlStatements } from "./tokens.js";

/**
 * Reads a table's CQL file. Only CREATE KEYSPACE, TYPE, TABLE, INDEX and MATERIALIZED VIEW are accepted, because with
 * IF NOT EXISTS these can be run again without harm.
 * @throws InputError with file and line
 */
export function parseDdl(text: string, file: string): DeclaredSchema {
  const keyspaces: DeclaredKeyspace[] = [];
  const tables: DeclaredTable[] = [];
  const types = new Map<string, UdtDefinition>();
  const statements: DeclaredStatement[] = [];
  for (const statement of cqlStatements(text, file)) {
    const reader = new StatementReader(statement, file);
    const kind = statementKind(reader);
    const conditional = reader.skip("IF", "NOT", "EXISTS");
    const add = (name: string): void => {
      statements.push({ kind, name, cql: conditional ? statement.text : withCondition(statement, kind) });
    };
    if (kind === "keyspace") {
      const keyspace = readKeyspace(reader);
      keyspaces.push(keyspace);
      add(keyspace.name);
    } else if (kind === "type") {
      const { keyspace, name } = reader.qualifiedName("type");
      types.set(`${keyspace}.${name}`, readFields(reader));
      add(`${keyspace}.${name}`);
    } else if (kind === "table") {
      const table = readTable(reader, (keyspace, typeText) => {
        return parseCqlType(typeText, (name) => types.get(`${keyspace}.${name}`), keyspace);
      });
      tables.push(table);
      add(`${table.keyspace}.${table.name}`);
    } else if (kind === "view") {
      const { keyspace, name } = reader.qualifiedName("view");
      add(`${keyspace}.${name}`);
    } else {
      add(reader.isAt("ON") ? "index" : reader.name("the index's name"));
    }
  }
  return { keyspaces, tables, statements };
}

function statementKind(reader: StatementReader): DeclaredStatement["kind"] {
  if (reader.skip("CREATE", "KEYSPACE")) return "keyspace";
  if (reader.skip("CREATE", "TYPE")) return "type";
  if (reader.skip("CREATE", "TABLE")) return "table";
  if (reader.skip("CREATE", "MATERIALIZED", "VIEW")) return "view";
  if (reader.skip("CREATE", "CUSTOM", "INDEX") || reader.skip("CREATE", "INDEX")) return "index";
  throw new InputError(
    `a statement that begins with ${reader.peek()?.text ?? ""} ${reader.peek(1)?.text ?? ""} has no place here`,
    {
      where: reader.where,
      hint: "a table's CQL file creates: keyspace, types, table, indexes, views; run other statements with cqlsh",
    },
  );
}

/** Makes `CREATE TABLE IF NOT EXISTS x` of `CREATE TABLE x`. */
function withCondition(statement: CqlStatement, kind: DeclaredStatement["kind"]): string {
  const [first] = statement.tokens;
  const words = kind === "view" || statement.tokens[1]?.text.toUpperCase() === "CUSTOM" ? 3 : 2;
  const last = statement.tokens[words - 1];
  const end = (last?.offset ?? 0) + (last?.text.length ?? 0) - (first?.offset ?? 0);
  return `${statement.text.slice(0, end)} IF NOT EXISTS${statement.text.slice(end)}`;
}

function readKeyspace(reader: StatementReader): DeclaredKeyspace {
  const name = reader.name("the keyspace's name");
  while (reader.peek() !== undefined && !reader.isAt("REPLICATION")) reader.take("WITH replication");
  return { name, replication: readTextMap(reader, "REPLICATION", "=") };
}

function readFields(reader: StatementReader): UdtDefinition {
  const fields: { name: string; typeText: string }[] = [];
  reader.expect("(");
  while (!reader.skip(")")) {
    const name = reader.name("a field's name");
    let typeText = "";
    for (let depth = 0; depth > 0 || !(reader.isAt(",") || reader.isAt(")"));) {
      const { text } = reader.take("a type");
      depth += text === "<" ? 1 : text === ">" ? -1 : 0;
      typeText += text;
    }
    fields.push({ name, typeText });
    reader.skip(",");
  }
  return fields;
}
