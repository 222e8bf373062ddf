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
  for (const connector of await connectorsOf(input, context)) {
    context.signal.throwIfAborted();
    connectors.push(await validateConnector(connector, { offline: input.offline === true }, context));
  }
  const wrong = connectors.some(({ findings }) => findings.some(({ severity }) => severity === "error"));
  return { outcome: wrong ? "findings" : "clean", connectors };
}
