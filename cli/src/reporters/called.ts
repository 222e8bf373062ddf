/** How the program was called, so that a command that is printed can be typed as it stands. */
export interface Called {
  /** `npx cassink`, `cassink`, or `node cli/bin/cassink.js`. */
  readonly program: string;
  /** Flags of the command line that say which servers are meant, and their values: `--home`, `/tmp/second`. */
  readonly flags: readonly (readonly [flag: string, value: string])[];
  /** The pipeline of the line, for printed commands that take one and name none: `-f`, `my.yaml`. */
  readonly pipeline: readonly string[];
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
 * Texts name commands as `cassink up`. Here they get the program's name as the user typed it, and the flags and the
 * pipeline that the user gave, unless the command has them already.
 * @param commands every command's words: `topic create`
 */
export function withCalled(text: string, called: Called, commands: readonly string[]): string {
  const words = commands.map((command) => command.replaceAll(" ", " +")).join("|");
  const pattern = new RegExp(`\\b(?:npx )?cassink (${words}|--help)\\b([^\\n"\`;]*)`, "g");
  return text.replaceAll(pattern, (_, command: string, rest: string) => {
    const missing = called.flags
      .filter(([flag]) => !rest.includes(flag))
      .map(([flag, value]) => `${flag} ${quoted(value)}`);
    // Of a pipeline are the nouns; what follows is the command's own words, or the sentence that goes on.
    const isOfPipeline = /^(topic|table|connector|verify) /.test(command) && command !== "connector list";
    const goesOn = /^($|[.,:)]| - )/.test(rest);
    const pipeline = isOfPipeline && goesOn ? called.pipeline.map(quoted) : [];
    return `${[called.program, ...missing, command, ...pipeline].join(" ")}${rest}`;
  });
}

/** As a shell takes it for one word. */
function quoted(value: string): string {
  return /^[\w./:,@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
