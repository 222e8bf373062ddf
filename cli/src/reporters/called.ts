/** How the program was called, so that a command that is printed can be typed as it stands. */
export interface Called {
  /** `npx cassink`, `cassink`, or `node cli/bin/cassink.js`. */
  readonly program: string;
  /** Flags of the command line that say which servers are meant, and their values: `--home`, `/tmp/second`; `--kafka-tls`. */
  readonly flags: readonly (readonly [flag: string, value?: string])[];
  /** What the line is about, for printed commands that take it and name nothing: `-f`, `my.yaml`. */
  readonly selection: readonly string[];
}

/**
 * In a checkout `cassink` alone is "command not found": npm says by its variable that it has called the program, or what
 * calls it.
 * @param script of the process; npx and a global installation link to it without an ending
 */
export function programName(script: string, npmCommand: string | undefined): string {
  const isInstalled = !script.endsWith(".js") && !script.includes("node_modules/");
  if (isInstalled) return "cassink";
  return npmCommand === undefined ? `node ${script}` : "npx cassink";
}

/**
 * Texts name commands as `cassink up`. Here they get the program's name as the user typed it, and the flags and the
 * pipeline that the user gave, unless the command has them already.
 * @param commands every command's words: `topic create`
 */
export function withCalled(text: string, called: Called, commands: readonly string[]): string {
  const words = commands.map((command) => command.replaceAll(" ", " +")).join("|");
  const help = `(?:(?:${groupsOf(commands).join("|")}) +)?--help`;
  const pattern = new RegExp(`\\b(?:npx )?cassink (${words}|help|${help})\\b([^\\n"\`;]*)`, "g");
  return text.replaceAll(pattern, (_, command: string, rest: string) => {
    const missing = called.flags
      .filter(([flag]) => isOf(command, flag))
      .filter(([flag]) => !rest.includes(flag))
      .map(([flag, value]) => (value === undefined ? flag : `${flag} ${quoted(value)}`));
    // What follows the command is its own words, or the sentence that goes on.
    const takesIt =
      /^(topic|table|connector|verify) /.test(command) && !/^connector list$|--help$/.test(command);
    const goesOn = /^($|[.,:)]| - )/.test(rest);
    const selection = takesIt && goesOn ? called.selection.map(quoted) : [];
    return `${[called.program, ...missing, command, ...selection].join(" ")}${rest}`;
  });
}

/** The words that commands begin with and that are none themselves: `topic`, `connector offsets`. */
function groupsOf(commands: readonly string[]): readonly string[] {
  const beginnings = commands.flatMap((command) => {
    const words = command.split(" ");
    return words.slice(1).map((_, index) => words.slice(0, index + 1).join(" +"));
  });
  return [...new Set(beginnings)];
}

/** Help is of no server, `context` is told by itself which servers it keeps, and the local stack has its own. */
function isOf(command: string, flag: string): boolean {
  if (/^(context |help$)|--help$/.test(command)) return false;
  return flag === "--home" || !["up", "down", "status", "logs"].includes(command);
}

/** As a shell takes it for one word. */
function quoted(value: string): string {
  return /^[\w./:,@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
