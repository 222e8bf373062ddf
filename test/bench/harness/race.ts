import { loadavg } from "node:os";
import type { Bench } from "./bench.js";
import { processorSeconds } from "./processor-time.js";
import type { SalesTopic } from "./sales-topic.js";
import { type Verified, verify } from "./verification.js";

/** One measured run of a peer over a whole topic. */
export interface Run {
  /** Records of the topic by seconds from the first visible row to the last one of every partition. */
  readonly rowsPerSecond: number;
  readonly seconds: number;
  /** Processor seconds of the peer's process per million records, over the same time. */
  readonly processorSecondsPerMillion?: number;
  /** The same from its start on. */
  readonly processorSecondsPerMillionWithStart?: number;
  /** Seconds from its start to the first visible row. */
  readonly secondsToFirstRow?: number;
  /** Load of the machine in the minute before. */
  readonly loadBefore: number;
  readonly verified: Verified;
}

/** A peer at work. */
export interface Carrier {
  /** Whose processor time is counted. */
  readonly pid: number;
  /** Pipeline file whose mapping says what the table must hold. */
  readonly pipeline: string;
  /** Whether it has given up, and what it says. */
  state(): Promise<{ readonly failed: boolean; readonly text: string }>;
  stop(): Promise<void>;
}

/** Empties the table, lets a peer carry the topic, and holds the table against the topic. */
export async function race(topic: SalesTopic, bench: Bench, start: () => Promise<Carrier>): Promise<Run> {
  const { table, signal, stack } = bench;
  await table.empty();
  const loadBefore = loadavg()[0] ?? 0;
  const began = performance.now();
  const carrier = await start();
  const atStart = await processorSeconds(carrier.pid);
  // A peer that fails ends the wait for its rows.
  const failed = new AbortController();
  const watch = setInterval(() => {
    void carrier.state().then(({ failed: hasFailed, text }) => {
      if (hasFailed) failed.abort(new Error(`it failed: ${text}`));
    }, failed.abort.bind(failed));
  }, 2_000);
  const waiting = {
    signal: AbortSignal.any([signal, failed.signal]),
    state: async () => (await carrier.state()).text,
  };
  try {
    await table.awaitFirstRow({ ...waiting, deadline: 180_000 });
    const first = performance.now();
    const before = await processorSeconds(carrier.pid);
    await table.awaitRows(topic.sentinels, { ...waiting, deadline: 180_000 + topic.records });
    const seconds = (performance.now() - first) / 1000;
    const after = await processorSeconds(carrier.pid);
    clearInterval(watch);
    const verified = await verify(carrier.pipeline, stack.home, topic.records);
    return {
      rowsPerSecond: topic.records / seconds,
      seconds,
      ...processorTime({ atStart, before, after }, topic.records),
      secondsToFirstRow: (first - began) / 1000,
      loadBefore,
      verified,
    };
  } finally {
    clearInterval(watch);
    await carrier.stop();
  }
}

/** Nothing on a system that does not tell. */
function processorTime(
  { atStart, before, after }: Readonly<Record<"atStart" | "before" | "after", number | undefined>>,
  records: number,
): Pick<Run, "processorSecondsPerMillion" | "processorSecondsPerMillionWithStart"> {
  if (atStart === undefined || before === undefined || after === undefined) return {};
  return {
    processorSecondsPerMillion: ((after - before) * 1e6) / records,
    processorSecondsPerMillionWithStart: ((after - atStart) * 1e6) / records,
  };
}
