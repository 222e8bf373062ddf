import { usesTopic } from "../../core/pipeline/dead-letter-topic.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicDeleteInput } from "../../program/topic.js";
import { selectAllTopics, type SelectedTopic } from "./selection.js";

interface DeletedTopic {
  readonly name: string;
  /** `kept`: dead letters of other pipelines are in it, too. */
  readonly state: "deleted" | "absent" | "kept";
  /** The pipelines for which it is kept. */
  readonly keptFor?: readonly string[];
}

export interface TopicDeleteResult extends CommandResult {
  readonly topics: readonly DeletedTopic[];
}

/**
 * Deletes the topics of pipelines with all their records, and with them their dead letters; `--yes` says that this is
 * meant. A topic of dead letters stays where a pipeline that is not selected names it, too, or may do so.
 */
export async function run(input: TopicDeleteInput, context: CommandContext): Promise<TopicDeleteResult> {
  const selected = await selectAllTopics(input, context);
  const users = await usersOf(selected, context);
  const isKept = (name: string): boolean => (users.get(name) ?? []).length > 0;
  const names = selected.map(({ topic }) => topic.name);
  if (input.yes !== true && input.dryRun !== true) {
    const lost = names.filter((name) => !isKept(name)).join(", ");
    throw new UsageError(`this deletes every record of ${lost}`, { hint: "say so with --yes" });
  }
  const topics: DeletedTopic[] = [];
  for (const name of names) {
    if (isKept(name)) {
      const isThere = await context.kafka.hasTopic(name);
      topics.push(
        isThere ? { name, state: "kept", keptFor: users.get(name) ?? [] } : { name, state: "absent" },
      );
    } else {
      topics.push({ name, state: (await context.kafka.deleteTopic(name)) ? "deleted" : "absent" });
    }
  }
  return { outcome: "clean", topics };
}

/** By topic of dead letters: the other pipelines that name it, and those whose file cannot be read. */
async function usersOf(
  selected: readonly SelectedTopic[],
  { pipelines }: CommandContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const letters = selected.filter(({ holdsLetters }) => holdsLetters).map(({ topic }) => topic.name);
  if (letters.length === 0) return new Map();
  const chosen = new Set(selected.map(({ pipeline }) => pipeline.file));
  const all = await pipelines.selectEach({});
  return new Map(
    letters.map((letterTopic) => {
      const users = all.filter((each) =>
        "problem" in each ? true : !chosen.has(each.pipeline.file) && usesTopic(each.pipeline, letterTopic),
      );
      return [letterTopic, users.map(({ name }) => name)];
    }),
  );
}
