import { format } from "prettier";
import { type Fault, type TraceFault } from "#cli/core/faults/fault.js";
import { knownFaults } from "#cli/core/faults/known-faults.js";

const written = "<!-- Written by npm run docs from cli/src/core/faults. -->";

/** File name to Markdown text: a page for each fault that `connector explain` knows, and an index. */
export async function faultPages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map(knownFaults.map((fault) => [`${fault.code}.md`, pageOf(fault)] as const));
  const rows = knownFaults.map(({ code, title }) => `| [${code}](${code}.md) | ${cell(title)} |`);
  const index = [
    written,
    "",
    "# Why a connector does not carry its records",
    "",
    "`cassink connector explain` says which of these it is, at which record, and what to do. The codes are stable.",
    "",
    "| code | what is wrong |",
    "| ---- | ------------- |",
    ...rows,
    "",
  ];
  pages.set("README.md", index.join("\n"));
  const formatted = [...pages].map(
    async ([file, text]) => [file, await format(text, { parser: "markdown" })] as const,
  );
  return new Map(await Promise.all(formatted));
}

function pageOf(fault: Fault & Partial<TraceFault>): string {
  const { code, title, means, fix, example } = fault;
  const seen = example === undefined ? [] : ["## What is seen", "", "```text", example, "```", ""];
  return [
    written,
    "",
    `# ${code}`,
    "",
    `${capital(title)}.`,
    "",
    ...seen,
    "## Why",
    "",
    means,
    "",
    "## What to do",
    "",
    ...fix.map((line, index) => `${index + 1}. ${markdown(line)}`),
    "",
  ].join("\n");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Names such as `value.*` and `${...}` are no markup. */
const cell = (text: string): string => text.replaceAll(/[\\*_|<>$]/g, String.raw`\$&`);

/** A line that is a command, or a sentence with commands between backticks. */
function markdown(line: string): string {
  if (line.startsWith("cassink ")) return `\`${line}\``;
  return line
    .split("`")
    .map((part, index) => (index % 2 === 0 ? cell(part) : `\`${part}\``))
    .join("");
}
