import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { DlqReplayInput } from "../../program/dlq.js";
import { type Candidate, chooseLetters, type ChosenLetters, filterOf } from "./choose.js";
import { conflicts, orderOf } from "./conflicts.js";
import { lettersOfRecords } from "./letter-values.js";
import { lettersInFile } from "./letters-in-file.js";
import { ReplayClaim, type SentFrom } from "./replay-claim.js";
import { type LetterReader, ReplayRun, type RefusedReplay } from "./replay-run.js";
import {
  isRead,
  refuseLetterTopics,
  refuseOwnTimes,
  replayTarget,
  type ReplayTarget,
} from "./replay-targets.js";
import { ResolutionLog } from "./resolution-log.js";
import { type LettersOf, selectLetters } from "./selection.js";
import { isOpen, isUnsent, noteUnfinished, unsettled } from "./unfinished-runs.js";

export interface DlqReplayResult extends CommandResult {
  readonly pipeline: string;
  readonly connector: string;
  readonly topic: string;
  /** Records that were sent. */
  readonly replayed: number;
  /** The first of them, and where they are now, which a dry run cannot say. */
  readonly examples: readonly { readonly origin: string; readonly to?: string }[];
  /** Records that an earlier run had sent before it was ended: that was noted now. */
  readonly found: number;
  /** Records of the file of `--from` that were noted as sent before: they are not sent once more. */
  readonly sentBefore: number;
  /** The topic of `--to`, where the connector does not read it: of what was sent there it writes nothing. */
  readonly unread?: string;
  /** Records that were sent `maxReplays` times: they are in quarantine. */
  readonly quarantined: number;
  readonly maxReplays: number;
  /** Records that were not sent, and wait. */
  readonly refused: number;
  /** The first of them, with the reason. */
  readonly refusals: readonly RefusedReplay[];
  /** Letters that fit and do not say of which record they are. */
  readonly withoutOrigin: number;
  /** Whether Ctrl-C has ended it before all were sent: a second run goes on. */
  readonly interrupted: boolean;
}

/**
 * Sends the records of dead letters again. Before the first one it notes where the topics end, and behind each batch where
 * its records are: what a killed run has sent and not noted stands behind the former, and is found by its headers.
 */
export async function run(input: DlqReplayInput, context: CommandContext): Promise<DlqReplayResult> {
  const { signal } = context;
  if (input.from === "-" && [...(input.name ?? []), ...(input.file ?? [])].includes("-")) {
    throw new UsageError("standard input cannot hold both the pipeline and the letters", {
      hint: "give the file of one of the two",
    });
  }
  const letters = await selectLetters(input, context);
  const { topic, connector } = letters;
  refuseLetterTopics(input.to, topic);
  await refuseOwnTimes(letters, context);
  const { chosen, read } = await chosenBy(input, letters, context);
  const wanted = input.from === undefined ? isOpen : isUnsent;
  const open = chosen.candidates.filter(wanted);
  const targets = await targetsOf(open, input.to, letters, context);
  if (input.yes !== true && input.dryRun !== true) {
    throw new UsageError(`this sends ${open.length} records again to ${[...targets.keys()].join(", ")}`, {
      hint: "look first with --dry-run, and say so with --yes",
    });
  }
  const run = new ReplayRun({ letters, input, targets, read }, context);
  let sentMeanwhile = 0;
  if (open.length > 0) {
    const log = await ResolutionLog.open(topic, context);
    const claim = await ReplayClaim.make(connector, log, () => endsOf(targets, context), context);
    try {
      sentMeanwhile = await sendLeft({ run, letters, input, targets, chosen, wanted, log, claim }, context);
    } catch (error) {
      // Where it is not known what was sent, the note stays, and the next run looks for it.
      if (run.isNoted) await claim.end().catch(() => undefined);
      throw error;
    }
    await claim.end();
    await log.close();
  }
  const isReplayed = ({ state }: Candidate): boolean => state === "replayed";
  const sentBefore =
    input.from === undefined ? 0 : chosen.candidates.filter(isReplayed).length + sentMeanwhile;
  const { withoutOrigin } = chosen;
  const isUnread = targets.size > 0 && input.to !== undefined && !isRead(input.to, letters.config);
  return {
    ...run.result(),
    sentBefore,
    ...(isUnread ? { unread: input.to } : {}),
    withoutOrigin,
    interrupted: signal.aborted,
  };
}

/** Of the letters in their topic, or of those in a file. */
async function chosenBy(
  input: DlqReplayInput,
  letters: LettersOf,
  context: CommandContext,
): Promise<{ readonly chosen: ChosenLetters; readonly read: LetterReader }> {
  const filter = filterOf(input, context.clock.now());
  if (input.from !== undefined) return lettersInFile(input.from, letters, filter, context);
  const chosen = await chooseLetters(letters, filter, context);
  return { chosen, read: (candidates) => lettersOfRecords(letters.topic, candidates, context) };
}

interface Sending {
  readonly run: ReplayRun;
  readonly letters: LettersOf;
  readonly input: DlqReplayInput;
  readonly targets: ReadonlyMap<string, ReplayTarget>;
  readonly chosen: ChosenLetters;
  readonly wanted: (candidate: Candidate) => boolean;
  readonly log: ResolutionLog;
  readonly claim: ReplayClaim;
}

/**
 * Sends what waits, but for what is in the topics already, which it notes, and what would overwrite later records.
 * @returns how many records another run has sent and noted since they were chosen
 */
async function sendLeft(
  { run, letters, input, targets, chosen, wanted, log, claim }: Sending,
  context: CommandContext,
): Promise<number> {
  const found = await noteUnfinished(letters, claim, log, context);
  run.countFound(found.size);
  const left = await unsettled(chosen.candidates, found, letters, context);
  const names = new Set([...found, ...left.map(({ name }) => name)]);
  const unsent = left.filter(wanted);
  const order = await orderOf(letters, context);
  const check = { order, targets, records: chosen.records, to: input.to };
  const later = input.overwrite === true ? undefined : await conflicts(unsent, check, context);
  await run.send(unsent, later, log, claim);
  return chosen.candidates.filter((each) => wanted(each) && !names.has(each.name)).length;
}

async function targetsOf(
  open: readonly Candidate[],
  to: string | undefined,
  { pipeline }: LettersOf,
  context: CommandContext,
): Promise<ReadonlyMap<string, ReplayTarget>> {
  const names = to === undefined ? [...new Set(open.map(({ origin }) => origin.topic))] : [to];
  const targets = new Map<string, ReplayTarget>();
  for (const name of names) targets.set(name, await replayTarget(name, pipeline, context));
  return targets;
}

async function endsOf(
  targets: ReadonlyMap<string, ReplayTarget>,
  { kafka }: CommandContext,
): Promise<SentFrom> {
  const ends: Record<string, Record<string, number>> = {};
  for (const topic of targets.keys()) {
    const offsets = await kafka.topicOffsets(topic);
    ends[topic] = Object.fromEntries(offsets.map(({ partition, high }) => [String(partition), high]));
  }
  return ends;
}
