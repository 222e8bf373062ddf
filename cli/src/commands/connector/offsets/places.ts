import { isolationLevel } from "../../../core/connect/connector-config.js";
import type { DeployedConnector } from "../../../core/connect/deployed-connector.js";
import { type PartitionPlace, isMeant } from "../../../core/kafka/offset-move.js";
import { InputError, UsageError } from "../../../errors.js";
import { partitionText } from "../../../core/kafka/record.js";
import type { CommandContext } from "../../../ports/context.js";
import { type TargetConnector, selectInCluster } from "../cluster-selection.js";
import { refuseAbsent } from "../refuse-absent.js";
import { existingTopicsFor, readTopics } from "../read-topics.js";

export interface Places {
  readonly partitions: readonly PartitionPlace[];
  /** Partitions that no running broker has: their ends are not known. */
  readonly leaderless: readonly { readonly topic: string; readonly partition: number }[];
  /** Committed in partitions that the connector does not read any more, or that are gone. */
  readonly unread: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  /** Why it is not known which topics it reads. */
  readonly topicsUnknown?: string;
}

/** Where a deployed sink connector stands in each partition, by Connect's word and Kafka's. */
export async function placesOf(
  { name, config }: DeployedConnector,
  existingTopics: readonly string[],
  { connect, kafka }: CommandContext,
): Promise<Places> {
  const [commits, { topics, unknown }] = await Promise.all([
    connect.offsets(name),
    readTopics(config, existingTopics, kafka),
  ]);
  const isolation = isolationLevel(config);
  const available = await Promise.all(
    topics.map(async (topic) => ({ topic, ...(await kafka.availableOffsets(topic, isolation)) })),
  );
  const partitions = available.flatMap(({ topic, partitions: ends }) =>
    ends.map(({ partition, low, high }) => ({
      topic,
      partition,
      committed: commits.find((commit) => commit.topic === topic && commit.partition === partition)?.offset,
      start: low,
      end: high,
    })),
  );
  const leaderless = available.flatMap(({ topic, leaderless: without }) =>
    without.map((partition) => ({ topic, partition })),
  );
  const isKnown = (commit: { readonly topic: string; readonly partition: number }): boolean =>
    [...partitions, ...leaderless].some(
      ({ topic, partition }) => topic === commit.topic && partition === commit.partition,
    );
  return {
    partitions,
    leaderless,
    unread: commits.filter((commit) => !isKnown(commit)),
    ...(unknown === undefined ? {} : { topicsUnknown: unknown }),
  };
}

/** A deployed sink connector. */
export type NamedSink = TargetConnector & { readonly deployed: DeployedConnector };

/**
 * The one connector that a command changes the offsets of.
 * @throws UsageError where none or several are named; InputError for one that is not deployed, and for a source
 */
export async function soleSink(
  selection: { readonly name?: readonly string[]; readonly file?: readonly string[] },
  context: CommandContext,
): Promise<NamedSink> {
  const { name = [], file = [] } = selection;
  if (name.length + file.length === 0) {
    throw new UsageError("no connector is named", { hint: '"cassink connector list" shows them' });
  }
  const { connectors } = await selectInCluster({ name, file }, context);
  const [target, ...others] = connectors;
  if (target === undefined || others.length > 0) {
    throw new UsageError("offsets are changed of one connector at a time", {
      hint: `these are named: ${connectors.map((each) => each.name).join(", ")}`,
    });
  }
  return { ...target, deployed: deployedSink(target, context) };
}

/** @throws InputError for a connector that is not deployed, and for a source */
export function deployedSink(target: TargetConnector, context: CommandContext): DeployedConnector {
  const deployed = refuseAbsent(target, context);
  if (deployed.status?.type === "source") {
    throw new InputError(`connector ${target.name} is a source: it reads no topic`, {
      where: context.connect.url,
    });
  }
  return deployed;
}

/**
 * As {@link placesOf}, where nothing may be missing.
 * @param only the topics and partitions that are meant
 * @throws InputError where one of them cannot be looked at
 */
export async function wholePlaces(
  target: NamedSink,
  only: readonly string[] | undefined,
  context: CommandContext,
): Promise<readonly PartitionPlace[]> {
  const { name, deployed } = target;
  const places = await placesOf(deployed, await existingTopicsFor([target], context.kafka), context);
  const { partitions, leaderless, topicsUnknown } = places;
  if (topicsUnknown !== undefined) {
    throw new InputError(`it is not known what connector ${name} reads: ${topicsUnknown}`);
  }
  const missing = leaderless.filter((without) => isMeant(without, only));
  if (missing.length > 0) {
    const names = missing.map(partitionText).join(", ");
    throw new InputError(`no running broker has ${names}`, {
      hint: "name the others with --only, or start the brokers",
    });
  }
  return partitions;
}
