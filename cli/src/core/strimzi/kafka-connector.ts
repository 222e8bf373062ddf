import { InputError } from "../../errors.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { shownValue } from "../connect/secret-keys.js";
import { type Resource, resourceName } from "./resource.js";

/** Strimzi sets these itself, and refuses them in `config`. */
const apart = ["name", "connector.class", "tasks.max"];

/**
 * A KafkaConnector: Strimzi's operator makes a connector of the resource's name from it.
 * @param cluster name of the KafkaConnect whose workers run it
 * @throws InputError for a secret in the clear, which a manifest would carry into a repository
 */
export function kafkaConnector(name: string, config: ConnectorConfig, cluster: string): Resource {
  const clear = Object.entries(config).flatMap(([key, value]) =>
    shownValue(key, value) === value ? [] : [key],
  );
  if (clear.length > 0) {
    throw new InputError("a secret stands in the clear, and would stand in the manifest", {
      where: name,
      lines: clear,
      hint: "refer to it, as in ${secrets:NAMESPACE/NAME:KEY}",
    });
  }
  const { "connector.class": className = "", "tasks.max": tasks = "1" } = config;
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnector",
    metadata: { name: resourceName(name), labels: { "strimzi.io/cluster": cluster } },
    spec: {
      class: className,
      tasksMax: Number(tasks),
      config: Object.fromEntries(Object.entries(config).filter(([key]) => !apart.includes(key))),
    },
  };
}
