import type { CommandContext, CommandResult } from "../../ports/context.js";
import { type ConnectorChoice, connectorsOf } from "./choice.js";
import { type ValidationReport, validateConnector } from "./validation.js";

export interface ConnectorValidateInput extends ConnectorChoice {
  /** Only what needs no server. */
  readonly offline?: boolean;
}

export interface ConnectorValidateResult extends CommandResult {
  readonly connectors: readonly ValidationReport[];
}

/** Findings are errors in a config; warnings alone leave the outcome clean. */
export async function run(
  input: ConnectorValidateInput,
  context: CommandContext,
): Promise<ConnectorValidateResult> {
  const connectors: ValidationReport[] = [];
  const chosen = await connectorsOf(input, context);
  const options = { offline: input.offline === true, together: chosen };
  for (const connector of chosen) {
    context.signal.throwIfAborted();
    connectors.push(await validateConnector(connector, options, context));
  }
  const wrong = connectors.some(({ findings }) => findings.some(({ severity }) => severity === "error"));
  return { outcome: wrong ? "findings" : "clean", connectors };
}
