import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import { keyOfRestrictions, keyOfWords } from "#cli/core/ddl/asked-key.js";
import { parseWhere } from "#cli/core/ddl/where.js";
import { UsageError } from "#cli/errors.js";

const types = ["text", "timestamp", "date", "uuid", "int", "frozen<list<int>>"];
const table = {
  keyspace: "shop",
  name: "sales",
  columns: types.map((typeText, position) => ({
    name: `k${position}`,
    typeText,
    type: parseCqlType(typeText),
    kind: position === 0 ? "partition_key" : "clustering",
    position,
    clusteringOrder: "asc",
  })),
} as const satisfies TableDescription;
const words = (...some: readonly string[]) => keyOfWords(some, table);

describe("the key that is asked for", () => {
  it("takes values as a shell gives them, texts without quotes", () => {
    const uuid = "123e4567-e89b-12d3-a456-426614174000";
    expect(words("it's 'x'", "2026-01-01T12:00:00Z", "2026-01-01", uuid, "-5", "[1, 2]")).toEqual([
      "'it''s ''x'''",
      "'2026-01-01T12:00:00Z'",
      "'2026-01-01'",
      uuid,
      "-5",
      "[1, 2]",
    ]);
    expect(words("42", "1767268800000", "'2026-01-01'")).toEqual(["'42'", "1767268800000", "'2026-01-01'"]);
  });

  it("takes nothing that is more than one value", () => {
    const uuid = "123e4567-e89b-12d3-a456-426614174000";
    for (const word of ["1) FROM x", "1; DROP TABLE y", "1 AND c = 2", "", "(1, 2", "now()"]) {
      expect(() => words("a", "0", "0", uuid, word), word).toThrow(UsageError);
    }
    expect(() => words("a", "0", "0", uuid, "1", "[]", "2")).toThrow("the key has 6: k0, k1, k2, k3, k4, k5");
  });

  it("is the same by restrictions in any order, without one left out", () => {
    const where = (text: string) => keyOfRestrictions(parseWhere(text), table);
    expect(where("k1 = 5 AND k0 = 'a'")).toEqual(["'a'", "5"]);
    expect(() => where("k0 = 'a' AND k2 = 5")).toThrow("k1 is left out, and one behind it in the key is not");
    expect(() => where("k0 IN ('a', 'b')")).toThrow("k0 is restricted by IN: one row is asked for");
    expect(() => where("k0 = 'a' AND k0 = 'b'")).toThrow("k0 is restricted twice");
    expect(() => where("v = 1")).toThrow("v is not of the primary key");
  });
});
