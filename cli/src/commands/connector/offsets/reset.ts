import type { CommandContext } from "../../../ports/context.js";
import type { ConnectorOffsetsResetInput } from "../../../program/connector-offsets.js";
import { type ConnectorOffsetsChange, change, moveTo } from "./change.js";
import { soleSink, wholePlaces } from "./places.js";

/** Forgets what a connector has read, as if it had never been: it begins at the first records again. */
export async function run(
  input: ConnectorOffsetsResetInput,
  context: CommandContext,
): Promise<ConnectorOffsetsChange> {
  const target = await soleSink(input, context);
  const plan = async () =>
    (await wholePlaces(target, [], context)).map((place) => moveTo(place, place.start, place.start));
  return change(target, { ...input, plan, forgets: true }, context);
}
