import type { GroupOffset } from "#cli/core/kafka/topic.js";
import { waitFor, workerLog } from "./wait-for.js";

interface Carrying {
  readonly connector: string;
  /** `--home` of the stack, whose worker's log is shown when the deadline is over. */
  readonly home: string;
  /** The offset behind the last record of each partition. */
  readonly ends: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  readonly committed: (group: string, topic: string) => Promise<readonly GroupOffset[]>;
  /** What Connect says of the connector, asked as long as it is behind. */
  readonly status: () => Promise<unknown>;
  /** Milliseconds. */
  readonly deadline: number;
}

/** Waits until the connector has committed the ends, neither less nor more. */
export async function awaitCarried(carrying: Carrying): Promise<void> {
  const { connector, home, ends, deadline } = carrying;
  const topics = [...new Set(ends.map(({ topic }) => topic))];
  await waitFor({ what: `${connector} to carry all`, deadline, log: workerLog(home) }, async (seen) => {
    const committed = await Promise.all(
      topics.map(async (topic) => [topic, await carrying.committed(`connect-${connector}`, topic)] as const),
    );
    const offsets = new Map(committed);
    const behind = ends.filter(({ topic, partition, offset }) => {
      const found = offsets.get(topic)?.find((commit) => commit.partition === partition)?.offset;
      return (found ?? 0) !== offset;
    });
    if (behind.length === 0) return true;
    seen({ behind, committed, status: await carrying.status() });
    return undefined;
  });
}
