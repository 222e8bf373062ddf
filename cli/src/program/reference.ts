import { type ProgramDescription, helpPages } from "./command-line.js";

/** File name to Markdown text: a page per command and an index, made from the program's own help. */
export function referencePages(program: ProgramDescription): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const rows: string[] = [];
  for (const { words, summary, help } of helpPages(program)) {
    const file = `${words.join("-")}.md`;
    const title = `${program.name} ${words.join(" ")}`;
    pages.set(
      file,
      `<!-- Written by npm run docs from the program's own help. -->\n\n# ${title}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`,
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
