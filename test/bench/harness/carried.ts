import { awaitCarried } from "#test/support/await-carried.js";
import type { Bench } from "./bench.js";

/** Waits until a connector has committed the ends that its topic has now. */
export async function carried(connector: string, topic: string, { kafka, stack }: Bench): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    await awaitCarried({
      connector,
      home: stack.home,
      ends: ends.map(({ partition, high }) => ({ topic, partition, offset: Number(high) })),
      committed: async (groupId) => {
        const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
        const committed = found?.partitions ?? [];
        return committed.map(({ partition, offset }) => ({ partition, offset: Number(offset) }));
      },
      status: () => Promise.resolve(undefined),
      deadline: 120_000,
    });
  } finally {
    await admin.disconnect();
  }
}
