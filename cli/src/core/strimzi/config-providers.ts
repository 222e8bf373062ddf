import type { ConnectorConfig } from "../connect/connector-config.js";
import { InputError } from "../../errors.js";

/** The providers that Strimzi's images have, by the names under which configs usually call them. */
const classes: Readonly<Record<string, string>> = {
  file: "org.apache.kafka.common.config.provider.FileConfigProvider",
  directory: "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
  env: "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
  secrets: "io.strimzi.kafka.KubernetesSecretConfigProvider",
  configmaps: "io.strimzi.kafka.KubernetesConfigMapConfigProvider",
};

/**
 * The worker's settings for the providers that connectors refer to, as in `${file:/run/secrets/db:password}`.
 * @throws InputError for a provider that is not known
 */
export function providerSettings(configs: readonly ConnectorConfig[]): Readonly<Record<string, string>> {
  const values = configs.flatMap((config) => Object.values(config));
  const names = values.flatMap((value) =>
    [...value.matchAll(/\$\{([\w-]+):[^}]*\}/g)].map(([, name = ""]) => name),
  );
  const used = [...new Set(names)].sort();
  if (used.length === 0) return {};
  const settings = used.map((name) => [`config.providers.${name}.class`, classOf(name)] as const);
  return { "config.providers": used.join(","), ...Object.fromEntries(settings) };
}

function classOf(name: string): string {
  const known = classes[name];
  if (known !== undefined) return known;
  throw new InputError(`no config provider is known for \${${name}:...}`, {
    hint: `write \${secrets:NAMESPACE/NAME:KEY}, or one of ${Object.keys(classes).join(", ")}`,
  });
}
