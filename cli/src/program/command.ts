import type { Command } from "commander";
import type { CommandContext, CommandResult, Invocation, Terminal } from "../ports/context.js";
import type { CommandDefinition, InputOf } from "./definition.js";

/** A command of the program: its definition, and its code, which is loaded when the command is called. */
export interface ProgramCommand extends CommandDefinition {
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
  reporter: () => Promise<Readonly<Record<Renderer, (result: Result, terminal: Terminal) => string>>>,
  renderer: Renderer,
): ProgramCommand {
  return {
    ...definition,
    load: async (parsed) => {
      const [{ run }, { [renderer]: render }] = await Promise.all([handler(), reporter()]);
      return async (context) => {
        const result = await run(parsed.opts<InputOf<Definition>>(), context);
        return { result, render: (terminal) => render(result, terminal) };
      };
    },
  };
}
