import metadata from "kafkajs/src/protocol/requests/metadata/index.js";
import { createErrorFromCode, failure } from "kafkajs/src/protocol/error.js";

/**
 * Lets kafkajs use metadata in which some partitions have no leader. Its own parser throws for one such partition
 * anywhere in the cluster, and so nothing works while a broker is down that alone has a partition: no list of topics, no
 * new topic, no offsets of another topic. Here such a partition stays in the metadata with leader -1. An error of a topic
 * that was asked for (it is unknown, or not this user's) is thrown when there is nothing else in the answer: a topic
 * that was deleted since kafkajs first asked for it must not hide the others.
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
  const [first] = data.topicMetadata;
  const isUseless = first !== undefined && data.topicMetadata.every(hasFailed);
  return isUseless ? Promise.reject(createErrorFromCode(first.topicErrorCode)) : Promise.resolve(data);
}

const hasFailed = ({ topicErrorCode }: TopicError): boolean =>
  failure(topicErrorCode) && topicErrorCode !== leaderNotAvailable;

interface TopicError {
  readonly topicErrorCode: number;
}
