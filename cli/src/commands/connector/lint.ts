import { lintOverrides } from "../../core/lint/catalogue.js";
import type { ConfigFinding } from "../../core/lint/finding.js";
import { type Place, placeIn, placesIn } from "../../core/lint/places.js";
import { isProperties } from "../../core/pipeline/parse.js";
import { CassinkError, UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { SelectedPipeline } from "../../ports/pipelines.js";
import type { LintInput } from "../../program/lint.js";
import { ofPipeline } from "./selection.js";
import { validateConnector } from "./validation.js";

/** A finding with its place; line and column count from 1. */
export interface LintFinding extends Place, Pick<ConfigFinding, "severity" | "message" | "hint"> {
  /** Empty where it is about the file as a whole. */
  readonly key: string;
}

export interface LintedFile {
  /** As it was named; `standard input`. */
  readonly file: string;
  /** In the order of their places. */
  readonly findings: readonly LintFinding[];
}

export interface LintResult extends CommandResult {
  readonly files: readonly LintedFile[];
  /** A form beside text, JSON and YAML in which the result is to be written. */
  readonly form?: "github" | "sarif";
}

/** Checks files alone: no server is asked. A file that cannot be read as a pipeline is a finding, too. */
export async function run(input: LintInput, context: CommandContext): Promise<LintResult> {
  const selected = await selectedFiles(input, context);
  const files: LintedFile[] = [];
  for (const each of selected)
    files.push("problem" in each ? brokenFile(each) : await lintedFile(each, context));
  const wrong = files.some(({ findings }) => findings.some(({ severity }) => severity === "error"));
  return {
    outcome: wrong ? "findings" : "clean",
    files,
    ...(input.form === undefined ? {} : { form: input.form }),
  };
}

/** One broken file alone is an error for every other command. @throws UsageError for a name that is not known */
async function selectedFiles(
  input: LintInput,
  { pipelines }: CommandContext,
): Promise<readonly SelectedPipeline[]> {
  try {
    return await pipelines.selectEach(input);
  } catch (problem) {
    if (!(problem instanceof CassinkError) || problem instanceof UsageError || problem.where === undefined)
      throw problem;
    return [{ name: "", problem }];
  }
}

async function lintedFile(
  { pipeline, text }: Extract<SelectedPipeline, { readonly text: string }>,
  context: CommandContext,
): Promise<LintedFile> {
  const connector = ofPipeline(pipeline, context);
  const { findings } = await validateConnector(connector, { offline: true, together: [connector] }, context);
  const placeOf = placesIn(text, isProperties(text, pipeline.file));
  const located = [...findings, ...lintOverrides(connector.config)].map(
    ({ severity, key, message, hint }): LintFinding => ({
      severity,
      key,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...placeOf(key),
    }),
  );
  return { file: pipeline.file, findings: located.sort(byPlace) };
}

const byPlace = (one: Place, other: Place): number => one.line - other.line || one.column - other.column;

/** The lines of a problem with several places are `file:line:column: message`. */
function brokenFile({ name, problem }: Extract<SelectedPipeline, { readonly problem: Error }>): LintedFile {
  const { where = name, hint, lines = [] } = problem instanceof CassinkError ? problem : {};
  const first: LintFinding = {
    severity: "error",
    key: "",
    message: problem.message,
    ...(hint === undefined ? {} : { hint }),
    ...(placeIn(where) ?? { line: 1, column: 1 }),
  };
  const others = lines.map((line): LintFinding => {
    const [, place = "", message = line] = /^(.*?:\d+:\d+): (.*)$/s.exec(line) ?? [];
    return { severity: "error", key: "", message, ...(placeIn(place) ?? { line: 1, column: 1 }) };
  });
  return { file: where.replace(/(:\d+){1,2}$/, ""), findings: [first, ...others].sort(byPlace) };
}
