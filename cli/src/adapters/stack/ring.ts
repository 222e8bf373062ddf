import { setTimeout } from "node:timers/promises";
import { type StackPlan, basePorts, hostOf, indexes, nameOf } from "../../core/stack/plan.js";
import { ServiceError } from "../../errors.js";
import { nodeClient, superuser } from "./secure-clients.js";

/** Milliseconds from one question to the next. */
const every = 300;

/**
 * Waits until each node has the tokens of all others. A node that answers and does not know the others yet takes itself
 * for the owner of every row, and a row that is written through it then would be where nobody looks for it later.
 */
export async function untilRingIsWhole(plan: StackPlan, until: number, signal: AbortSignal): Promise<void> {
  if (plan.nodes === 1) return;
  await Promise.all(indexes(plan.nodes).map((index) => untilNodeKnowsOthers(plan, index, until, signal)));
}

async function untilNodeKnowsOthers(
  plan: StackPlan,
  index: number,
  until: number,
  signal: AbortSignal,
): Promise<void> {
  const node = `${hostOf(index)}:${basePorts.cql + plan.portOffset}`;
  for (;;) {
    const known = await othersOf(plan, node).catch(() => 0);
    if (known === plan.nodes - 1) return;
    signal.throwIfAborted();
    if (Date.now() > until) {
      throw new ServiceError(
        "Cassandra",
        `${nameOf("cassandra", index)} answers and knows ${known} of ${plan.nodes - 1} other nodes`,
        { where: node },
      );
    }
    await setTimeout(every, undefined, { signal }).catch(() => undefined);
  }
}

/** The other nodes of which this one has tokens, as `nodetool ring` on it would show them. */
async function othersOf(plan: StackPlan, node: string): Promise<number> {
  const client = await nodeClient(node, plan.secure ? await superuser(plan.home) : undefined);
  try {
    const { rows } = await client.execute("SELECT tokens FROM system.peers_v2");
    return rows.filter((row) => (row["tokens"] as readonly string[] | null)?.length).length;
  } finally {
    await client.shutdown();
  }
}
