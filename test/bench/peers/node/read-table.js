/*
 * Reads the table of item sales with its write times by four readers, each of a quarter of the ring:
 * `node read-table.js host:port datacenter`.
 */
import { Client } from "cassandra-driver";

const [contactPoint, localDataCenter] = process.argv.slice(2);
const client = new Client({ contactPoints: [contactPoint], localDataCenter });
const values = ["item_name", "item_sold", "store_id", "timestamp_ms", "timestamp_dt"];
const columns = ["item_id", ...values, ...values.map((name) => `writetime(${name})`)];
const select = `SELECT ${columns.join(", ")} FROM bench_store.dg_item_sales
  WHERE token(item_id) > ? AND token(item_id) <= ?`;
const readers = 4n;
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];
const width = (most - least) / readers;
const read = async (reader) => {
  const after = least + width * reader;
  const upTo = reader === readers - 1n ? most : after + width;
  let rows = 0;
  const options = { prepare: true, fetchSize: 5000, autoPage: true };
  for await (const row of client.stream(select, [String(after), String(upTo)], options)) {
    if (row.item_id !== null) rows++;
  }
  return rows;
};
const counts = await Promise.all(
  Array.from({ length: Number(readers) }, (_, reader) => read(BigInt(reader))),
);
await client.shutdown();
process.stdout.write(`${counts.reduce((sum, count) => sum + count, 0)} rows\n`);
