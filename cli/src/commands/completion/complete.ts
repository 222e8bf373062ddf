import { type Candidate, completeWords } from "../../core/completion/complete-words.js";
import type { CommandTree, NameKind } from "../../core/completion/tree.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { CompleteInput } from "../../program/completion.js";

export interface CompleteResult extends CommandResult {
  readonly candidates: readonly Candidate[];
  /** Whether a path may stand there, which the shell completes. */
  readonly files: boolean;
}

/** Milliseconds. Whoever types waits for it. */
const patience = 1000;

export async function run(
  { typed = [] }: CompleteInput,
  tree: CommandTree,
  context: CommandContext,
): Promise<CompleteResult> {
  const { candidates, names, prefix } = completeWords(tree, typed);
  const current = typed.at(-1) ?? "";
  const found = await Promise.all(names.map((kind) => namesOf(kind, context)));
  const named = found
    .flat()
    .map((name) => ({ value: prefix + name.value, description: name.description }))
    .filter(({ value }) => value.startsWith(current));
  return { outcome: "clean", candidates: [...candidates, ...named], files: names.includes("file") };
}

/** None where whoever knows them does not answer: a completion has no place for an error. */
async function namesOf(kind: NameKind, context: CommandContext): Promise<readonly Candidate[]> {
  const { clock, signal } = context;
  const answered = new AbortController();
  const late = clock.sleep(patience, AbortSignal.any([signal, answered.signal])).then(() => []);
  const names = await Promise.race([late, lookUp(kind, context)]).catch(() => []);
  answered.abort();
  return names.filter(isTyped).map((value) => ({ value, description: kind }));
}

/** Nobody types a control character, and a line break would be the end of the candidate. */
const isTyped = (name: string): boolean => !/\p{C}/u.test(name);

async function lookUp(
  kind: NameKind,
  { connect, kafka, pipelines, contexts }: CommandContext,
): Promise<readonly string[]> {
  switch (kind) {
    case "connector":
      return [...(await connect.configs()).keys()];
    case "topic":
      return kafka.topicNames();
    case "pipeline":
      return pipelines.names();
    case "context":
      return [...(await contexts.read()).contexts.keys()];
    case "file":
      return [];
  }
}
