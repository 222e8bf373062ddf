import type { Cassandra } from "#cli/ports/cassandra.js";
import type { FilledTable } from "./filled-table.js";

const rows = 2_000;

/**
 * Fills a table by records of which some are superseded and some are refused. Then one row is missing, and one has another
 * value.
 * @param carry resolves when the connector has carried them all
 */
export async function fillAndHarm(
  filled: FilledTable,
  cassandra: Pick<Cassandra, "execute">,
  carry: () => Promise<unknown>,
): Promise<void> {
  await filled.deploy("id text PRIMARY KEY, body text, n int", {
    mapping: "id=value.id, body=value.body, n=value.n",
  });
  const lines = Array.from({ length: rows + 200 }, (_, index) =>
    JSON.stringify({ id: `d${index % rows}`, body: `b${index}`, n: index % 100 === 7 ? "none" : index }),
  );
  await filled.send(...lines);
  await carry();
  await cassandra.execute(`DELETE FROM ${filled.keyspace}.rows WHERE id = 'd5'`);
  await cassandra.execute(`UPDATE ${filled.keyspace}.rows SET body = 'other' WHERE id = 'd9'`);
}
