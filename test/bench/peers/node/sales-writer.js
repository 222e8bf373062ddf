import { Client, types } from "cassandra-driver";

const insert = `INSERT INTO bench_store.dg_item_sales
  (item_id, item_name, item_sold, store_id, timestamp_ms, timestamp_dt) VALUES (?, ?, ?, ?, ?, ?)`;

/** The table, as the Node services write it: one prepared statement for each record. */
export class SalesWriter {
  #client;

  /**
   * @param {string} contactPoint `host:port`
   * @param {string} localDataCenter
   */
  constructor(contactPoint, localDataCenter) {
    this.#client = new Client({ contactPoints: [contactPoint], localDataCenter });
  }

  /** @param {{ value: Buffer | null }} record */
  async write({ value }) {
    const sale = JSON.parse(String(value));
    const time = new Date(Number(sale.timestamp_ms));
    const day = types.LocalDate.fromDate(time);
    await this.#client.execute(
      insert,
      [sale.item_id, sale.item_name, String(sale.item_sold), sale.store_id, time, day],
      { prepare: true },
    );
  }
}
