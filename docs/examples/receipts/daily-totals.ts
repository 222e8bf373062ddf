import kafkajs from "kafkajs";

/**
 * A service that reads the receipts of item-sales and sums up what each store has sold on each day: a JSON line for each
 * sum that changes. `node --import tsx daily-totals.ts localhost:9092 item_sales_written`; Ctrl-C ends it.
 */
const [servers = "localhost:9092", topic = "item_sales_written"] = process.argv.slice(2);

/** The columns of dg_store.dg_item_sales that are used here. */
interface Sale {
  readonly store_id: string;
  readonly timestamp_dt: string;
  readonly item_sold: string;
}

const totals = new Map<
  string,
  { readonly store: string; readonly day: string; sales: number; sold: number }
>();
/** By partition here and there: receipts of a partition stand in its order, and those that are told again go back. */
const told = new Map<string, number>();

const { Kafka, logLevel } = kafkajs;
const kafka = new Kafka({ brokers: servers.split(","), logLevel: logLevel.ERROR });
// The sums are in memory: each start reads all receipts, and commits nothing.
const consumer = kafka.consumer({ groupId: `daily-totals-${process.pid}` });

const end = (): void => void consumer.disconnect().then(() => process.exit(0));
process.once("SIGINT", end).once("SIGTERM", end);

await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ partition, message }) => {
    const header = (name: string): string => message.headers?.[`cassink.${name}`]?.toString() ?? "";
    const origin = `${partition} ${header("table")} ${header("topic")}-${header("partition")}`;
    const offset = Number(header("offset"));
    if (offset <= (told.get(origin) ?? -1)) return;
    told.set(origin, offset);
    // A tombstone tells of a row that is deleted.
    if (message.value === null) return;
    const {
      store_id: store,
      timestamp_dt: day,
      item_sold: sold,
    } = JSON.parse(message.value.toString()) as Sale;
    const total = totals.get(`${day} ${store}`) ?? { store, day, sales: 0, sold: 0 };
    total.sales += 1;
    total.sold += Number(sold);
    totals.set(`${day} ${store}`, total);
    await new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(total)}\n`, () => resolve()));
  },
});
