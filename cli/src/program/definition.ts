import type { NameKind } from "../core/completion/tree.js";

/** A positional argument; its value is its text. */
export interface ArgumentDefinition {
  readonly description: string;
  readonly required?: boolean;
  /** Takes all words that follow; its value is then an array. */
  readonly repeatable?: boolean;
  readonly choices?: readonly string[];
  /** What a shell offers for it. */
  readonly completes?: readonly NameKind[];
}

/** An argument as help shows it: `<name>`, `[name...]`. */
export function argumentText(key: string, { required, repeatable }: ArgumentDefinition): string {
  const words = repeatable === true ? `${key}...` : key;
  return required === true ? `<${words}>` : `[${words}]`;
}

export interface OptionDefinition {
  /** Commander's notation: `--purge`, `-f, --file <path>`, and `--burst [n]` where the value may be left out. */
  readonly flags: string;
  readonly description: string;
  /** Turns the option's text into its value; throws UsageError for a bad one. */
  readonly parse?: (text: string) => unknown;
  readonly default?: unknown;
  /** The default as help shows it, where the value itself reads badly: `60s` for 60000. */
  readonly defaultText?: string;
  readonly choices?: readonly string[];
  /** May be given more than once; the value is then an array. */
  readonly repeatable?: boolean;
  /** On no help page of a command: `help connections` has it. */
  readonly hidden?: boolean;
  /** What a shell offers for its value. */
  readonly completes?: readonly NameKind[];
}

/** A command as data: its words and its help. Its handler gets the arguments and options under their keys here. */
export interface CommandDefinition {
  /** The words that call it: `["topic", "create"]`. */
  readonly words: readonly string[];
  /** For programs alone: on no help page. */
  readonly hidden?: boolean;
  readonly summary: string;
  /** Paragraphs for `--help`, under the summary. */
  readonly description?: string;
  readonly arguments?: Readonly<Record<string, ArgumentDefinition>>;
  readonly options?: Readonly<Record<string, OptionDefinition>>;
  /** Of the words only the first names a pipeline, and none where `-f` does: the others name something of it. */
  readonly namesOnePipeline?: true;
  /**
   * What it does to servers and files. What `changes` something takes `--dry-run`, and what `destroys` records, rows,
   * connectors or keys `--yes`, too.
   */
  readonly effect: "reads" | "changes" | "destroys";
  /** Forms of `-o` beside text, JSON and YAML: the handler gets the one that is asked for as `form`, its renderer writes it. */
  readonly forms?: readonly string[];
  /** Its renderer takes texts as they are, and escapes what a terminal acts on in the way of the format that it writes. */
  readonly verbatim?: boolean;
  /** The key of the option with which lines go out as they come, and no result follows. */
  readonly streamsWith?: string;
  /**
   * Documents go out as they come, and no result follows: `until interrupted`, for Ctrl-C is its usual end, or `lines` of
   * JSON to an end of its own, whatever format is asked for.
   */
  readonly streams?: "until interrupted" | "lines";
  readonly examples: readonly { readonly command: string; readonly explains: string }[];
}

/** What a command's handler gets, inferred from the definition, which is written `as const`. */
export type InputOf<Definition> = ValuesOf<
  Definition extends { arguments: infer Arguments } ? Arguments : unknown
> &
  ValuesOf<Definition extends { options: infer Options } ? Options : unknown> &
  (Definition extends { forms: readonly (infer Form)[] } ? { readonly form?: Form } : unknown);

/** Values of arguments or options by their keys; what may be left out and has no default is an optional property. */
export type ValuesOf<Fields> = {
  readonly [Key in keyof Fields as Fields[Key] extends AlwaysPresent ? Key : never]: ValueOf<Fields[Key]>;
} & {
  readonly [Key in keyof Fields as Fields[Key] extends AlwaysPresent ? never : Key]?: ValueOf<Fields[Key]>;
};

type AlwaysPresent = { required: true } | { default: unknown } | { flags: `--no-${string}` };

type ValueOf<Field> = Field extends { repeatable: true }
  ? readonly SingleValueOf<Field>[]
  : Field extends { flags: `${string}[${string}` }
    ? SingleValueOf<Field> | true
    : SingleValueOf<Field>;

type SingleValueOf<Field> = Field extends { parse: (text: string) => infer Value }
  ? Value
  : Field extends { choices: readonly (infer Choice)[] }
    ? Choice
    : Field extends { flags: infer Flags }
      ? Flags extends `${string}<${string}`
        ? string
        : boolean
      : string;
