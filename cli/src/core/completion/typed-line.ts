import {
  type CommandTree,
  type CompletedCommand,
  type CompletedOption,
  flagNames,
  takesValue,
} from "./tree.js";

/** What stands before the word that is being typed. */
export interface TypedLine {
  /** The words of commands, such as `topic` or `topic create`. */
  readonly words: readonly string[];
  /** Undefined until all of its words are there. */
  readonly command: CompletedCommand | undefined;
  /** How many arguments it has been given. */
  readonly given: number;
  /** Those that have their values. */
  readonly flags: readonly { readonly option: CompletedOption; readonly text: readonly string[] }[];
  /** The option whose value is being typed. */
  readonly awaiting: CompletedOption | undefined;
  /** Whether `--` has ended the flags. */
  readonly isPlain: boolean;
}

/** Reads a command line as far as it is there; words that are not known are taken for arguments. */
export function readTyped(tree: CommandTree, before: readonly string[]): TypedLine {
  const words: string[] = [];
  const flags: { option: CompletedOption; text: readonly string[] }[] = [];
  let command: CompletedCommand | undefined;
  let given = 0;
  let awaiting: CompletedOption | undefined;
  let isPlain = false;
  for (const [index, word] of before.entries()) {
    if (awaiting !== undefined) {
      flags.push({ option: awaiting, text: [before[index - 1] ?? "", word] });
      awaiting = undefined;
    } else if (word === "--" && !isPlain) {
      isPlain = true;
    } else if (word.startsWith("-") && word !== "-" && !isPlain) {
      const [name = ""] = word.split("=");
      const option = optionsOf(tree, command).find((known) => flagNames(known).includes(name));
      if (option === undefined) continue;
      if (takesValue(option) && !word.includes("=")) awaiting = option;
      else flags.push({ option, text: [word] });
    } else if (command === undefined) {
      words.push(word);
      command = tree.commands.find((known) => known.words.join(" ") === words.join(" "));
    } else {
      given++;
    }
  }
  return { words, command, given, flags, awaiting, isPlain };
}

/** The options that may stand behind the words of a command, or before they are there. */
export function optionsOf(
  { globals }: CommandTree,
  command: CompletedCommand | undefined,
): readonly CompletedOption[] {
  return [...Object.values(command?.options ?? {}), ...globals];
}
