import { setTimeout } from "node:timers/promises";
import type { Bench } from "./bench.js";
import { saleMessage } from "./sales-topic.js";

export interface Pace {
  /** Records a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Each n-th record is looked for in the table. */
  readonly sampleEvery: number;
}

/** How long a row may take until it is given up, in milliseconds. */
const patience = 30_000;

/**
 * Sends sales of as many items at a steady pace, and looks for rows in the table each millisecond.
 * @returns milliseconds from send to the first read that saw the row, of each sampled record
 */
export async function sendAndSee(
  topic: string,
  prefix: string,
  { rate, seconds, sampleEvery }: Pace,
  { kafka, table, signal }: Pick<Bench, "kafka" | "table" | "signal">,
): Promise<readonly number[]> {
  const producer = kafka.producer();
  await producer.connect();
  const work: Promise<unknown>[] = [];
  const latencies: number[] = [];
  const see = async (id: string, sent: number): Promise<void> => {
    while (!(await table.has(id))) {
      if (performance.now() - sent > patience) throw new Error(`row ${id} did not come in ${patience} ms`);
      await setTimeout(1, undefined, { signal });
    }
    latencies.push(performance.now() - sent);
  };
  try {
    const start = performance.now();
    const count = rate * seconds;
    for (let made = 0; made < count; await setTimeout(1, undefined, { signal })) {
      const due = Math.min(count, Math.floor(((performance.now() - start) * rate) / 1000));
      if (due === made) continue;
      const indexes = Array.from({ length: due - made }, (_, index) => made + index);
      const sent = performance.now();
      const messages = indexes.map((index) => saleMessage(`${prefix}-${index}`, Date.now()));
      work.push(producer.send({ topic, messages }));
      for (const index of indexes) if (index % sampleEvery === 0) work.push(see(`${prefix}-${index}`, sent));
      made = due;
    }
    await Promise.all(work);
  } finally {
    // One that failed must not leave the others' failures to nobody.
    await Promise.allSettled(work);
    await producer.disconnect();
  }
  return latencies;
}
