import { Client } from "cassandra-driver";
import type { Addresses } from "./stack.js";
import { type Patience, until } from "./until.js";

const table = "dg_store.dg_item_sales";

/** The table that every peer writes, as the bench looks at it. */
export class SalesTable {
  readonly #client: Client;

  constructor({ cassandra, datacenter }: Addresses) {
    this.#client = new Client({
      contactPoints: [`${cassandra.host}:${cassandra.port}`],
      localDataCenter: datacenter,
      // A truncate waits for the node to flush and to take its snapshot.
      socketOptions: { readTimeout: 120_000 },
    });
  }

  async empty(): Promise<void> {
    await this.#client.execute(`TRUNCATE ${table}`);
  }

  awaitFirstRow(patience: Omit<Patience, "every">): Promise<void> {
    const first = `SELECT item_id FROM ${table} LIMIT 1`;
    const isThere = async (): Promise<boolean> =>
      (await this.#client.execute(first, [], { prepare: true })).rowLength > 0;
    return until("the first row", isThere, { ...patience, every: 20 });
  }

  awaitRows(ids: readonly string[], patience: Omit<Patience, "every">): Promise<void> {
    const these = `SELECT item_id FROM ${table} WHERE item_id IN ?`;
    const areThere = async (): Promise<boolean> =>
      (await this.#client.execute(these, [ids], { prepare: true })).rowLength === ids.length;
    return until(`the last rows (${ids.join(", ")})`, areThere, { ...patience, every: 50 });
  }

  /** Whether a read at LOCAL_ONE, the driver's default, sees the row. */
  async has(id: string): Promise<boolean> {
    const one = `SELECT item_id FROM ${table} WHERE item_id = ?`;
    return (await this.#client.execute(one, [id], { prepare: true })).rowLength > 0;
  }

  close(): Promise<void> {
    return this.#client.shutdown();
  }
}
