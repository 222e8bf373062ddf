import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "#test/support/cli.js";

/** A fenced block of a page that has commands or what they print. */
export interface DocBlock {
  /** `README.md:16`, the line of its fence. */
  readonly where: string;
  readonly language: string;
  /** Why its commands are not run: `<!-- not run: REASON -->` stands before it. */
  readonly notRun: string | undefined;
  /** The command whose output it is: `<!-- output of: COMMAND -->` stands before it. */
  readonly outputOf: string | undefined;
  /** Its numbers differ from run to run: `<!-- output of: COMMAND; numbers differ -->`. */
  readonly numbersDiffer: boolean;
  /** Without blank lines and comments after `#`, and with lines joined that end in a backslash; only of a block of commands. */
  readonly commands: readonly string[];
  readonly text: string;
}

/** The page whose commands want a secure stack. */
export const securedPage = "docs/secured.md";

/** README.md and the pages that lie in docs/ directly. */
export const pages: readonly string[] = [
  "README.md",
  ...readdirSync(join(projectFolder, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export const pageText = (page: string): string => readFileSync(join(projectFolder, page), "utf8");

const fence = /(?:^<!-- (?<note>.*) -->\n+)?^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;
const note = /^(?:not run: (?<reason>.+)|output of: (?<command>.+?)(?<differ>; numbers differ)?)$/;

/** The blocks without a language, or of text: those of YAML, SQL and JSON mostly show files. */
export function blocksOf(page: string, languages: readonly string[] = ["", "text"]): readonly DocBlock[] {
  const text = pageText(page);
  return [...text.matchAll(fence)].flatMap((match) => {
    const { language = "", text: body = "", note: written = "" } = match.groups ?? {};
    if (!languages.includes(language)) return [];
    const { reason, command, differ } = note.exec(written)?.groups ?? {};
    return [
      {
        language,
        where: `${page}:${text.slice(0, match.index).split("\n").length}`,
        notRun: reason,
        outputOf: command,
        numbersDiffer: differ !== undefined,
        commands: command === undefined ? commandsIn(body) : [],
        text: body,
      },
    ];
  });
}

function commandsIn(body: string): readonly string[] {
  return body
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** The arguments of a line `npx cassink topic create -f x.yaml`. */
export function argumentsOf(command: string): readonly string[] {
  const words = command.match(/'[^']*'|\S+/g) ?? [];
  const called = words[0] === "npx" ? words.slice(1) : words;
  if (called[0] !== "cassink") throw new Error(`no command of the CLI: ${command}`);
  return called.slice(1).map((word) => word.replaceAll("'", ""));
}
