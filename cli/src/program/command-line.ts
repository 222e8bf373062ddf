import { Argument, Command, CommanderError, Option } from "commander";
import type { ConnectionSettings } from "../core/connections/settings.js";
import type { Selection } from "../core/pipeline/selection.js";
import { didYouMean } from "../core/suggestion.js";
import { UsageError } from "../errors.js";
import type { ProgramCommand } from "./command.js";
import { connectionFlags, connectionOptions } from "./connection-options.js";
import { connectionsHelp } from "./connections-help.js";
import { argumentText, type OptionDefinition } from "./definition.js";
import { exitCodes } from "./exit-codes.js";
import { type OutputFormat, outputFormats } from "./requested-output.js";
import { type GlobalOptions, globalOptions } from "./shared-options.js";

export interface RunLine {
  readonly kind: "run";
  /** Of the command. */
  readonly words: readonly string[];
  readonly load: () => ReturnType<ProgramCommand["load"]>;
  readonly globals: GlobalOptions;
  /** What its flags say of the servers; paths as they were typed. */
  readonly connections: ConnectionSettings;
  /** What the line is about, as another command takes it: `["item-sales", "-f", "my.yaml"]`, or nothing. */
  readonly selection: readonly string[];
  /** Whether lines go out as they come, and no result follows. */
  readonly streams: boolean;
  /** Whether Ctrl-C is its usual end. */
  readonly isEndless: boolean;
}

/** A command to run, or a text that answers the line: a help page, the version, the commands of which one is missing. */
export type CommandLine =
  | RunLine
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "incomplete"; readonly text: string; readonly error: UsageError };

export interface ProgramDescription {
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly commands: readonly ProgramCommand[];
  /** Summaries of the words that only group commands, such as `topic` and `connector offsets`. */
  readonly groups: Readonly<Record<string, string>>;
}

/** Characters of a line of help, where there is room for them. */
const helpWidth = 100;

/**
 * @param columns of the terminal that may show help; infinite where it is none
 * @throws UsageError, with commander's did-you-mean, for words and flags that are not known
 */
export function parseCommandLine(
  program: ProgramDescription,
  argv: readonly string[],
  columns = Infinity,
): CommandLine {
  let chosen: CommandLine | undefined;
  let printed = "";
  let complaint = "";
  const root = commandTree(program, (line) => {
    chosen = line;
  });
  for (const command of everyCommand(root)) {
    command.configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      helpWidth: Math.min(helpWidth, columns),
    });
    command
      .showSuggestionAfterError()
      .exitOverride()
      .configureOutput({
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
    refuseUnknownHelp(program.name, argv, root);
    if (error.exitCode === 0) return { kind: "text", text: printed };
    return { kind: "incomplete", text: printed, error: noCommand(program.name, argv, root) };
  }
  const text = root.helpInformation();
  return chosen ?? { kind: "incomplete", text, error: noCommand(program.name, argv, root) };
}

function commandTree(program: ProgramDescription, choose: (line: CommandLine) => void): Command {
  const root = new Command(program.name)
    .description(program.summary)
    .version(program.version, "--version", "print the version");
  addOptions(root, globalOptions);
  addOptions(root, connectionOptions);
  for (const definition of program.commands) {
    const parent = definition.words
      .slice(0, -1)
      .reduce(
        (command, _, index, words) => groupIn(command, words.slice(0, index + 1), program.groups),
        root,
      );
    parent.addCommand(leaf(definition, choose, program.name), { hidden: definition.hidden === true });
  }
  root.addCommand(new HelpPage("connections", connectionsHelp(program.name)), { hidden: true });
  const codes = Object.values(exitCodes).map(
    ({ code, meaning }) => `${String(code).padStart(3)}  ${meaning}`,
  );
  root.addHelpText("after", `\n${connectionsLine(program.name)}\n\nExit codes:\n${codes.join("\n")}`);
  return root;
}

/** A text that `help NAME` and NAME print. */
class HelpPage extends Command {
  readonly #text: string;

  constructor(name: string, text: string) {
    super(name);
    this.#text = text;
    this.action(() => this.help());
  }

  override helpInformation(): string {
    return this.#text;
  }
}

const connectionsLine = (name: string): string =>
  `TLS and logins of the servers, and where addresses come from: ${name} help connections`;

function groupIn(parent: Command, words: readonly string[], groups: ProgramDescription["groups"]): Command {
  const word = words.at(-1) ?? "";
  const existing = parent.commands.find((child) => child.name() === word);
  if (existing !== undefined) return existing;
  const group = new Command(word).description(groups[words.join(" ")] ?? "");
  parent.addCommand(group);
  return group;
}

function leaf(definition: ProgramCommand, choose: (line: CommandLine) => void, name: string): Command {
  const command = new Command(definition.words.at(-1)).summary(definition.summary);
  command.description(
    [definition.summary, definition.description].filter((text) => text !== undefined).join("\n\n"),
  );
  const named = Object.entries(definition.arguments ?? {});
  for (const [key, argument] of named) {
    const made = new Argument(argumentText(key, argument), argument.description);
    command.addArgument(argument.choices === undefined ? made : made.choices(argument.choices));
  }
  addOptions(command, definition.options ?? {});
  const examples = definition.examples.map(
    (example) => `  # ${example.explains}\n  ${name} ${example.command}`,
  );
  command.addHelpText("after", `\n${connectionsLine(name)}\n\nExamples:\n${examples.join("\n")}`);
  command.action(() => {
    for (const [index, [key]] of named.entries()) {
      const given: unknown = command.processedArgs[index];
      const isGiven = Array.isArray(given) ? given.length > 0 : given !== undefined;
      if (isGiven) command.setOptionValue(key, given);
    }
    choose({
      kind: "run",
      words: definition.words,
      load: () => definition.load(command),
      globals: { ...command.optsWithGlobals<GlobalOptions>(), output: outputOf(command, definition, name) },
      connections: connectionFlags(command.optsWithGlobals()),
      selection: selectionOf(command, definition),
      streams:
        definition.streams !== undefined ||
        (definition.streamsWith !== undefined && command.getOptionValue(definition.streamsWith) === true),
      isEndless: definition.streams === "until interrupted",
    });
  });
  return command;
}

/** A command's own form is written by its renderer, as text is. @throws UsageError for what is no form of the command */
function outputOf(command: Command, { words, forms = [] }: ProgramCommand, name: string): OutputFormat {
  const { output } = command.optsWithGlobals<{ readonly output: string }>();
  const format = outputFormats.find((each) => each === output);
  if (format !== undefined) return format;
  const allowed = [...outputFormats, ...forms];
  if (!allowed.includes(output)) {
    throw new UsageError(
      `option '-o, --output <format>' argument '${output}' is invalid. Allowed choices are ${allowed.join(", ")}.`,
      { hint: `see ${[name, ...words, "--help"].join(" ")}` },
    );
  }
  command.setOptionValue("form", output);
  return "text";
}

/** Standard input has been read, and cannot be named again. The words of a command without `-f` are about something else. */
function selectionOf(
  command: Command,
  { options = {}, namesOnePipeline }: ProgramCommand,
): readonly string[] {
  if (!("file" in options)) return [];
  const { name = [], file = [] } = command.opts<Selection>();
  const names = namesOnePipeline === true ? name.slice(0, file.length > 0 ? 0 : 1) : name;
  const words = [...names, ...file.flatMap((path) => ["-f", path])];
  return words.includes("-") ? [] : words;
}

/** Commander keeps a value under its camel-cased flag; handlers want it under the key of its definition. */
class KeyedOption extends Option {
  readonly #key: string;

  constructor(key: string, { flags, description }: OptionDefinition) {
    super(flags, description);
    this.#key = key;
  }

  override attributeName(): string {
    return this.#key;
  }
}

function addOptions(command: Command, definitions: Readonly<Record<string, OptionDefinition>>): void {
  for (const [key, definition] of Object.entries(definitions)) {
    const option = new KeyedOption(key, definition);
    const value = (text: string): unknown => parsed(text, definition);
    // Where there is a parser, too, the choices are help alone.
    if (definition.choices !== undefined) option.choices(definition.choices);
    if (definition.repeatable === true) {
      option.argParser((text: string, before: readonly unknown[] | undefined) => [
        ...(before ?? []),
        value(text),
      ]);
    } else if (definition.parse !== undefined) {
      option.argParser(value);
    }
    if (definition.hidden === true) option.hideHelp();
    if (definition.default !== undefined) option.default(definition.default, definition.defaultText);
    command.addOption(option);
  }
}

function parsed(text: string, { flags, parse }: OptionDefinition): unknown {
  try {
    return parse === undefined ? text : parse(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`option ${flags.replace(/^-\w, /, "")}: ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

function* everyCommand(command: Command): Generator<Command> {
  yield command;
  for (const child of command.commands) yield* everyCommand(child);
}

function usageError(complaint: string, name: string, argv: readonly string[], root: Command): UsageError {
  const [message = "", ...suggestions] = complaint
    .trim()
    .replace(/^error: /, "")
    // A mistyped flag may have a secret behind its =.
    .replace(/^(unknown option '[^'=]*)=.*'/, "$1'")
    .split("\n");
  const known = knownWords(root, argv);
  const hint = [...suggestions, `see ${[name, ...known, "--help"].join(" ")}`].join(" ");
  return new UsageError(message, { hint });
}

function noCommand(name: string, argv: readonly string[], root: Command): UsageError {
  const words = knownWords(root, argv);
  const group = words.reduce(
    (command, word) => command.commands.find((each) => each.name() === word) ?? command,
    root,
  );
  const commands = group
    .createHelp()
    .visibleCommands(group)
    .map((each) => each.name());
  const line = [name, ...words].join(" ");
  return new UsageError(`${line} needs a command: ${commands.join(", ")}`, { hint: `see ${line} --help` });
}

/** Commander answers `help nope` with the help of all, and `help topic nope` with that of `topic`. */
function refuseUnknownHelp(name: string, argv: readonly string[], root: Command): void {
  const at = argv.indexOf("help");
  if (at === -1) return;
  const known = [...knownWords(root, argv.slice(0, at))];
  let command = known.reduce((parent, word) => childOf(parent, word) ?? parent, root);
  for (const word of argv.slice(at + 1)) {
    if (word.startsWith("-")) return;
    const next = childOf(command, word);
    if (next === undefined) {
      // The words behind a whole command are its own.
      if (command.commands.length === 0) return;
      const candidates = command.commands.map((each) => each.name());
      const meant = didYouMean(word, candidates);
      throw new UsageError(`unknown command '${[...known, word].join(" ")}'`, {
        hint: [...(meant === undefined ? [] : [meant]), `see ${[name, ...known, "--help"].join(" ")}`].join(
          " ",
        ),
      });
    }
    command = next;
    known.push(word);
  }
}

const childOf = (command: Command, word: string): Command | undefined =>
  command.commands.find((each) => each.name() === word);

/** The words of the command line that are commands, to point at the right help page. */
function knownWords(root: Command, argv: readonly string[]): readonly string[] {
  const known: string[] = [];
  let command = root;
  for (const word of argv) {
    const next = command.commands.find((child) => child.name() === word);
    if (next === undefined) continue;
    command = next;
    known.push(word);
  }
  return known;
}
