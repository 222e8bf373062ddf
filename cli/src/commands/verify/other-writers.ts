import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import { type Feed, otherWriters, tablesOf } from "./feeds.js";
import { verifyPlan, type VerifyPlan } from "./plan.js";

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
  for (const { feed: other, onSameCluster } of await otherWriters(feed, context)) {
    const shared = { connector: other.carrier.name, tables: tablesOf(other.topics) };
    if (!onSameCluster) {
      unknown.push({ ...shared, reason: "its contact points are others, so it may write another cluster" });
      continue;
    }
    try {
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
