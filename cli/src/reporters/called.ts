/** How the program was called, so that a command that is printed can be typed as it stands. */
export interface Called {
  /** `npx cassink`, `cassink`, or `node cli/bin/cassink.js`. */
  readonly program: string;
  /** Flags of the command line that say which servers are meant, and their values: `--home`, `/tmp/second`. */
  readonly flags: readonly (readonly [flag: string, value: string])[];
}

/**
 * In a checkout `cassink` alone is "command not found": npm says by its variable that it has called the program.
 * @param script of the process; npx and a global installation link to it without an ending
 */
export function programName(script: string, npmCommand: string | undefined): string {
  if (npmCommand !== undefined) return "npx cassink";
  return script.endsWith(".js") ? `node ${script}` : "cassink";
}

/**
 * Texts name commands as `cassink up`. Here they get the program's name as the user typed it, and the flags that the
 * user gave, unless the command has them already.
 * @param commands every command's words: `topic create`
 */
export function withCalled(text: string, { program, flags }: Called, commands: readonly string[]): string {
  const words = commands.map((command) => command.replaceAll(" ", " +")).join("|");
  const pattern = new RegExp(`\\b(?:npx )?cassink (?=(?:${words})\\b)([^\\n"\`;]*)`, "g");
  return text.replaceAll(pattern, (_, rest: string) => {
    const missing = flags
      .filter(([flag]) => !rest.includes(flag))
      .map(([flag, value]) => `${flag} ${quoted(value)}`);
    return [program, ...missing, rest].join(" ");
  });
}

/** As a shell takes it for one word. */
function quoted(value: string): string {
  return /^[\w./:,@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
