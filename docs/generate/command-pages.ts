import { type ProgramDescription, parseCommandLine } from "#cli/program/command-line.js";

/** File name to Markdown text: a page per command and an index, made from the program's own help. */
export function commandPages(program: ProgramDescription): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const rows: string[] = [];
  const add = (file: string, title: string, summary: string, argv: readonly string[]): void => {
    const line = parseCommandLine(program, argv);
    if (line.kind !== "text") throw new Error(`${argv.join(" ")} gives no text`);
    pages.set(
      file,
      `<!-- Written by npm run docs from the program's own help. -->\n\n# ${title}\n\n\`\`\`text\n${line.text.trimEnd()}\n\`\`\`\n`,
    );
    rows.push(`- [\`${title}\`](${file}): ${summary}`);
  };
  for (const { words, summary } of program.commands.filter(({ hidden }) => hidden !== true)) {
    add(`${words.join("-")}.md`, `${program.name} ${words.join(" ")}`, summary, [...words, "--help"]);
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
