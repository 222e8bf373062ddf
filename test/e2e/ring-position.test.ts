import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { keyPosition } from "#cli/core/rows/key-position.js";
import { RowCells } from "#cli/core/rows/actual-row.js";
import { tokensOf, ringParts, wholeRing } from "#cli/core/rows/ring-parts.js";
import { tableLayout } from "#cli/core/rows/table-layout.js";
import { cassandraOf } from "#test/support/servers/cassandra.js";

const home = inject("home");
const keyspace = `ring_${process.pid}_${Date.now().toString(36)}`;
let cassandra: ClosableCassandra;

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  await cassandra.execute(
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
});
afterAll(async () => {
  await cassandra.execute(`DROP KEYSPACE ${keyspace}`);
  await cassandra.close();
});

const uuid = "123e4567-e89b-12d3-a456-426614174000";
const values: Readonly<Record<string, readonly string[]>> = {
  ascii: ["'a'", "'a longer text of some words'"],
  text: ["'a'", "'née 🌍'", "'\u0003T'", `'${"x".repeat(300)}'`],
  tinyint: ["0", "-1", "127"],
  smallint: ["0", "-1", "32767"],
  int: ["0", "-1", "2147483647"],
  bigint: ["0", "-1", "9223372036854775807"],
  varint: ["0", "-1", "128", "-129", "123456789012345678901234567890"],
  boolean: ["true", "false"],
  float: ["0", "-1.5", "1e20"],
  double: ["0", "-1.5", "1e200", "0.1"],
  blob: ["0x00", "0xff80", `0x${"ab".repeat(40)}`],
  uuid: [uuid],
  timeuuid: ["50554d6e-29bb-11e5-b345-feff819cdc9f"],
  timestamp: ["0", "-1", "1700000000000"],
  date: ["'1969-12-31'", "'2026-11-28'"],
  time: ["0", "86399999999999"],
};

/** The rows of a table are found by the server in that one of 64 parts of the ring in which they lie by their keys. */
async function placed(name: string, type: string, keys: readonly string[], key = "k"): Promise<void> {
  await cassandra.execute(`CREATE TABLE ${keyspace}.${name} (${type}, v int, PRIMARY KEY ((${key})))`);
  for (const one of keys) {
    await cassandra.execute(`INSERT INTO ${keyspace}.${name} (${key}, v) VALUES (${one}, 1)`);
  }
  const description = await cassandra.describeTable(keyspace, name);
  if (description === undefined) throw new Error(`no table ${name}`);
  const layout = tableLayout(description, []);
  const position = keyPosition(layout);
  if (position === undefined) throw new Error(`${type} has no position`);
  const cells = new RowCells(layout, 0);
  let found = 0;
  for (const part of ringParts(wholeRing, 16)) {
    await cassandra.scan({
      table: description,
      columns: layout.key.map((column) => column.name),
      tokens: tokensOf(part),
      parallelism: 1,
      signal: new AbortController().signal,
      onRows: (rows) => {
        for (const row of rows) {
          const at = position(cells.key(row));
          expect(at >= part.from && at < part.to, `${type}: ${JSON.stringify(row, bigintText)}`).toBe(true);
          found++;
        }
      },
    });
  }
  expect(found).toBe(keys.length);
}

const bigintText = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? String(value) : value;

test.each(Object.entries(values))(
  "a partition key of type %s lies where the server has it",
  async (type, keys) => {
    await placed(`t_${type}`, `k ${type}`, keys);
  },
);

test("a partition key of several columns lies where the server has it", async () => {
  const keys = ["'a', 1, 0x00", "'', -1, 0xffff", `'${"née".repeat(50)}', 2147483647, 0x`];
  await placed("several", "a text, b int, c blob", keys, "a, b, c");
});
