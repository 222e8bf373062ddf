import { consumerGroup } from "#cli/core/connect/connector-config.js";
import type { DeployedPipeline } from "#test/judge/stack/deployed-pipeline.js";
import { waitFor } from "#test/support/wait-for.js";

/** Deletes all records of a topic, as retention does. */
export async function truncate(deployed: DeployedPipeline, topic: string): Promise<void> {
  const admin = await deployed.admin();
  const offsets = await admin.fetchTopicOffsets(topic);
  const partitions = offsets
    .filter(({ low, high }) => low !== high)
    .map(({ partition, high }) => ({ partition, offset: high }));
  await admin.deleteTopicRecords({ topic, partitions });
}

/**
 * Whether the connector has committed the end of each partition. Behind its last record may stand a transaction marker,
 * which no group commits: once that is deleted, nobody can say that it was no record.
 */
export async function isReadToItsEnd(deployed: DeployedPipeline, topic: string): Promise<boolean> {
  const admin = await deployed.admin();
  const groupId = consumerGroup(deployed.pipeline.names.connector, deployed.config);
  const [ends, [group]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  return ends.every(
    ({ partition, low, high }) =>
      low === high || group?.partitions.some((each) => each.partition === partition && each.offset === high),
  );
}

/** Deletes a topic, and waits until it is gone. */
export async function deleteTopic(deployed: DeployedPipeline, topic: string): Promise<void> {
  const admin = await deployed.admin();
  await admin.deleteTopics({ topics: [topic] });
  await waitFor({ what: `the end of ${topic}`, deadline: 30_000, every: 100 }, async () =>
    (await admin.listTopics()).includes(topic) ? undefined : true,
  );
}
