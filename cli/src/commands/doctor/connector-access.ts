import { consumerGroup } from "../../core/connect/connector-config.js";
import type { Check } from "../../core/doctor/check.js";
import { groupChecks } from "../../core/doctor/group.js";
import { brokerRightsCheck, tableRightChecks, type WriteRight } from "../../core/doctor/rights.js";
import type { CommandContext } from "../../ports/context.js";
import type { Examined, Lines } from "./examined.js";

/** The connector's consumer group: who else reads as it, and where it goes on. */
export async function groupLines(
  { connector, config, sink, topics, deployed, isForeign }: Examined,
  { kafka, connect }: CommandContext,
): Promise<readonly Check[]> {
  // Of another connector's group its own pipeline says more.
  if (isForeign) return [];
  const group = consumerGroup(connector, config);
  const configs = await connect.configs();
  const others = [...configs]
    .filter(([name, other]) => name !== connector && consumerGroup(name, other) === group)
    .map(([name]) => `connector ${name}`);
  const { members } = await kafka.describeGroup(group);
  const read = await Promise.all(
    topics.map(async (topic) => ({
      topic,
      ends: (await kafka.availableOffsets(topic, sink?.isolation)).partitions,
      commits: await kafka.groupOffsets(group, topic),
    })),
  );
  return groupChecks({ group, connector, isDeployed: deployed !== undefined, members, others, topics: read });
}

/**
 * What the connector may do, as far as it can be seen: on the brokers nothing tells as whom a worker logs in; where the
 * connector carries already, it may.
 * @param checks all others
 */
export async function rightLines(
  { connector, config, sink, topics, deployed, isForeign }: Examined,
  checks: readonly Check[],
  line: Lines,
  { kafka, cassandra }: CommandContext,
): Promise<readonly Check[]> {
  const isWell = checks
    .filter(({ subject }) => ["connector", "consumer group"].includes(subject))
    .every(({ state }) => state === "ok");
  const group = consumerGroup(connector, config);
  let isSeen = false;
  const onKafka = await line("rights on Kafka", ["kafka"], async () => {
    const checked = await kafka.checksRights();
    if (deployed !== undefined && !isForeign && isWell) {
      const commits = await Promise.all(topics.map((topic) => kafka.groupOffsets(group, topic)));
      isSeen = commits.flat().some(({ offset = 0 }) => offset > 0);
    }
    return [brokerRightsCheck({ checked, isSeen, group, topics, receipts: sink?.receipts, connector })];
  });
  if (sink === undefined) return onKafka;
  const role = config["auth.username"];
  // A reference is the worker's to resolve.
  const isKnown = role === undefined || !role.includes("${");
  const onCassandra = await line("rights on Cassandra", ["cassandra"], async () => {
    const tables = new Map<string, WriteRight>();
    for (const { keyspace, table } of sink.topics.flatMap((topic) => topic.tables)) {
      const name = `${keyspace}.${table}`;
      if (tables.has(name) || (await cassandra.describeTable(keyspace, table)) === undefined) continue;
      const right = await cassandra.writeRight(isKnown ? role : undefined, { keyspace, table });
      tables.set(name, right);
    }
    return tableRightChecks(
      role,
      [...tables].map(([name, right]) => ({ name, right })),
      isSeen,
    );
  });
  return [...onKafka, ...onCassandra];
}
