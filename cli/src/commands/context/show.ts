import { contextNamed } from "../../core/connections/named-context.js";
import { writtenLeg } from "../../core/connections/contexts-text.js";
import { secretSourceText } from "../../core/connections/secret-source.js";
import { legs } from "../../core/connections/settings.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ContextShowInput } from "../../program/context.js";

export interface ContextShowResult extends CommandResult {
  readonly context: string;
  readonly current: boolean;
  /** As the file holds them, by leg and key; a secret in the clear is masked. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly file: string;
}

export async function run(
  { name }: ContextShowInput,
  { contexts, chosenContext }: CommandContext,
): Promise<ContextShowResult> {
  const known = await contexts.read();
  const wanted = name ?? chosenContext ?? known.current;
  if (wanted === undefined) {
    throw new UsageError("no context is named, and none is the current one", {
      hint: "name one: cassink context list shows them",
    });
  }
  const { settings } = contextNamed(wanted, known);
  const written = legs.flatMap((leg) => {
    const values = settings[leg];
    return values === undefined ? [] : [[leg, writtenLeg(values, secretSourceText)] as const];
  });
  return {
    outcome: "clean",
    context: wanted,
    current: wanted === known.current,
    settings: Object.fromEntries(written),
    file: contexts.file,
  };
}
