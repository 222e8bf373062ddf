import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { program } from "#cli/program.js";
import { parseCommandLine } from "#cli/program/command-line.js";

const folder = new URL("../../schemas/output/", import.meta.url);
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const checks = new Map<string, ValidateFunction>();

/**
 * Holds what a command line has printed with `--output json` to the published schema: of its command, or of failures.
 * @throws Error that lists what does not fit
 */
export function checkOutput(argv: readonly string[], printed: unknown): void {
  const isFailure = typeof printed === "object" && printed !== null && "error" in printed;
  const name = isFailure ? "error" : nameOf(argv);
  let check = checks.get(name);
  if (check === undefined) {
    const text = readFileSync(new URL(`${name}.schema.json`, folder), "utf8");
    check = ajv.compile(JSON.parse(text) as object);
    checks.set(name, check);
  }
  if (check(printed)) return;
  const problems = (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
  );
  throw new Error(`cassink ${argv.join(" ")} breaks ${name}.schema.json:\n${problems.join("\n")}`);
}

function nameOf(argv: readonly string[]): string {
  const line = parseCommandLine(program, argv);
  if (line.kind !== "run") throw new Error(`no command: ${argv.join(" ")}`);
  const { streamsWith } = program.commands.find(({ words }) => words === line.words) ?? {};
  return [...line.words, ...(line.streams && streamsWith !== undefined ? [streamsWith] : [])].join("-");
}
