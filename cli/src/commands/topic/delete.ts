import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicDeleteInput } from "../../program/topic.js";
import { selectTopics } from "./selection.js";

export interface TopicDeleteResult extends CommandResult {
  readonly topics: readonly { readonly name: string; readonly state: "deleted" | "absent" }[];
}

/** Deletes the topics of pipelines with all their records; `--yes` says that this is meant. */
export async function run(input: TopicDeleteInput, context: CommandContext): Promise<TopicDeleteResult> {
  const names = (await selectTopics(input, context)).map(({ topic }) => topic.name);
  if (input.yes !== true) {
    throw new UsageError(`this deletes every record of ${names.join(", ")}`, { hint: "say so with --yes" });
  }
  const existing = await context.kafka.topicNames();
  const topics: { readonly name: string; readonly state: "deleted" | "absent" }[] = [];
  for (const name of names) {
    const exists = existing.includes(name);
    if (exists) await context.kafka.deleteTopic(name);
    topics.push({ name, state: exists ? "deleted" : "absent" });
  }
  return { outcome: "clean", topics };
}
