import type { Explained } from "../../core/doctor/connector.js";
import type { Validation } from "../../core/doctor/config.js";
import type { PreviewedTopic } from "../../core/doctor/records.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";

/**
 * What other commands of this program say of pipelines: their published results. What they check is checked once, in
 * them; a user gets the same by typing them.
 */

/** `connector validate` of all of them together, by their names: configs of one command take the place of deployed ones. */
export async function validationsOf(
  pipelines: readonly Pipeline[],
  context: CommandContext,
): Promise<ReadonlyMap<string, Validation>> {
  // Nothing named would be all that are shipped.
  if (pipelines.length === 0) return new Map();
  const argv = ["connector", "validate", ...pipelines.flatMap(({ file }) => ["--file", file])];
  const { connectors } = await resultOf<{
    readonly connectors: readonly (Validation & { readonly pipeline: string })[];
  }>(argv, context);
  return new Map(connectors.map((each) => [each.pipeline, each]));
}

/** `connector preview` of the records from these places on. @param count of each topic */
export async function previewOf(
  { file }: Pipeline,
  { from, count }: { readonly from: readonly string[]; readonly count: number },
  context: CommandContext,
): Promise<readonly PreviewedTopic[]> {
  const argv = ["connector", "preview", "--file", file, "--records", String(count), "--from", from.join(",")];
  const { pipelines } = await resultOf<{
    readonly pipelines: readonly { readonly topics: readonly PreviewedTopic[] }[];
  }>(argv, context);
  return pipelines.flatMap(({ topics }) => topics);
}

/** `connector explain` of one. @param sample milliseconds */
export async function explanationsOf(
  { file }: Pipeline,
  sample: number,
  context: CommandContext,
): Promise<readonly Explained[]> {
  const argv = ["connector", "explain", "--file", file, "--sample", `${sample}ms`];
  const { connectors } = await resultOf<{
    readonly connectors: readonly { readonly explanations: readonly Explained[] }[];
  }>(argv, context);
  return connectors.flatMap(({ explanations }) => explanations);
}

async function resultOf<Result>(
  argv: readonly string[],
  context: CommandContext,
): Promise<CommandResult & Result> {
  const { result } = await context.invoke(argv);
  return result as CommandResult & Result;
}
