import type { Command } from "commander";
import { withVisibleTexts } from "../core/visible.js";
import type { CommandContext, CommandResult, Invocation, Terminal } from "../ports/context.js";
import type { CommandDefinition, InputOf } from "./definition.js";
import { rehearsal } from "./rehearsal.js";

type Render<Result> = (result: Result, terminal: Terminal) => string;

/** A command of the program: its definition, and its code, which is loaded when the command is called. */
export interface ProgramCommand extends CommandDefinition {
  /** What makes text of its results. */
  readonly loadRenderer: () => Promise<Render<never>>;
  /** @param parsed holds the values of the definition's arguments and options */
  readonly load: (parsed: Command) => Promise<(context: CommandContext) => Promise<Invocation>>;
}

/** Joins a definition with its handler and the renderer of the handler's results; the compiler holds them together. */
export function command<
  Definition extends CommandDefinition,
  Result extends CommandResult,
  Renderer extends string,
>(
  definition: Definition,
  handler: () => Promise<{
    readonly run: (input: InputOf<Definition>, context: CommandContext) => Promise<Result>;
  }>,
  reporter: () => Promise<Readonly<Record<Renderer, Render<Result>>>>,
  renderer: Renderer,
): ProgramCommand {
  const loadRenderer = async (): Promise<Render<Result>> => {
    const { [renderer]: render } = await reporter();
    if (definition.verbatim === true) return render;
    return (result, terminal) => render(withVisibleTexts(result), terminal);
  };
  return {
    ...definition,
    loadRenderer,
    load: async (parsed) => {
      const [{ run }, render] = await Promise.all([handler(), loadRenderer()]);
      return async (context) => {
        const input = parsed.opts<InputOf<Definition> & { readonly dryRun?: boolean }>();
        if (input.dryRun !== true) {
          const result = await run(input, context);
          return { result, render: (terminal) => render(result, terminal) };
        }
        const result = { ...(await run(input, rehearsal(context))), dryRun: true as const };
        return {
          result,
          render: (terminal) => `dry run, nothing is changed:\n\n${render(result, terminal)}`,
        };
      };
    },
  };
}
