import type { OutgoingRecord } from "../../core/kafka/record.js";
import { sendBatches, withCount } from "./send-batches.js";
import type { PipelineTopic } from "../../core/pipeline/pipeline.js";
import { durableOutcome, type DurableReport, DurableWatch } from "./durable.js";
import type { DurableRequest } from "./durable-request.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";

export interface ProduceResult extends CommandResult {
  readonly topic: string;
  /** Records that the brokers acknowledged: all that were sent. */
  readonly acknowledged: number;
  /** From the first record made to the last one acknowledged. */
  readonly seconds: number;
  /** Absent in a dry run, which sends nothing. */
  readonly recordsPerSecond?: number;
  /** True when Ctrl-C ended the run; what was made before was still sent. */
  readonly interrupted: boolean;
  /** Milliseconds since the epoch; undefined when nothing was sent. */
  readonly firstTimestamp: number | undefined;
  readonly lastTimestamp: number | undefined;
  /** With --wait-durable: what became of the records. */
  readonly durable?: DurableReport;
}

/** Where records go, and whether their receipts are waited for. */
export interface SendTarget {
  readonly topic: PipelineTopic;
  readonly durable: DurableRequest | undefined;
  readonly isDryRun: boolean;
}

/** Sends batches to a topic, reports progress, and waits for the last acknowledgement, and for the receipts. */
export async function send(
  { topic: { name: topic }, durable, isDryRun }: SendTarget,
  batches: AsyncIterable<readonly OutgoingRecord[]>,
  expected: number | undefined,
  context: CommandContext,
): Promise<ProduceResult> {
  const { clock, progress, signal } = context;
  const producer = await context.kafka.producer();
  const watch = durable && (await DurableWatch.start(durable, context));
  let firstTimestamp: number | undefined;
  let lastTimestamp: number | undefined;
  const count = (done: number): void =>
    progress.report({ kind: "records sent", topic, done, total: expected });
  progress.report({ kind: "sending", topic });
  const start = clock.now();
  count(0);
  const acknowledged = await sendBatches({
    batches,
    send: async (records) => {
      const sentAt = clock.now();
      const places = await producer.send(topic, records);
      watch?.sent(places, sentAt);
      firstTimestamp ??= records[0]?.timestamp;
      lastTimestamp = records.at(-1)?.timestamp;
    },
    onAcknowledged: count,
  }).catch(async (error: unknown) => {
    await watch?.abandon();
    throw error;
  });
  const seconds = (clock.now() - start) / 1000;
  const report = await watch?.finish().catch((error: unknown) => {
    throw withCount(error, acknowledged);
  });
  return {
    outcome: durableOutcome(report),
    topic,
    acknowledged,
    seconds,
    ...(isDryRun
      ? {}
      : { recordsPerSecond: seconds > 0 ? Math.round(acknowledged / seconds) : acknowledged }),
    interrupted: signal.aborted,
    firstTimestamp,
    lastTimestamp,
    ...(report === undefined ? {} : { durable: report }),
  };
}
