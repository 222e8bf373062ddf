export const outputFormats = ["text", "json", "yaml"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/**
 * The format that a command line asks for with `-o` or `--output`, wherever it stands, the last one where it is said
 * twice: what is wrong with a line that cannot be parsed is told in it, too.
 */
export function requestedOutput(argv: readonly string[]): OutputFormat {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  const asked = words.map((word, index) => {
    const [, attached] = /^(?:--output=|-[qv]*o)(.*)$/s.exec(word) ?? [];
    return attached === "" || word === "--output" ? words[index + 1] : attached;
  });
  return outputFormats.find((format) => format === asked.findLast((text) => text !== undefined)) ?? "text";
}
