import { namesIn } from "../../core/connect/connector-config.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import { kafkaConnect, type NamedSecret } from "../../core/strimzi/kafka-connect.js";
import { kafkaConnector } from "../../core/strimzi/kafka-connector.js";
import type { Resource } from "../../core/strimzi/resource.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ExportInput } from "../../program/export.js";

export interface ExportResult extends CommandResult {
  readonly resources: readonly Resource[];
  /** To be made before the resources are applied. */
  readonly secrets: readonly NamedSecret[];
  /** Whether the workers' image was named. */
  readonly hasImage: boolean;
  /** Addresses in them by which a worker would look for a server in its own container: `localhost:9092`. */
  readonly local: readonly string[];
}

/** @throws UsageError where no form is named, InputError for what the form cannot say */
export async function run(input: ExportInput, context: CommandContext): Promise<ExportResult> {
  if (input.strimzi !== true) throw new UsageError("for which system?", { hint: "write --strimzi" });
  const { cluster, workers, image } = input;
  const { connections, pipelines } = context;
  const connectors = (await pipelines.select(input)).map((pipeline) => ({
    name: pipeline.connector.name,
    config: deployedConfig(pipeline, connections),
  }));
  const kafka = connections.kafka();
  const contactPoints = connectors.map(({ config }) => config["contactPoints"] ?? "");
  const { resource, secrets } = kafkaConnect({
    name: cluster,
    replicas: workers,
    image,
    kafka,
    configs: connectors.map(({ config }) => config),
  });
  const resources = connectors.map(({ name, config }) => kafkaConnector(name, config, cluster));
  return {
    outcome: "clean",
    resources: [resource, ...resources],
    secrets,
    hasImage: image !== undefined,
    local: [...new Set([kafka.bootstrapServers.join(","), ...contactPoints])].filter(isLocal),
  };
}

const isLocal = (addresses: string): boolean =>
  namesIn(addresses).some((address) => /^(localhost|127\.|\[?::1)/.test(address));
