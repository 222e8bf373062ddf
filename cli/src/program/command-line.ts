import { Command, CommanderError, Option } from "commander";
import { UsageError } from "../errors.js";
import type { CommandDefinition, CommandInput, OptionDefinition } from "./definition.js";
import { globalOptions } from "./shared-options.js";

/** Values of the options that every command takes. */
export interface GlobalOptions {
  readonly output: "table" | "json";
  readonly home: string;
  readonly connectUrl?: string;
  readonly bootstrapServers?: string;
  readonly contactPoints?: string;
  readonly localDatacenter?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

export interface RunLine {
  readonly kind: "run";
  readonly definition: CommandDefinition;
  readonly input: CommandInput;
  readonly globals: GlobalOptions;
}

/** A command to run, or a text that answers the line: a help page, the version. */
export type CommandLine =
  RunLine | { readonly kind: "text"; readonly text: string; readonly exitCode: 0 | 2 };

export interface ProgramDescription {
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly commands: readonly CommandDefinition[];
  /** Summary of each first word that is no command itself. */
  readonly groups: Readonly<Record<string, string>>;
}

/** Reads a command line. Throws UsageError, with commander's did-you-mean, for one that is none. */
export function parseCommandLine(program: ProgramDescription, argv: readonly string[]): CommandLine {
  let chosen: CommandLine | undefined;
  let printed = "";
  let complaint = "";
  const root = commandTree(program, (line) => {
    chosen = line;
  });
  for (const command of everyCommand(root)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => (printed += text),
      writeErr: (text) => (printed += text),
      outputError: (text) => (complaint += text),
    });
  }
  try {
    root.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (complaint !== "") throw usageError(complaint, program.name, argv, root);
    return { kind: "text", text: printed, exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  return chosen ?? { kind: "text", text: root.helpInformation(), exitCode: 2 };
}

export interface HelpPage {
  readonly words: readonly string[];
  readonly summary: string;
  readonly help: string;
}

/** Every command's help text, for the reference pages. */
export function helpPages(program: ProgramDescription): readonly HelpPage[] {
  return program.commands.map(({ words, summary }) => {
    const line = parseCommandLine(program, [...words, "--help"]);
    return { words, summary, help: line.kind === "text" ? line.text : "" };
  });
}

function commandTree(program: ProgramDescription, choose: (line: CommandLine) => void): Command {
  const root = new Command(program.name)
    .description(program.summary)
    .version(program.version, "--version", "print the version")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false, helpWidth: 100 })
    .showSuggestionAfterError();
  for (const option of globalOptions) root.addOption(commanderOption(option));
  for (const definition of program.commands) {
    const parent = definition.words
      .slice(0, -1)
      .reduce((command, word) => groupIn(command, word, program.groups), root);
    parent.addCommand(leaf(definition, choose, program.name));
  }
  return root;
}

function groupIn(parent: Command, word: string, groups: ProgramDescription["groups"]): Command {
  const existing = parent.commands.find((child) => child.name() === word);
  if (existing !== undefined) return existing;
  const group = new Command(word).copyInheritedSettings(parent).description(groups[word] ?? "");
  parent.addCommand(group);
  return group;
}

function leaf(definition: CommandDefinition, choose: (line: CommandLine) => void, name: string): Command {
  const command = new Command(definition.words.at(-1)).summary(definition.summary);
  command.configureHelp({ showGlobalOptions: true, helpWidth: 100 }).showSuggestionAfterError();
  command.description(
    [definition.summary, definition.description].filter((text) => text !== undefined).join("\n\n"),
  );
  for (const argument of definition.arguments ?? []) {
    command.argument(
      argument.required === true ? `<${argument.name}>` : `[${argument.name}]`,
      argument.description,
    );
  }
  for (const option of definition.options ?? []) command.addOption(commanderOption(option));
  const examples = definition.examples.map(
    (example) => `  # ${example.explains}\n  ${name} ${example.command}`,
  );
  command.addHelpText("after", `\nExamples:\n${examples.join("\n")}`);
  command.action(() => {
    const named = (definition.arguments ?? []).map(
      (argument, index) => [argument.name, command.args[index]] as const,
    );
    choose({
      kind: "run",
      definition,
      input: { ...Object.fromEntries(named.filter(([, value]) => value !== undefined)), ...command.opts() },
      globals: command.optsWithGlobals(),
    });
  });
  return command;
}

function commanderOption(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.description);
  const { parse } = definition;
  const value = (text: string): unknown => {
    try {
      return parse === undefined ? text : parse(text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`option ${definition.flags.replace(/^-\w, /, "")}: ${error.message}`, {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      });
    }
  };
  if (definition.repeatable === true) {
    option.argParser((text: string, before: readonly unknown[] | undefined) => [
      ...(before ?? []),
      value(text),
    ]);
  } else if (parse !== undefined) {
    option.argParser(value);
  }
  if (definition.choices !== undefined) option.choices(definition.choices);
  if (definition.default !== undefined) option.default(definition.default, definition.defaultText);
  return option;
}

function* everyCommand(command: Command): Generator<Command> {
  yield command;
  for (const child of command.commands) yield* everyCommand(child);
}

function usageError(complaint: string, name: string, argv: readonly string[], root: Command): UsageError {
  const [message = "", ...suggestions] = complaint
    .trim()
    .replace(/^error: /, "")
    .split("\n");
  const known = knownWords(root, argv);
  const hint = [...suggestions, `see ${[name, ...known, "--help"].join(" ")}`].join(" ");
  return new UsageError(message, { hint });
}

/** The words of the command line that are commands, to point at the right help page. */
function knownWords(root: Command, argv: readonly string[]): readonly string[] {
  const known: string[] = [];
  let command: Command | undefined = root;
  for (const word of argv) {
    command = command.commands.find((child) => child.name() === word);
    if (command === undefined) break;
    known.push(word);
  }
  return known;
}
