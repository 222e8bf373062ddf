import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import { type Feed, otherWriters, tablesOf } from "./feeds.js";
import { type PlannedTable, verifyPlan, type VerifyPlan } from "./plan.js";

/** Another connector that writes tables of the pipeline, and whose rows are not computed. */
export interface UnknownWriter {
  readonly connector: string;
  /** `keyspace.table` of each that it shares with the pipeline. */
  readonly tables: readonly string[];
  readonly reason: string;
}

interface SharedPlan {
  readonly plan: VerifyPlan;
  /** Connectors whose rows are computed together with the pipeline's. */
  readonly others: readonly Feed[];
  readonly unknown: readonly UnknownWriter[];
}

/**
 * The plan for a pipeline's tables, into which the other connectors are taken that write them, too. One that cannot be
 * judged stays outside: then a row may be its.
 */
export async function planWithOthers(
  feed: Feed,
  file: string,
  kept: number,
  context: CommandContext,
): Promise<SharedPlan> {
  const others: Feed[] = [];
  const unknown: UnknownWriter[] = [];
  // Before the others are looked at, so that what is wrong with the pipeline's own config is said first.
  let plan = await verifyPlan([feed], file, kept, context);
  const writers = await otherWriters(feed, context);
  const topicNames = writers.length === 0 ? [] : await context.kafka.topicNames();
  for (const { feed: other, onSameCluster } of writers) {
    const shared = { connector: other.carrier.name, tables: tablesOf(other.topics) };
    if (!onSameCluster) {
      unknown.push({ ...shared, reason: "its contact points are others, so it may write another cluster" });
      continue;
    }
    const absent = other.topics.filter(({ topic }) => !topicNames.includes(topic)).map(({ topic }) => topic);
    if (absent.length > 0) {
      // What it has written came from records that nobody has any more.
      unknown.push({ ...shared, reason: `its topic ${absent.join(", ")} is not there` });
      continue;
    }
    try {
      // Connect may have one whose name it takes in no path.
      await context.connect.status(other.carrier.name);
      plan = await verifyPlan([feed, ...others, other], file, kept, context);
      others.push(other);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unknown.push({ ...shared, reason: error.message });
    }
  }
  // A plan that was given up has left its marks in none but its own tables.
  return { plan, others, unknown };
}

export function isSharedWithUnknown(
  { description: { keyspace, name } }: PlannedTable,
  unknown: readonly UnknownWriter[],
): boolean {
  return unknown.some(({ tables }) => tables.includes(`${keyspace}.${name}`));
}
