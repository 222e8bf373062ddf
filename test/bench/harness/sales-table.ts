import { Client } from "cassandra-driver";
import type { Addresses } from "./stack.js";
import { waitFor } from "#test/support/wait-for.js";

const table = "bench_store.dg_item_sales";

interface RowsWait {
  /** Milliseconds. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** What the peer that writes the rows says of itself. */
  readonly state: () => Promise<string>;
}

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

  awaitFirstRow(waiting: RowsWait): Promise<void> {
    const first = `SELECT item_id FROM ${table} LIMIT 1`;
    return this.#await("the first row", 20, waiting, async () => {
      return (await this.#client.execute(first, [], { prepare: true })).rowLength > 0;
    });
  }

  awaitRows(ids: readonly string[], waiting: RowsWait): Promise<void> {
    const these = `SELECT item_id FROM ${table} WHERE item_id IN ?`;
    return this.#await(`the last rows (${ids.join(", ")})`, 50, waiting, async () => {
      return (await this.#client.execute(these, [ids], { prepare: true })).rowLength === ids.length;
    });
  }

  async #await(
    what: string,
    every: number,
    { deadline, signal, state }: RowsWait,
    areThere: () => Promise<boolean>,
  ): Promise<void> {
    const end = Date.now() + deadline;
    await waitFor({ what, every, deadline, signal }, async (seen) => {
      if (await areThere()) return true;
      // The peer's state is asked for once, when it is about to be shown.
      if (Date.now() > end) seen(await state());
      return undefined;
    });
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
