import { unquotedName } from "#cli/core/cql/name.js";
import type { UdtDefinition } from "#cli/core/cql/parse-type.js";

/** User-defined types of every keyspace of a run; a type may use those before it. */
export const userTypes: Readonly<Record<string, string>> = {
  myudt: "udtmem1 int, udtmem2 text",
  mybooleanudt: "udtmem1 boolean, udtmem2 text",
  mylistudt: "a int, b text, c list<int>",
  mynestedudt: "title text, inner frozen<myudt>",
  myoddudt: '"userId" int, "order" text, "a.b" decimal',
};

/** The fields of one of them, as a parser of types asks for them. */
export function userTypeFields(name: string): UdtDefinition | undefined {
  const fields = userTypes[name];
  if (fields === undefined) return undefined;
  return fields.split(/, (?![^<]*>)/).map((field) => {
    const [fieldName = "", ...type] = field.split(" ");
    return { name: unquotedName(fieldName), typeText: type.join(" ") };
  });
}
