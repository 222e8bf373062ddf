import { exitCodes } from "#cli/program/exit-codes.js";

/** docs/reference/exit-codes.md, from the table that the program itself ends by. */
export function exitCodesPage(): string {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  return [
    "<!-- Written by npm run docs from cli/src/program/exit-codes.ts. -->",
    "",
    "# Exit codes",
    "",
    "| code | meaning |",
    "| ---- | ------- |",
    ...rows,
    "",
    "A command that ends with 0, 3 or 4 has printed its result, and with 1 or 130 its result or its failure. After 2 nothing",
    "was done. [Output](output.md) says what both look like to a program.",
    "",
  ].join("\n");
}
