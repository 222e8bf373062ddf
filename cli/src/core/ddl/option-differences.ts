import { qualifiedName, quotedName } from "../cql/name.js";
import { simpleClassName } from "../java/text.js";
import type { DeclaredKeyspace, DeclaredTable, OptionValue } from "./declared.js";
import { replicationDifferences, type TableDifference } from "./differences.js";

type Options = Readonly<Record<string, OptionValue>>;

/**
 * The options that the file declares and the table does not have so; and a time to live of all rows that only the table
 * has, for rows vanish by it. What else the file leaves out is Cassandra's own.
 */
export function optionDifferences(declared: DeclaredTable, live: Options): readonly TableDifference[] {
  const wanted: Options = { default_time_to_live: "0", ...declared.options };
  return Object.entries(wanted).flatMap(([name, value]) => {
    const actual = live[name];
    // An option that this server does not tell of cannot be compared.
    if (actual === undefined || isSame(value, actual)) return [];
    return [
      {
        text: `${name} is ${optionText(actual)} in the table and ${name in declared.options ? optionText(value) : "not set"} in the file`,
        statement: `ALTER TABLE ${qualifiedName(declared.keyspace, declared.name)} WITH ${name} = ${optionText(value)}`,
        ...(name === "default_time_to_live"
          ? { note: "rows that are there keep the time to live that they have" }
          : {}),
      },
    ];
  });
}

/** The keyspace's replication. */
export function keyspaceDifferences(
  declared: DeclaredKeyspace,
  live: Readonly<Record<string, string>>,
): readonly TableDifference[] {
  return replicationDifferences(declared, live).map((text) => ({
    text,
    statement: `ALTER KEYSPACE ${quotedName(declared.name)} WITH replication = ${optionText(declared.replication)}`,
    note: "then repair the keyspace on each node: nodetool repair",
  }));
}

/** Of a map the settings that the file has: Cassandra fills in the others. Classes may have their packages. */
function isSame(wanted: OptionValue, actual: OptionValue): boolean {
  if (typeof wanted === "string") return typeof actual === "string" && sameText(wanted, actual);
  if (typeof actual === "string") return false;
  return Object.entries(wanted).every(([key, value]) => {
    const held = actual[key] ?? "";
    return key === "class" ? simpleClassName(value) === simpleClassName(held) : sameText(value, held);
  });
}

/** 0.10 is 0.1, and TRUE is true. */
function sameText(one: string, other: string): boolean {
  if (one === other || one.toLowerCase() === other.toLowerCase()) return true;
  return one !== "" && other !== "" && Number(one) === Number(other);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function optionText(value: OptionValue): string {
  if (typeof value === "string") return /^(-?\d+(\.\d+)?|true|false)$/i.test(value) ? value : quoted(value);
  return `{${Object.entries(value)
    .map(([key, setting]) => `${quoted(key)}: ${quoted(setting)}`)
    .join(", ")}}`;
}
