import { contextNamed } from "../../core/connections/named-context.js";
import { withoutContext } from "../../core/connections/contexts-text.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ContextRemoveInput } from "../../program/context.js";

export interface ContextRemoveResult extends CommandResult {
  readonly context: string;
  /** Whether it was the current one: there is none now. */
  readonly wasCurrent: boolean;
}

export async function run(
  { name }: ContextRemoveInput,
  { contexts }: CommandContext,
): Promise<ContextRemoveResult> {
  let wasCurrent = false;
  await contexts.change((text, known) => {
    contextNamed(name, known);
    wasCurrent = known.current === name;
    return withoutContext(text, name);
  });
  return { outcome: "clean", context: name, wasCurrent };
}
