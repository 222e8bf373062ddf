import { recordName } from "../../core/dead-letters/letter.js";
import type { CommandContext } from "../../ports/context.js";
import type { Candidate } from "./choose.js";
import { laterRecords } from "./later-records.js";
import { type RecordOrder, recordOrder, type ReplayTarget } from "./replay-targets.js";
import type { LettersOf } from "./selection.js";

/** As the connector is deployed; one that is not will be as its file says. */
export async function orderOf(
  { connector, config }: LettersOf,
  { connect }: CommandContext,
): Promise<RecordOrder> {
  return recordOrder((await connect.config(connector)) ?? config);
}

interface ConflictCheck {
  readonly order: RecordOrder;
  readonly targets: ReadonlyMap<string, ReplayTarget>;
  readonly records: ReadonlySet<string>;
  readonly to: string | undefined;
}

/** Why records must not be sent: they would overwrite later ones. By their names. */
export async function conflicts(
  unsent: readonly Candidate[],
  { order, targets, records, to }: ConflictCheck,
  context: CommandContext,
): Promise<ReadonlyMap<string, string>> {
  const endangered = unsent.filter(({ origin }) => {
    const target = targets.get(to ?? origin.topic);
    // In another topic nothing is known to be later.
    return target?.topic === origin.topic && (order.isByOffset || target.stampsItself);
  });
  const returning = endangered.map(({ name, time, origin, key }) => ({
    ...{ name, time, key, topic: origin.topic, offset: origin.offset },
    partition: origin.partition,
  }));
  const wroteNothing = (at: string, time: number): boolean =>
    records.has(recordName(at, time)) && order.lettersWroteNothing(at.replace(/-\d+@\d+$/, ""));
  const later = await laterRecords(returning, wroteNothing, context);
  const reasons = new Map<string, string>();
  for (const { name, key } of endangered) {
    const found = later.get(name);
    if (key === null)
      reasons.set(name, "it has no key, so it cannot be told which records of its row are later");
    else if (found !== undefined) reasons.set(name, `it would overwrite a later record of its key, ${found}`);
  }
  return reasons;
}
