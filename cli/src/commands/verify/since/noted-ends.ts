import type { ConnectorConfig } from "../../../core/connect/connector-config.js";
import { maskedConfig } from "../../../core/connect/secret-keys.js";
import { CassinkError, InputError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { VerifiedEnds } from "../../../ports/verified-ends.js";
import type { TopicEnds } from "../offsets.js";
import type { PlannedTopic, VerifyPlan } from "../plan.js";
import { type SinceStart, startAt } from "./since-start.js";

/** What is verified, by which notes of it are told from others. */
export interface Verified {
  readonly connector: string;
  readonly config: ConnectorConfig;
  readonly topics: readonly Pick<PlannedTopic, "topic" | "connector">[];
  readonly tables: readonly Pick<VerifyPlan["tables"][number], "description">[];
}

const wholeHint = "verify the whole table once, without --since, or name offsets or a time";

/** @throws InputError where no verification is noted, or one of other topics or of another config */
export async function startsOfLast(
  ends: readonly TopicEnds[],
  verified: Verified,
  context: CommandContext,
): Promise<readonly SinceStart[]> {
  const noted = await context.verifiedEnds.list(verified.connector);
  const where = `--since last, connector ${verified.connector}`;
  if (noted.length === 0) {
    throw new InputError("no verification of it is noted here that was clean", { where, hint: wholeHint });
  }
  const ids = await topicIds(verified, context);
  const note = ids === undefined ? undefined : latest(noted, verified, ids);
  if (note === undefined) {
    throw new InputError(
      "the last clean verification was of other topics: they were made anew, or are of another cluster",
      { where, hint: wholeHint },
    );
  }
  if (note.config !== configDigest(verified, context)) {
    throw new InputError("the connector's config is not the one by which the table was last verified", {
      where,
      hint: wholeHint,
    });
  }
  if (String(note.tables) !== String(await tableIds(verified, context))) {
    throw new InputError(
      "a table was made anew since it was last verified: what was written before is not in it",
      {
        where,
        hint: wholeHint,
      },
    );
  }
  return ends.map(({ topic, partitions }, index) => {
    const known = note.topics[index]?.partitions ?? [];
    return {
      topic,
      // All records of a partition that was added since are later ones.
      partitions: partitions.map((each) =>
        startAt(topic, each, known.find(({ partition }) => partition === each.partition)?.offset ?? 0),
      ),
    };
  });
}

/**
 * Notes that all was right up to the ends. A run that began behind what is noted leaves a gap, and notes nothing.
 * @param starts undefined where the whole table was judged
 */
export async function noteEnds(
  ends: readonly TopicEnds[],
  starts: readonly SinceStart[] | undefined,
  verified: Verified,
  context: CommandContext,
): Promise<void> {
  const ids = await topicIds(verified, context);
  if (ids === undefined) return;
  const config = configDigest(verified, context);
  const tables = await tableIds(verified, context);
  const { connector } = verified;
  if (starts !== undefined) {
    const note = latest(await context.verifiedEnds.list(connector), verified, ids);
    if (note === undefined || note.config !== config || !reaches(note, starts)) return;
    if (String(note.tables) !== String(tables)) return;
  }
  const topics = ends.map(({ topic, partitions }, index) => ({
    topic,
    connector: verified.topics[index]?.connector ?? connector,
    id: ids[index] ?? "",
    partitions: partitions.map(({ partition, high }) => ({ partition, offset: high })),
  }));
  const name = context.digests.of(JSON.stringify([connector, ids])).slice(0, 32);
  try {
    await context.verifiedEnds.keep(name, { connector, made: context.clock.now(), config, topics, tables });
  } catch (error) {
    // The verification is right without it.
    if (!(error instanceof CassinkError)) throw error;
    context.progress.report({
      kind: "ends not noted",
      connector,
      problem: error.message,
      where: error.where,
    });
  }
}

/** Whether every start is at what is noted, or before it. */
function reaches(note: VerifiedEnds, starts: readonly SinceStart[]): boolean {
  return starts.every(({ partitions }, index) =>
    partitions.every(({ partition, offset, lost }) => {
      const known = note.topics[index]?.partitions.find((each) => each.partition === partition);
      return lost === 0 && offset <= (known?.offset ?? 0);
    }),
  );
}

function latest(
  noted: readonly VerifiedEnds[],
  { topics }: Verified,
  ids: readonly string[],
): VerifiedEnds | undefined {
  const isSame = (note: VerifiedEnds): boolean =>
    note.topics.length === topics.length &&
    topics.every(({ topic, connector }, index) => {
      const known = note.topics[index];
      return known?.topic === topic && known.connector === connector && known.id === ids[index];
    });
  return noted.filter(isSame).sort((left, right) => right.made - left.made)[0];
}

/** Undefined where the broker does not say them. */
async function topicIds(
  { topics }: Verified,
  { kafka }: CommandContext,
): Promise<readonly string[] | undefined> {
  const ids = await Promise.all(topics.map(({ topic }) => kafka.topicId(topic)));
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

async function tableIds({ tables }: Verified, { cassandra }: CommandContext): Promise<readonly string[]> {
  const options = tables.map(({ description: { keyspace, name } }) => cassandra.tableOptions(keyspace, name));
  return (await Promise.all(options)).map(({ id }) => (typeof id === "string" ? id : "unknown"));
}

function configDigest({ config }: Verified, { digests }: CommandContext): string {
  const entries = Object.entries(maskedConfig(config)).sort(([left], [right]) => (left < right ? -1 : 1));
  return digests.of(JSON.stringify(entries));
}
