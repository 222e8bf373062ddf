import { readFileSync } from "node:fs";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { isClearSecret } from "#cli/core/connect/secret-keys.js";
import type { PluginSetting } from "#cli/core/connect/status.js";

/** A config as a file has it, and as a cluster shows it once it is deployed. */
export interface Deployment {
  readonly file: ConnectorConfig;
  readonly shown: ConnectorConfig;
}

const all = JSON.parse(readFileSync("test/unit/core/connect/plan/plugin-settings.json", "utf8")) as Readonly<
  Record<string, readonly PluginSetting[]>
>;

/** As a worker of Kafka 4.3 answers for the connector's class. */
export const settingsOf = (config: ConnectorConfig): readonly PluginSetting[] =>
  all[config["connector.class"] ?? ""] ?? [];

const masks = ["****", "[hidden]", "*****", "****************"];

/** What clusters do to configs, by name; `index` picks one of several forms. */
export const ways: Readonly<Record<string, (config: ConnectorConfig, index: number) => Deployment>> = {
  "masks secrets": (file, index) => {
    const mask = masks[index % masks.length] ?? "";
    return { file, shown: changed(file, (key, value) => (isClearSecret(key, value) ? mask : value)) };
  },
  "has, or resolves, ${file:}": (config, index) => referring(config, "${file:/run/secrets:pw}", index),
  "has, or resolves, ${env:}": (config, index) => referring(config, "${env:CASSANDRA_PASSWORD}", index),
  "adds defaults": (file) => {
    const added = settingsOf(file).flatMap(({ name, default: value }) =>
      value === undefined || name in file ? [] : [[name, value] as const],
    );
    return { file, shown: { ...file, ...Object.fromEntries(added) } };
  },
  "adds keys of its own": (file) => {
    const own = { "__internal.owner": "team-7", "__managed.id": "lcc-1", "kafka.region": "eu-1" };
    return { file, shown: { ...file, ...own, "cloud.environment": "prod" } };
  },
  "adds versions": (file) => {
    const own = { "connector.plugin.version": "1.2", "value.converter.plugin.version": "4.3.0" };
    return { file, shown: { ...file, ...own, "transforms.x.plugin.version": "4.3.0" } };
  },
  "orders keys otherwise, and adds the name": (file) => ({
    file,
    shown: Object.fromEntries([["name", "sales"], ...Object.entries(file).reverse()]),
  }),
  "writes numbers, lists and truths otherwise": (file) => {
    const types = new Map(settingsOf(file).map(({ name, type }) => [name, type]));
    return { file, shown: changed(file, (key, value) => otherForm(value, types.get(key))) };
  },
};

function changed(config: ConnectorConfig, change: (key: string, value: string) => string): ConnectorConfig {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, change(key, value)]));
}

/** Connect leaves the reference; a service may show what it stands for, within a longer value too. */
function referring(config: ConnectorConfig, reference: string, index: number): Deployment {
  const file = { ...config, "auth.password": reference, contactPoints: `node-${reference},10.0.0.2` };
  const resolved = { "auth.password": "resolved", contactPoints: "node-resolved,10.0.0.2" };
  return { file, shown: index % 2 === 0 ? file : { ...file, ...resolved } };
}

/** Another text that Connect reads as the same value. */
function otherForm(value: string, type: string | undefined): string {
  switch (type) {
    case "INT":
    case "LONG":
    case "SHORT":
      return ` 0${value} `;
    case "BOOLEAN":
      return value.toUpperCase();
    case "LIST":
      return ` ${value.split(",").join(" , ")}`;
    default:
      return value;
  }
}
