import { shells } from "../core/completion/shell-scripts.js";
import type { CommandTree } from "../core/completion/tree.js";
import { readTyped } from "../core/completion/typed-line.js";
import type { ProgramDescription } from "./command-line.js";
import { connectionOptions } from "./connection-options.js";
import type { CommandDefinition, InputOf } from "./definition.js";
import { globalOptions } from "./shared-options.js";

export const completion = {
  words: ["completion"],
  summary: "print the script by which a shell completes commands, flags and names",
  effect: "reads",
  description: [
    "Connectors, topics, pipelines and contexts are asked for when they are completed, of the servers that the line",
    "names. A server that does not answer within a second has no names.",
  ].join(" "),
  arguments: { shell: { description: "the shell", required: true, choices: shells } },
  examples: [
    { command: "completion bash >> ~/.bash_completion", explains: "bash, from the next session on" },
    { command: 'completion zsh > "${fpath[1]}/_cassink"', explains: "zsh, behind compinit" },
    { command: "completion fish > ~/.config/fish/completions/cassink.fish", explains: "fish" },
  ],
} as const satisfies CommandDefinition;
export type CompletionInput = InputOf<typeof completion>;

/** What those scripts ask. */
export const complete = {
  words: ["complete"],
  hidden: true,
  summary: "print what the last word may become",
  effect: "reads",
  arguments: { typed: { description: "the words behind the program's name", repeatable: true } },
  examples: [{ command: "complete -- topic cr", explains: "create" }],
} as const satisfies CommandDefinition;
export type CompleteInput = InputOf<typeof complete>;

export function commandTree({ commands, groups }: ProgramDescription): CommandTree {
  const globals = [...Object.values(globalOptions), ...Object.values(connectionOptions)];
  return { commands, groups, globals };
}

/** The line of `complete` with the flags of servers that the typed line has, so that its names are theirs. */
export function withTypedServers(program: ProgramDescription, argv: readonly string[]): readonly string[] {
  const [word, dashes, ...typed] = argv;
  if (word !== complete.words[0] || dashes !== "--") return argv;
  const { flags } = readTyped(commandTree(program), typed.slice(0, -1));
  const servers: readonly unknown[] = [
    globalOptions.home,
    globalOptions.context,
    ...Object.values(connectionOptions),
  ];
  const given = flags.filter(({ option }) => servers.includes(option)).flatMap(({ text }) => text);
  return [...given, ...argv];
}
