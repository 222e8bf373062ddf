import type { Kafka } from "#cli/ports/kafka.js";
import { waitFor } from "#test/support/wait-for.js";

export interface StoppableWriter {
  stop(): void;
  goOn(): void;
}

/** Stops who writes a topic in the middle of a transaction: its records are there, and nobody may read them yet. */
export async function stopWithinTransaction(
  { kafka, topic, log }: { readonly kafka: Kafka; readonly topic: string; readonly log: string },
  writer: StoppableWriter,
): Promise<void> {
  /** Where readers of committed messages have to stop; undefined while none has to. */
  const held = async (): Promise<string | undefined> => {
    const stable = await kafka.topicOffsets(topic, "read_committed");
    const ends = await kafka.topicOffsets(topic, "read_uncommitted");
    const open = stable.filter(({ partition, high }) =>
      ends.some((end) => end.partition === partition && high < end.high),
    );
    return open.length === 0 ? undefined : JSON.stringify(open);
  };
  await waitFor({ what: `an open transaction on ${topic}`, deadline: 60_000, every: 2, log }, async () => {
    if ((await held()) === undefined) return undefined;
    writer.stop();
    // What was on its way to the brokers arrives with the first looks; then nothing moves.
    for (let look = 0; look < 5; look++) await held();
    const first = await held();
    for (let look = 0; look < 20; look++) {
      if (first === undefined || (await held()) !== first) {
        writer.goOn();
        return undefined;
      }
    }
    return true;
  });
}
