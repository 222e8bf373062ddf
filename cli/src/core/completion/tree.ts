/** What names a word may be: those that are asked for when they are needed, or the files of the folder. */
export type NameKind = "connector" | "pipeline" | "topic" | "context" | "file";

interface Completed {
  readonly choices?: readonly string[];
  readonly completes?: readonly NameKind[];
  readonly repeatable?: boolean;
}

export interface CompletedOption extends Completed {
  /** Commander's notation: `-f, --file <path>`. */
  readonly flags: string;
  readonly description: string;
  readonly hidden?: boolean;
}

export interface CompletedCommand {
  readonly words: readonly string[];
  readonly summary: string;
  readonly hidden?: boolean;
  readonly arguments?: Readonly<Record<string, Completed>>;
  readonly options?: Readonly<Record<string, CompletedOption>>;
}

/** The program's commands, as far as completion needs them. */
export interface CommandTree {
  readonly commands: readonly CompletedCommand[];
  readonly groups: Readonly<Record<string, string>>;
  /** Options that every command takes. */
  readonly globals: readonly CompletedOption[];
}

/** `-f, --file <path>` to `["-f", "--file"]`. */
export const flagNames = ({ flags }: CompletedOption): readonly string[] =>
  flags.split(/[ ,]+/).filter((word) => word.startsWith("-"));

/** Whether a flag needs a value behind it; one whose value may be left out takes it with `=` alone. */
export const takesValue = ({ flags }: CompletedOption): boolean => flags.includes("<");
