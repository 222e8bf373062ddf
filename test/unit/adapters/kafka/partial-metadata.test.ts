import { describe, expect, it } from "vitest";
import { acceptPartialMetadata, parsePartial } from "#cli/adapters/kafka/partial-metadata.js";
import metadata from "kafkajs/src/protocol/requests/metadata/index.js";

const led = {
  topicErrorCode: 0,
  topic: "sales",
  partitionMetadata: [{ partitionErrorCode: 0, partitionId: 0, leader: 1 }],
};
/** LEADER_NOT_AVAILABLE */
const leaderless = {
  ...led,
  topic: "old",
  partitionMetadata: [{ partitionErrorCode: 5, partitionId: 0, leader: -1 }],
};

describe("metadata of a cluster with a partition that has no leader", () => {
  it("is taken by every version that kafkajs knows", async () => {
    acceptPartialMetadata();
    const data = { topicMetadata: [led, leaderless] };
    expect(metadata.versions.length).toBeGreaterThan(6);
    for (const version of metadata.versions) {
      const { response } = metadata.protocol({ version })({ topics: [], allowAutoTopicCreation: false });
      expect(await (response.parse as typeof parsePartial)(data)).toBe(data);
    }
  });

  it("is taken when one of several topics was deleted meanwhile", async () => {
    const data = { topicMetadata: [{ ...led, topicErrorCode: 3, partitionMetadata: [] }, led] };
    expect(await parsePartial(data)).toBe(data);
  });

  it("is still refused for a topic that is not there", async () => {
    const unknown = { ...led, topicErrorCode: 3, partitionMetadata: [] };
    await expect(parsePartial({ topicMetadata: [unknown] })).rejects.toMatchObject({
      type: "UNKNOWN_TOPIC_OR_PARTITION",
    });
  });
});
