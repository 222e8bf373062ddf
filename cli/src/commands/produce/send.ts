import type { Outgoing } from "../../core/produce/outgoing.js";
import { sendBatches } from "../../core/produce/send-batches.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";

export interface ProduceResult extends CommandResult {
  readonly topic: string;
  /** Records that the brokers acknowledged: all that were sent. */
  readonly acknowledged: number;
  /** From the first record made to the last one acknowledged. */
  readonly seconds: number;
  readonly recordsPerSecond: number;
  /** True when Ctrl-C ended the run; what was made before was still sent. */
  readonly interrupted: boolean;
  /** Milliseconds since the epoch; undefined when nothing was sent. */
  readonly firstTimestamp: number | undefined;
  readonly lastTimestamp: number | undefined;
}

/** Sends batches to a topic, reports progress, and waits for the last acknowledgement. */
export async function send(
  topic: string,
  batches: AsyncIterable<readonly Outgoing[]>,
  expected: number | undefined,
  context: CommandContext,
): Promise<ProduceResult> {
  const { clock, progress, signal } = context;
  const producer = await context.kafka.producer();
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
      await producer.send(topic, records);
      firstTimestamp ??= records[0]?.timestamp;
      lastTimestamp = records.at(-1)?.timestamp;
    },
    onAcknowledged: count,
  });
  const seconds = (clock.now() - start) / 1000;
  return {
    outcome: "clean",
    topic,
    acknowledged,
    seconds,
    recordsPerSecond: seconds > 0 ? Math.round(acknowledged / seconds) : acknowledged,
    interrupted: signal.aborted,
    firstTimestamp,
    lastTimestamp,
  };
}
