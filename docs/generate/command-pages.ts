import { type ProgramDescription, parseCommandLine } from "#cli/program/command-line.js";
import { schemaFile } from "./schema-file.js";

/** File name to Markdown text: a page per command and an index, made from the program's own help. */
export function commandPages(program: ProgramDescription): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const rows: string[] = [];
  const add = (file: string, title: string, summary: string, argv: readonly string[], more = ""): void => {
    const line = parseCommandLine(program, argv);
    if (line.kind !== "text") throw new Error(`${argv.join(" ")} gives no text`);
    pages.set(
      file,
      `<!-- Written by npm run docs from the program's own help. -->\n\n# ${title}\n\n\`\`\`text\n${line.text.trimEnd()}\n\`\`\`\n${more}`,
    );
    rows.push(`- [\`${title}\`](${file}): ${summary}`);
  };
  for (const { words, summary, streamsWith, streams } of program.commands.filter(
    ({ hidden }) => hidden !== true,
  )) {
    const title = `${program.name} ${words.join(" ")}`;
    const streamed =
      streamsWith === undefined
        ? ""
        : `, and with \`--${streamsWith}\` each document ${schemaLink([...words, streamsWith])}`;
    const schema =
      streams === "lines"
        ? ""
        : `\nIts result with \`-o json\` is of the schema ${schemaLink(words)}${streamed}.\n`;
    add(`${words.join("-")}.md`, title, summary, [...words, "--help"], schema);
  }
  const page = ["help", "connections"];
  add(
    "connections.md",
    `${program.name} ${page.join(" ")}`,
    "servers, TLS and logins: every flag and variable",
    page,
  );
  const index = [
    "<!-- Written by npm run docs from the program's own help. -->",
    "",
    "# Commands",
    "",
    ...rows,
    "",
  ];
  pages.set("README.md", index.join("\n"));
  return pages;
}

function schemaLink(words: readonly string[]): string {
  const file = schemaFile(words);
  return `[${file}](../../schemas/output/${file})`;
}
