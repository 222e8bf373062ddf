import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { awaitState, tell } from "#test/judge/stack/connector-state.js";
import type { DeployedPipeline } from "#test/judge/stack/deployed-pipeline.js";
import { maybe } from "./choice.js";
import type { DoneHarm, Harm, Scene } from "./harm.js";

async function goOn({ servers, pipeline }: DeployedPipeline): Promise<void> {
  await tell(servers, pipeline.names.connector, "resume");
  await awaitState(servers, pipeline.names.connector, "RUNNING");
}

/** Pauses or stops the connector, until what is returned is called. */
export async function halt(
  deployed: DeployedPipeline,
  verb: "pause" | "stop" = "pause",
): Promise<() => Promise<void>> {
  const { servers, pipeline } = deployed;
  await tell(servers, pipeline.names.connector, verb);
  await awaitState(servers, pipeline.names.connector, verb === "pause" ? "PAUSED" : "STOPPED");
  return () => goOn(deployed);
}

const halted = (verb: "pause" | "stop"): Harm => ({
  kind: `connector ${verb === "pause" ? "paused" : "stopped"}`,
  do: async ({ deployed }) => ({
    what: `PUT /connectors/${deployed.pipeline.names.connector}/${verb}`,
    says: ({ carried }) => carried.state === "stopped",
    undo: await halt(deployed, verb),
  }),
});

const deleted: Harm = {
  kind: "connector deleted",
  do: async ({ deployed }) => {
    const { connector } = deployed.pipeline.names;
    await deployed.servers.connect.delete(connector);
    return {
      what: `DELETE /connectors/${connector}`,
      says: (report) => !report.deployed,
      undo: () => redeploy(deployed, deployed.config),
    };
  },
};

async function redeploy({ servers, pipeline }: DeployedPipeline, config: ConnectorConfig): Promise<void> {
  await servers.connect.putConfig(pipeline.names.connector, config);
  await awaitState(servers, pipeline.names.connector, "RUNNING");
}

/** Deploys a config that is not the file's; the keys that are other must be named. */
async function configured(
  scene: Scene,
  change: Readonly<Record<string, string | undefined>>,
): Promise<DoneHarm | undefined> {
  const { deployed } = scene;
  const merged = Object.entries({ ...deployed.config, ...change });
  const config = Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as ConnectorConfig;
  const { connect } = deployed.servers;
  const name = deployed.pipeline.names.connector;
  // Such a config cannot be deployed, so no harm is done.
  if ((await connect.validate({ name, ...config })).length > 0) return undefined;
  await connect.putConfig(name, config);
  return {
    what: JSON.stringify(change),
    says: ({ configDifferences }) =>
      Object.keys(change).some((key) => configDifferences.some((difference) => difference.key === key)),
    undo: () => redeploy(deployed, deployed.config),
  };
}

const otherTopic: Harm = {
  kind: "connector made on another topic",
  do: (scene) => {
    const { config, pipeline } = scene.deployed;
    const { topic, letters } = pipeline.names;
    const moved = Object.entries(config).map(([key, value]) => [
      key.replace(`topic.${topic}.`, `topic.${letters}.`),
      value,
    ]);
    const removed = Object.keys(config).filter((key) => key.startsWith(`topic.${topic}.`));
    return configured(scene, {
      ...(Object.fromEntries(moved) as ConnectorConfig),
      ...Object.fromEntries(removed.map((key) => [key, undefined])),
      topics: letters,
    });
  },
};

const tablePrefix = ({ deployed }: Scene): string => {
  const { topic, keyspace, table } = deployed.pipeline.names;
  return `topic.${topic}.${keyspace}.${table}.`;
};

const otherMapping: Harm = {
  kind: "mapping changed in the deployed config",
  do: async (scene) => {
    const key = `${tablePrefix(scene)}mapping`;
    const entries = (scene.deployed.config[key] ?? "").split(", ");
    const values = entries.filter((entry) => entry.includes("=value."));
    const changed = maybe(scene.random, values);
    if (changed === undefined) return undefined;
    const others = scene.random.below(2) === 0 ? [] : [`${changed}_old`];
    const mapping = [...entries.filter((entry) => entry !== changed), ...others].join(", ");
    return configured(scene, { [key]: mapping });
  },
};

/** Settings that turn records into other rows, with another value than the file's. */
function otherSettings(scene: Scene): readonly Readonly<Record<string, string | undefined>>[] {
  const { config, pipeline } = scene.deployed;
  const { topic } = pipeline.names;
  const prefix = tablePrefix(scene);
  const unless = (key: string, value: string, otherwise: string): Readonly<Record<string, string>> => ({
    [key]: config[key] === value ? otherwise : value,
  });
  return [
    unless(`${prefix}nullToUnset`, "false", "true"),
    unless(`${prefix}deletesEnabled`, "false", "true"),
    unless(`${prefix}ttl`, "1728000", "86400"),
    unless(`${prefix}ttlTimeUnit`, "HOURS", "SECONDS"),
    unless(`${prefix}timestampTimeUnit`, "NANOSECONDS", "MICROSECONDS"),
    { [`${prefix}missingFields`]: "error" },
    unless(`topic.${topic}.codec.timeZone`, "Asia/Tokyo", "UTC"),
    unless(`topic.${topic}.codec.unit`, "MICROSECONDS", "DAYS"),
    unless(`topic.${topic}.codec.locale`, "de_DE", "en_US"),
    unless("consumer.override.isolation.level", "read_committed", "read_uncommitted"),
    { "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter" },
    config["order"] === "log" ? { order: undefined } : { order: "log" },
    "transforms" in config
      ? { transforms: undefined, predicates: undefined }
      : { transforms: "drop", "transforms.drop.type": "org.apache.kafka.connect.transforms.Filter" },
  ];
}

const otherSetting: Harm = {
  kind: "setting changed that says what rows mean",
  do: async (scene) => {
    const change = maybe(scene.random, otherSettings(scene));
    return change === undefined ? undefined : configured(scene, change);
  },
};

export const connectorHarms: readonly Harm[] = [
  halted("pause"),
  halted("stop"),
  deleted,
  otherTopic,
  otherMapping,
  otherSetting,
];
