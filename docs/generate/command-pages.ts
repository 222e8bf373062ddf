import { type ProgramDescription, parseCommandLine } from "#cli/program/command-line.js";

/** File name to Markdown text: a page per command and an index, made from the program's own help. */
export function commandPages(program: ProgramDescription): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const rows: string[] = [];
  for (const { words, summary } of program.commands) {
    const file = `${words.join("-")}.md`;
    const title = `${program.name} ${words.join(" ")}`;
    const line = parseCommandLine(program, [...words, "--help"]);
    if (line.kind !== "text") throw new Error(`${title} --help gives no text`);
    pages.set(
      file,
      `<!-- Written by npm run docs from the program's own help. -->\n\n# ${title}\n\n\`\`\`text\n${line.text.trimEnd()}\n\`\`\`\n`,
    );
    rows.push(`- [\`${title}\`](${file}): ${summary}`);
  }
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
