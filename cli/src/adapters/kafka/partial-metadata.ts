import metadata from "kafkajs/src/protocol/requests/metadata/index.js";
import { createErrorFromCode, failure } from "kafkajs/src/protocol/error.js";

/**
 * Lets kafkajs use metadata in which some partitions have no leader. Its own parser throws for one such partition
 * anywhere in the cluster, and so nothing works while a broker is down that alone has a partition: no list of topics, no
 * new topic, no offsets of another topic. Here such a partition stays in the metadata with leader -1; only an error of a
 * topic that was asked for (it is unknown, or not this user's) is still thrown.
 */
export function acceptPartialMetadata(): void {
  for (const version of metadata.versions) {
    const { response } = metadata.protocol({ version })({ topics: [], allowAutoTopicCreation: false });
    response.parse = parsePartial;
  }
}

/** Kafka's LEADER_NOT_AVAILABLE: of a topic, that it is just being made. */
const leaderNotAvailable = 5;

export function parsePartial<Metadata extends { readonly topicMetadata: readonly TopicError[] }>(
  data: Metadata,
): Promise<Metadata> {
  const failed = data.topicMetadata.find(
    ({ topicErrorCode }) => failure(topicErrorCode) && topicErrorCode !== leaderNotAvailable,
  );
  return failed === undefined
    ? Promise.resolve(data)
    : Promise.reject(createErrorFromCode(failed.topicErrorCode));
}

interface TopicError {
  readonly topicErrorCode: number;
}
