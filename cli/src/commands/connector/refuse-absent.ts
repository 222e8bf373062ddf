import type { DeployedConnector } from "../../core/connect/deployed-connector.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { TargetConnector } from "./cluster-selection.js";

/** @throws InputError where Connect has no connector of this name */
export function refuseAbsent(
  { name, deployed }: TargetConnector,
  { connect }: CommandContext,
): DeployedConnector {
  if (deployed !== undefined) return deployed;
  throw new InputError(`connector ${name} is not deployed`, {
    where: connect.url,
    hint: '"cassink connector list" shows those that are',
  });
}
