import { describe, expect, it } from "vitest";
import { keyValues } from "#cli/commands/verify/why/key-values.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { ColumnDescription, TableDescription } from "#cli/core/cql/table.js";
import { InputError, ServiceError, UsageError } from "#cli/errors.js";
import { fakeContext } from "#test/support/fakes/context.js";

const column = (name: string, typeText: string, kind: ColumnDescription["kind"]): ColumnDescription =>
  ({ name, typeText, type: parseCqlType(typeText), kind }) as ColumnDescription;
const table = {
  keyspace: "shop",
  name: "sales",
  columns: [
    column("id", "uuid", "partition_key"),
    column("n", "int", "clustering"),
    column("v", "text", "regular"),
  ],
} as unknown as TableDescription;

/** A server that refuses some literals. */
const refusing = (refused: readonly string[], error: Error) =>
  fakeContext({
    cassandra: {
      keyValues: (_, literals) =>
        literals.some((literal) => refused.includes(literal))
          ? Promise.reject(error)
          : Promise.resolve(literals.map(() => 1)),
    },
  }).context;

describe("a key that the server refuses", () => {
  const refusal = new InputError("Cassandra refuses the statement: Unable to make int from '99999999999'");

  it.each([
    [
      ["5", "1"],
      ["5"],
      '"5" is no value of id, which is the key\'s partition column',
      /type uuid: such as 123e/,
    ],
    [
      ["123e4567-e89b-42d3-a456-426614174000", "99999999999"],
      ["99999999999"],
      '"99999999999" is no value of n, which is the key\'s clustering column',
      /value of type int: a whole number from -2147483648 to 2147483647$/,
    ],
  ])("%j: names the column and what it takes", async (literals, refused, message, hint) => {
    const error = await keyValues(table, literals, refusing(refused, refusal)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message, hint: expect.stringMatching(hint) as string });
  });

  it("for another reason than a value, or by no answer, is told as the server does", async () => {
    const all = ["5", "1", "null"];
    await expect(keyValues(table, ["5", "1"], refusing(all, refusal))).rejects.toBe(refusal);
    const silent = new ServiceError("Cassandra", "it does not answer");
    await expect(keyValues(table, ["5"], refusing(["5"], silent))).rejects.toBe(silent);
  });
});
