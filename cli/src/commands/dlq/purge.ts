import { positionText } from "../../core/kafka/record.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { DlqPurgeInput } from "../../program/dlq.js";
import { chooseLetters, filterOf } from "./choose.js";
import { noteOf, ResolutionLog } from "./resolution-log.js";
import { selectLetters } from "./selection.js";

export interface DlqPurgeResult extends CommandResult {
  readonly pipeline: string;
  readonly connector: string;
  readonly topic: string;
  /** Records that are given up now. */
  readonly purged: number;
  /** The first of them: `topic-partition@offset`. */
  readonly examples: readonly string[];
  /** Letters that fit and do not say of which record they are: nothing can be noted of them. */
  readonly withoutOrigin: number;
  /** Whether Ctrl-C has ended it before all were noted: a second run goes on. */
  readonly interrupted: boolean;
}

const notesPerBatch = 1_000;
const shownExamples = 5;

/** Notes that records are given up. What is noted already stays as it is. */
export async function run(input: DlqPurgeInput, context: CommandContext): Promise<DlqPurgeResult> {
  const { clock, signal } = context;
  const { pipeline, connector, topic } = await selectLetters(input, context);
  const { candidates, withoutOrigin } = await chooseLetters(
    { topic, connector },
    filterOf(input, clock.now()),
    context,
  );
  const open = candidates.filter(({ state }) => state === "waiting" || state === "quarantined");
  if (input.yes !== true && input.dryRun !== true) {
    throw new UsageError(`this gives up the records of ${open.length} dead letters in ${topic}`, {
      hint: "look at them first with --dry-run or dlq list; say so with --yes",
    });
  }
  let purged = 0;
  if (open.length > 0) {
    const log = await ResolutionLog.open(topic, context);
    for (let from = 0; from < open.length && !signal.aborted; from += notesPerBatch) {
      const batch = open.slice(from, from + notesPerBatch);
      const at = new Date(clock.now()).toISOString();
      await log.write(
        batch.map(({ at: origin, time, partition, offset, replays }) => {
          const letter = positionText(topic, partition, offset);
          return noteOf({ action: "purged", connector, origin, time, letter, count: replays, at });
        }),
      );
      purged += batch.length;
    }
    await log.close();
  }
  return {
    outcome: withoutOrigin > 0 ? "findings" : "clean",
    pipeline: pipeline.name,
    connector,
    topic,
    purged,
    examples: open.slice(0, Math.min(purged, shownExamples)).map(({ at }) => at),
    withoutOrigin,
    interrupted: signal.aborted,
  };
}
