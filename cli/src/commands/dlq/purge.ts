import { positionText } from "../../core/kafka/record.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { DlqPurgeInput } from "../../program/dlq.js";
import { type Candidate, chooseLetters, filterOf } from "./choose.js";
import { ReplayClaim } from "./replay-claim.js";
import { noteOf, ResolutionLog } from "./resolution-log.js";
import { type LettersOf, selectLetters } from "./selection.js";
import { isOpen, noteUnfinished, unsettled } from "./unfinished-runs.js";

export interface DlqPurgeResult extends CommandResult {
  readonly pipeline: string;
  readonly connector: string;
  readonly topic: string;
  /** Records that are given up now. */
  readonly purged: number;
  /** The first of them: `topic-partition@offset`. */
  readonly examples: readonly string[];
  /** Records that an unfinished replay had sent: that was noted now, and they are not given up. */
  readonly found: number;
  /** Letters that fit and do not say of which record they are: nothing can be noted of them. */
  readonly withoutOrigin: number;
  /** Whether Ctrl-C has ended it before all were noted: a second run goes on. */
  readonly interrupted: boolean;
}

const notesPerBatch = 1_000;
const shownExamples = 5;

/** Notes that records are given up. What is noted already stays as it is, and what a replay has sent is noted first. */
export async function run(input: DlqPurgeInput, context: CommandContext): Promise<DlqPurgeResult> {
  const { clock, signal } = context;
  const letters = await selectLetters(input, context);
  const { pipeline, connector, topic } = letters;
  const { candidates, withoutOrigin } = await chooseLetters(
    { topic, connector },
    filterOf(input, clock.now()),
    context,
  );
  const open = candidates.filter(isOpen);
  if (input.yes !== true && input.dryRun !== true) {
    throw new UsageError(`this gives up the records of ${open.length} dead letters in ${topic}`, {
      hint: "look at them first with --dry-run or dlq list; say so with --yes",
    });
  }
  const given = open.length === 0 ? { purged: [], found: 0 } : await giveUp(open, letters, context);
  return {
    outcome: withoutOrigin > 0 ? "findings" : "clean",
    pipeline: pipeline.name,
    connector,
    topic,
    purged: given.purged.length,
    examples: given.purged.slice(0, shownExamples).map(({ at }) => at),
    found: given.found,
    withoutOrigin,
    interrupted: signal.aborted,
  };
}

/** Under the claim of a replay: one that is at work could else send what is given up meanwhile. */
async function giveUp(
  open: readonly Candidate[],
  letters: LettersOf,
  context: CommandContext,
): Promise<{ readonly purged: readonly Candidate[]; readonly found: number }> {
  const { clock, signal } = context;
  const { connector, topic } = letters;
  const log = await ResolutionLog.open(topic, context);
  // It sends nothing, so that nothing has to be looked for should it be killed.
  const claim = await ReplayClaim.make(connector, log, () => Promise.resolve({}), context);
  const purged: Candidate[] = [];
  let found: ReadonlySet<string>;
  try {
    found = await noteUnfinished(letters, claim, log, context);
    const left = (await unsettled(open, found, letters, context)).filter(isOpen);
    for (let from = 0; from < left.length && !signal.aborted; from += notesPerBatch) {
      const batch = left.slice(from, from + notesPerBatch);
      const at = new Date(clock.now()).toISOString();
      await claim.keep();
      await log.write(
        batch.map(({ at: origin, time, partition, offset, replays }) => {
          const letter = positionText(topic, partition, offset);
          return noteOf({ action: "purged", connector, origin, time, letter, count: replays, at });
        }),
      );
      purged.push(...batch);
    }
  } catch (error) {
    await claim.end().catch(() => undefined);
    throw error;
  }
  await claim.end();
  await log.close();
  return { purged, found: found.size };
}
