import { type CommandTree, type CompletedOption, flagNames, type NameKind } from "./tree.js";
import { optionsOf, readTyped, type TypedLine } from "./typed-line.js";

export interface Candidate {
  /** The whole word. */
  readonly value: string;
  readonly description: string;
}

/** What the last word may become: words that are known, and names that have to be asked for. */
export interface WordCompletion {
  readonly candidates: readonly Candidate[];
  readonly names: readonly NameKind[];
  /** Stands before each name in the word: `--context=`. */
  readonly prefix: string;
}

/** @param typed the words behind the program's name, the one that is being typed last; it may be empty */
export function completeWords(tree: CommandTree, typed: readonly string[]): WordCompletion {
  const current = typed.at(-1) ?? "";
  const line = readTyped(tree, typed.slice(0, -1));
  if (line.awaiting !== undefined) return valuesOf(line.awaiting, current, "");
  if (current.startsWith("-") && !line.isPlain) {
    const [name = "", value] = current.split(/=(.*)/s);
    const options = optionsOf(tree, line.command);
    const option = value === undefined ? undefined : options.find((known) => flagNames(known).includes(name));
    if (option !== undefined) return valuesOf(option, current, `${name}=`);
    return known(freeFlags(options, line), current);
  }
  if (line.command === undefined) return known(nextWords(tree, line.words), current);
  const definitions = Object.values(line.command.arguments ?? {});
  const argument =
    definitions[line.given] ?? (definitions.at(-1)?.repeatable === true ? definitions.at(-1) : undefined);
  return argument === undefined ? none : valuesOf(argument, current, "");
}

const none: WordCompletion = { candidates: [], names: [], prefix: "" };

function known(candidates: readonly Candidate[], current: string): WordCompletion {
  return { ...none, candidates: candidates.filter(({ value }) => value.startsWith(current)) };
}

function valuesOf(
  { choices = [], completes = [] }: Pick<CompletedOption, "choices" | "completes">,
  current: string,
  prefix: string,
): WordCompletion {
  const candidates = choices.map((value) => ({ value: prefix + value, description: "" }));
  return { ...known(candidates, current), names: completes, prefix };
}

/** Flags by their long names, without those that are there and may be there once. */
function freeFlags(options: readonly CompletedOption[], { flags }: TypedLine): readonly Candidate[] {
  const used = new Set(flags.map(({ option }) => option));
  return options
    .filter((option) => option.hidden !== true && (option.repeatable === true || !used.has(option)))
    .map((option) => ({ value: flagNames(option).at(-1) ?? "", description: option.description }));
}

function nextWords({ commands, groups }: CommandTree, words: readonly string[]): readonly Candidate[] {
  const next = new Map<string, string>();
  for (const command of commands) {
    const [word, ...further] = command.words.slice(words.length);
    const isBehind = words.every((before, index) => command.words[index] === before);
    if (word === undefined || !isBehind || command.hidden === true) continue;
    next.set(word, further.length === 0 ? command.summary : (groups[[...words, word].join(" ")] ?? ""));
  }
  return [...next].map(([value, description]) => ({ value, description }));
}
