import { isOf, letterFacts, originText } from "../../core/dead-letters/letter.js";
import { type LetterGroup, LetterGroups, type StateCounts } from "../../core/dead-letters/letter-groups.js";
import { readResolutions, readToEnd } from "../../core/dead-letters/read-letters.js";
import { positionText } from "../../core/kafka/record.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { DlqListInput } from "../../program/dlq.js";
import { lettersOf, selectLetters } from "./selection.js";

/** The letters of a connector, or of a whole topic. */
export interface ListedLetters extends StateCounts {
  readonly topic: string;
  /** Both are absent where a topic was named. */
  readonly pipeline?: string;
  readonly connector?: string;
  /** False when there is no such topic yet: it has no letters. */
  readonly exists: boolean;
  readonly letters: number;
  /** Records that they are of, by which the states are counted. */
  readonly origins: number;
  /** Letters that do not say of which record they are. */
  readonly withoutOrigin: number;
  /** Whether the broker has deleted letters. */
  readonly isIncomplete: boolean;
  readonly groups: readonly LetterGroup[];
}

export interface DlqListResult extends CommandResult {
  readonly topics: readonly ListedLetters[];
}

/** Groups dead letters by their causes. */
export async function run(input: DlqListInput, context: CommandContext): Promise<DlqListResult> {
  const topics: ListedLetters[] = [];
  for (const each of await targets(input, context)) topics.push(await listed(each, input.by, context));
  const isOpen = topics.some(({ waiting, quarantined }) => waiting + quarantined > 0);
  return { outcome: isOpen ? "findings" : "clean", topics };
}

type Target = Pick<ListedLetters, "topic" | "pipeline" | "connector">;

async function targets(
  { topic, name = [], file = [] }: DlqListInput,
  context: CommandContext,
): Promise<readonly Target[]> {
  const isNamed = name.length + file.length > 0;
  if (topic !== undefined) {
    if (isNamed)
      throw new UsageError("--topic is instead of pipelines", { hint: "leave out one of the two" });
    if (!(await context.kafka.hasTopic(topic))) {
      throw new InputError("there is no such topic", {
        where: `topic ${topic} on ${context.kafka.bootstrapServers.join(", ")}`,
        hint: "look at the names: cassink topic list --all",
      });
    }
    return [{ topic }];
  }
  const pipelines = await context.pipelines.select({ name, file });
  if (isNamed && pipelines.length === 1) await selectLetters({ name, file }, context);
  return pipelines.flatMap((pipeline) => {
    const letters = lettersOf(pipeline);
    if (letters === undefined) return [];
    return [{ topic: letters.topic, pipeline: pipeline.name, connector: letters.connector }];
  });
}

async function listed(
  target: Target,
  by: DlqListInput["by"],
  { kafka, progress, signal }: CommandContext,
): Promise<ListedLetters> {
  const { topic, connector } = target;
  const resolutions = await readResolutions(topic, kafka, signal);
  const groups = new LetterGroups(by);
  let read = 0;
  const offsets = await readToEnd(
    topic,
    (letter) => {
      if (++read % 1_000 === 0) progress.report({ kind: "letters read", topic, done: read });
      const facts = letterFacts(letter);
      const { origin, time } = facts;
      if (!isOf(origin, connector)) return;
      const of = connector ?? origin?.connector;
      const resolution =
        origin === undefined || of === undefined ? undefined : resolutions.of(of, originText(origin), time);
      groups.add(
        facts,
        resolution?.action ?? "waiting",
        positionText(topic, letter.partition, letter.offset),
      );
    },
    kafka,
    signal,
  );
  return {
    ...target,
    exists: offsets.length > 0,
    ...groups.totals,
    isIncomplete: offsets.some(({ low }) => low > 0),
    groups: groups.all(),
  };
}
