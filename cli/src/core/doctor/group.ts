import type { GroupDescription } from "../connect/group.js";
import { partitionLags, unreadLosses } from "../kafka/lag.js";
import { positionText } from "../kafka/record.js";
import type { GroupOffset, PartitionOffsets } from "../kafka/topic.js";
import { type Check, finding, good, warning } from "./check.js";

/** A connector's consumer group, and the topics that it reads. */
export interface GroupState {
  readonly group: string;
  readonly connector: string;
  /** Whether a connector of this name is there, and is this pipeline's. */
  readonly isDeployed: boolean;
  readonly members: GroupDescription["members"];
  /** Other connectors of the cluster that read as the same group. */
  readonly others: readonly string[];
  readonly topics: readonly {
    readonly topic: string;
    readonly ends: readonly PartitionOffsets[];
    readonly commits: readonly GroupOffset[];
  }[];
}

/** Who else reads as the group, and whether it goes on where it should. */
export function groupChecks(state: GroupState): readonly Check[] {
  const { group, connector, isDeployed, members, others, topics } = state;
  const subject = "consumer group";
  const checks: Check[] = [];
  const share = "each of them gets a part of the records, and neither all";
  if (others.length > 0) {
    const advice = "remove consumer.override.group.id from one of them, or give it another value";
    checks.push(finding(subject, `${group} is that of ${others.join(", ")} too: ${share}`, advice));
  } else if (!isDeployed && members.length > 0) {
    const seen = `${group} has ${counted(members.length, "member")}, and this Connect cluster has no such connector: ${share}`;
    const advice =
      "look for a connector of this name on another Connect cluster, or give this one another name";
    checks.push(finding(subject, seen, advice));
  }
  for (const { topic, ends, commits } of topics) {
    checks.push(...beyond(state, topic, ends, commits));
    for (const loss of unreadLosses(topic, ends, commits)) {
      const at = positionText(topic, loss.partition, loss.from);
      const seen = `${at} to ${loss.to - 1} were deleted before they were read: they are in no table`;
      const advice = "raise retention.ms of the topic; send the records again where they are kept elsewhere";
      checks.push({ ...finding(subject, seen, advice), where: at });
    }
  }
  if (checks.length > 0) return checks;
  const lags = topics.flatMap(({ topic, ends, commits }) => partitionLags(topic, ends, commits));
  const lag = lags.reduce((sum, each) => sum + each.lag, 0);
  const commits = lags.filter(({ committed }) => committed !== undefined).length;
  if (!isDeployed && commits > 0) {
    const seen = `${group} has read these topics before, and a connector of this name goes on there: ${lag} records are to be carried`;
    const advice = `where all are to be carried: after the deployment, cassink connector offsets set ${connector} --earliest`;
    return [warning(subject, seen, advice)];
  }
  return [
    good(subject, `${group}: ${counted(members.length, "member")}, ${counted(lag, "record")} to carry`),
  ];
}

/** Committed offsets behind the end: the topic was made again. */
function beyond(
  { connector }: GroupState,
  topic: string,
  ends: readonly PartitionOffsets[],
  commits: readonly GroupOffset[],
): readonly Check[] {
  return ends.flatMap(({ partition, high }): readonly Check[] => {
    const committed = commits.find((commit) => commit.partition === partition)?.offset;
    if (committed === undefined || committed <= high) return [];
    const at = positionText(topic, partition, committed);
    const seen = `it has committed ${at}, and the partition ends at ${high}: the topic was made again, and records may be passed over`;
    const advice = `cassink connector offsets set ${connector} --earliest, and cassink verify table`;
    return [{ ...finding("consumer group", seen, advice), where: at }];
  });
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
