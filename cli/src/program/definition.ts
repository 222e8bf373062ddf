import type { CommandContext, CommandResult, Terminal } from "../ports/context.js";

export interface ArgumentDefinition {
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
}

export interface OptionDefinition {
  /** Commander's notation: `-f, --file <path>`. */
  readonly flags: string;
  readonly description: string;
  /** Turns the text of the flag into its value; throws UsageError for a bad one. */
  readonly parse?: (text: string) => unknown;
  readonly default?: unknown;
  /** The default as help shows it, where the value itself reads badly: `60s` for 60000. */
  readonly defaultText?: string;
  readonly choices?: readonly string[];
  /** May be given more than once; the value is then an array. */
  readonly repeatable?: boolean;
}

/** A command as data: its words, its help, and where its code is loaded from when it is called. */
export interface CommandDefinition {
  /** The words that call it: `["topic", "create"]`. */
  readonly words: readonly string[];
  readonly summary: string;
  /** Paragraphs for `--help`, under the summary. */
  readonly description?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  readonly examples: readonly { readonly command: string; readonly explains: string }[];
  readonly load: () => Promise<LoadedCommand>;
}

/** Options are camel-cased flags, arguments come under their own names. */
export type CommandInput = Readonly<Record<string, unknown>>;

export interface LoadedCommand {
  readonly run: (input: CommandInput, context: CommandContext) => Promise<CommandResult>;
  readonly render: (result: CommandResult, terminal: Terminal) => string;
}

/**
 * Joins a command's code with its renderer. This is the one place where parsed flags, which are data of
 * unknown type, are taken for the options that the command declares; `definition` tests hold the two together.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- named at the call, for the reader
export function loadedCommand<Input extends object, Result extends CommandResult>(
  run: (input: Input, context: CommandContext) => Promise<Result>,
  render: (result: Result, terminal: Terminal) => string,
): LoadedCommand {
  return {
    run: (input, context) => run(input as Input, context),
    render: (result, terminal) => render(result as Result, terminal),
  };
}
