import { readResolutions } from "../../core/dead-letters/read-letters.js";
import { replaysIn } from "../../core/dead-letters/replays-in-topic.js";
import { keyWithin, resolutionKey } from "../../core/dead-letters/resolution.js";
import { positionText } from "../../core/kafka/record.js";
import type { CommandContext } from "../../ports/context.js";
import { type Candidate, chooseLetters } from "./choose.js";
import type { ReplayClaim } from "./replay-claim.js";
import { noteOf, type ResolutionLog } from "./resolution-log.js";
import type { LettersOf } from "./selection.js";

/**
 * Notes what runs have sent that did not come to their ends: of all letters of the connector, whatever this run is about,
 * as nobody looks for it once the claim is ended.
 * @returns the names of the records that are noted now
 */
export async function noteUnfinished(
  letters: Pick<LettersOf, "topic" | "connector">,
  claim: ReplayClaim,
  log: ResolutionLog,
  context: CommandContext,
): Promise<ReadonlySet<string>> {
  if (!claim.isInherited) return new Set();
  const { topic, connector } = letters;
  const sent = await sentSince(claim, context);
  const placeOf = ({ at, time }: Candidate): string | undefined =>
    (sent.get(resolutionKey(connector, at, time)) ?? sent.get(keyWithin(connector, at)))?.[0];
  const { candidates } = sent.size === 0 ? { candidates: [] } : await chooseLetters(letters, {}, context);
  const found = candidates.filter((each) => isOpen(each) && placeOf(each) !== undefined);
  // A read that Ctrl-C has ended may have brought a part alone: the claim stays, and the next run looks again.
  context.signal.throwIfAborted();
  await claim.keep();
  const at = new Date(context.clock.now()).toISOString();
  await log.write(
    found.map((each) => {
      const { at: origin, time, partition, offset, replays } = each;
      const letter = positionText(topic, partition, offset);
      const to = placeOf(each) ?? "";
      return noteOf({ action: "replayed", connector, origin, time, letter, count: replays + 1, at, to });
    }),
  );
  claim.settle();
  return new Set(found.map(({ name }) => name));
}

export const isOpen = ({ state }: Pick<Candidate, "state">): boolean =>
  state === "waiting" || state === "quarantined";

/**
 * Those of the records that wait now: before a run has its claim, another one may come and go.
 * @param found names of records that this run has noted, which in a dry run nobody else knows
 */
export async function stillOpen(
  candidates: readonly Candidate[],
  found: ReadonlySet<string>,
  { topic, connector }: Pick<LettersOf, "topic" | "connector">,
  { kafka, signal }: CommandContext,
): Promise<readonly Candidate[]> {
  const resolutions = await readResolutions(topic, kafka, signal);
  return candidates.flatMap((each) => {
    const state: Candidate["state"] = resolutions.of(connector, each.at, each.time)?.action ?? "waiting";
    const now = { ...each, state };
    return isOpen(now) && !found.has(each.name) ? [now] : [];
  });
}

/** Where the records are now. */
async function sentSince(
  { from }: ReplayClaim,
  { kafka, signal }: CommandContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const parts = [];
  for (const [topic, starts] of Object.entries(from)) {
    if (!(await kafka.hasTopic(topic))) continue;
    const offsets = await kafka.topicOffsets(topic);
    const ranges = offsets.map(({ partition, low, high }) => ({
      partition,
      from: Math.max(low, starts[String(partition)] ?? low),
      to: high,
    }));
    parts.push({ topic, ranges });
  }
  return replaysIn(parts, kafka, signal);
}
