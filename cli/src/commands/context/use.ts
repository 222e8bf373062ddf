import { contextNamed } from "../../core/connections/named-context.js";
import { withCurrent } from "../../core/connections/contexts-text.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ContextUseInput } from "../../program/context.js";

export interface ContextUseResult extends CommandResult {
  /** Absent when there is no current context any more. */
  readonly current?: string;
}

export async function run(
  { name, none = false }: ContextUseInput,
  { contexts }: CommandContext,
): Promise<ContextUseResult> {
  if ((name === undefined) !== none) {
    throw new UsageError("name one context, or none with --none", {
      hint: "cassink context list shows them",
    });
  }
  await contexts.change((text, known) => {
    if (name !== undefined) contextNamed(name, known);
    return withCurrent(text, name);
  });
  return { outcome: "clean", ...(name === undefined ? {} : { current: name }) };
}
