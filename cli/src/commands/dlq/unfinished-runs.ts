import { recordName } from "../../core/dead-letters/letter.js";
import { readResolutions } from "../../core/dead-letters/read-letters.js";
import { replaysIn } from "../../core/dead-letters/replays-in-topic.js";
import { keyWithin, recordOfKey, resolutionKey } from "../../core/dead-letters/resolution.js";
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
  const found = candidates.filter((each) => isUnsent(each) && placeOf(each) !== undefined);
  const known = new Set(candidates.map(({ name }) => name));
  const outside = (await replaysOutside(sent, letters, context)).filter(({ name }) => !known.has(name));
  // A read that Ctrl-C has ended may have brought a part alone: the claim stays, and the next run looks again.
  context.signal.throwIfAborted();
  await claim.keep();
  const now = { action: "replayed", connector, at: new Date(context.clock.now()).toISOString() } as const;
  await log.write([
    ...found.map((each) => {
      const { at: origin, time, partition, offset, replays } = each;
      const letter = positionText(topic, partition, offset);
      return noteOf({ ...now, origin, time, letter, count: replays + 1, to: placeOf(each) ?? "" });
    }),
    ...outside.map(({ origin, time, count, to }) => noteOf({ ...now, origin, time, count, to })),
  ]);
  claim.settle();
  return new Set([...found, ...outside].map(({ name }) => name));
}

interface Replay {
  readonly name: string;
  readonly origin: string;
  readonly time: number;
  readonly count: number;
  readonly to: string;
}

/**
 * Replays that are not noted yet, as their own headers tell of them: a run that has sent the letters of a file may have
 * been about some that are no longer in the topic.
 */
async function replaysOutside(
  sent: ReadonlyMap<string, readonly string[]>,
  { topic, connector }: Pick<LettersOf, "topic" | "connector">,
  { kafka, signal }: CommandContext,
): Promise<readonly Replay[]> {
  if (sent.size === 0) return [];
  const resolutions = await readResolutions(topic, kafka, signal);
  return [...sent].flatMap(([key, [to = ""]]) => {
    // What has no time was sent before there were files to send from.
    const { origin, time } = recordOfKey(key, connector) ?? {};
    if (origin === undefined || time === undefined) return [];
    const noted = resolutions.of(connector, origin, time);
    if (noted?.action === "replayed") return [];
    return [{ name: recordName(origin, time), origin, time, count: (noted?.count ?? 0) + 1, to }];
  });
}

export const isOpen = ({ state }: Pick<Candidate, "state">): boolean =>
  state === "waiting" || state === "quarantined";

/** Open, or given up: whoever brings a record in a file wants it after all. */
export const isUnsent = ({ state }: Pick<Candidate, "state">): boolean => state !== "replayed";

/**
 * The records as they are now, without those that were sent: before a run has its claim, another one may come and go.
 * @param found names of records that this run has noted, which in a dry run nobody else knows
 */
export async function unsettled(
  candidates: readonly Candidate[],
  found: ReadonlySet<string>,
  { topic, connector }: Pick<LettersOf, "topic" | "connector">,
  { kafka, signal }: CommandContext,
): Promise<readonly Candidate[]> {
  const resolutions = await readResolutions(topic, kafka, signal);
  return candidates.flatMap((each) => {
    const state: Candidate["state"] = resolutions.of(connector, each.at, each.time)?.action ?? "waiting";
    const now = { ...each, state };
    return isUnsent(now) && !found.has(each.name) ? [now] : [];
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
