import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorValidateInput } from "../../program/connector.js";
import { selectConnectors } from "./selection.js";
import { type ValidationReport, validateConnector } from "./validation.js";

export interface ConnectorValidateResult extends CommandResult {
  readonly connectors: readonly ValidationReport[];
}

/** Findings are errors in a config; warnings alone leave the outcome clean. */
export async function run(
  input: ConnectorValidateInput,
  context: CommandContext,
): Promise<ConnectorValidateResult> {
  const connectors: ValidationReport[] = [];
  const selected = await selectConnectors(input, context);
  const options = { offline: input.offline === true, together: selected };
  for (const connector of selected) {
    context.signal.throwIfAborted();
    connectors.push(await validateConnector(connector, options, context));
  }
  const wrong = connectors.some(({ findings }) => findings.some(({ severity }) => severity === "error"));
  return { outcome: wrong ? "findings" : "clean", connectors };
}
