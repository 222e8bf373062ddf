import { errorInConfig } from "../../core/lint/finding.js";
import { CassinkError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorValidateInput } from "../../program/connector.js";
import { ofPipeline } from "./selection.js";
import { type ValidationReport, validateConnector } from "./validation.js";

export interface ConnectorValidateResult extends CommandResult {
  readonly connectors: readonly ValidationReport[];
}

/**
 * Findings are errors in a config; warnings alone leave the outcome clean. Of several files, one that cannot be read is
 * a finding beside the others.
 */
export async function run(
  input: ConnectorValidateInput,
  context: CommandContext,
): Promise<ConnectorValidateResult> {
  const selected = await context.pipelines.selectEach(input);
  const together = selected.flatMap((each) =>
    "problem" in each ? [] : [ofPipeline(each.pipeline, context)],
  );
  const options = { offline: input.offline === true, together };
  const connectors: ValidationReport[] = [];
  for (const each of selected) {
    context.signal.throwIfAborted();
    connectors.push(
      "problem" in each
        ? brokenFile(each.name, each.problem)
        : await validateConnector(ofPipeline(each.pipeline, context), options, context),
    );
  }
  const wrong = connectors.some(({ findings }) => findings.some(({ severity }) => severity === "error"));
  return { outcome: wrong ? "findings" : "clean", connectors };
}

function brokenFile(name: string, problem: Error): ValidationReport {
  const { message } = problem;
  const { where = name, hint, lines = [] } = problem instanceof CassinkError ? problem : {};
  return {
    pipeline: name,
    connector: name,
    levels: [{ level: "config", checked: true }],
    findings: [
      {
        ...errorInConfig,
        key: where,
        message: [message, ...lines].join("; "),
        ...(hint === undefined ? {} : { hint }),
      },
    ],
  };
}
