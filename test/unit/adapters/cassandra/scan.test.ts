import { expect, test } from "vitest";
import { rowReader } from "#cli/adapters/cassandra/scan.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";

test("write times are numbers, and beyond 2^53 exact all the same", () => {
  const column = {
    name: "a",
    typeText: "int",
    type: parseCqlType("int"),
    kind: "regular",
    position: -1,
    clusteringOrder: "none",
  } as const;
  const read = rowReader([column], 1);
  const high = 39_399_425_100_000_001n;
  expect(read({ c0: 5, w0: 1_530_305_100_000_001n, t0: null })).toEqual([5, 1_530_305_100_000_001, null]);
  expect(read({ c0: 5, w0: high, t0: 60 })).toEqual([5, high, 60]);
  expect(read({ c0: null, w0: null, t0: null })).toEqual([null, null, null]);
});
