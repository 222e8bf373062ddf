import { InputError } from "../../errors.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import type { KafkaConnection } from "../connections/connection.js";
import { providerSettings } from "./config-providers.js";
import { type Resource, resourceName } from "./resource.js";

export interface ConnectCluster {
  readonly name: string;
  /** Workers. */
  readonly replicas: number;
  /** Of containers that have the connectors' plugins; undefined leaves Strimzi's own, which has none. */
  readonly image: string | undefined;
  readonly kafka: KafkaConnection;
  /** Of the connectors that it is to run. */
  readonly configs: readonly ConnectorConfig[];
}

/** The Secrets that the resource refers to, which whoever applies it has to make. */
export interface NamedSecret {
  readonly name: string;
  readonly keys: readonly string[];
  /** What the keys hold. */
  readonly holds: string;
}

/**
 * A KafkaConnect: a cluster of workers that takes its connectors from KafkaConnector resources.
 * @throws InputError for a login that Strimzi's resource cannot say
 */
export function kafkaConnect({ name, replicas, image, kafka, configs }: ConnectCluster): {
  readonly resource: Resource;
  readonly secrets: readonly NamedSecret[];
} {
  // It is a label's value, too.
  const cluster = resourceName(name, 63);
  const { tls, authentication, secrets } = security(cluster, kafka);
  const resource: Resource = {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnect",
    metadata: { name: cluster, annotations: { "strimzi.io/use-connector-resources": "true" } },
    spec: {
      replicas,
      ...(image === undefined ? {} : { image }),
      bootstrapServers: kafka.bootstrapServers.join(","),
      groupId: cluster,
      configStorageTopic: `${cluster}-configs`,
      offsetStorageTopic: `${cluster}-offsets`,
      statusStorageTopic: `${cluster}-status`,
      ...tls,
      ...authentication,
      config: {
        // As many copies as the brokers' default.
        "config.storage.replication.factor": -1,
        "offset.storage.replication.factor": -1,
        "status.storage.replication.factor": -1,
        ...providerSettings(configs),
      },
    },
  };
  return { resource, secrets };
}

interface Security {
  readonly tls: object;
  readonly authentication: object;
  readonly secrets: readonly NamedSecret[];
}

function security(cluster: string, { tls, login }: KafkaConnection): Security {
  const authority = `${cluster}-kafka-ca`;
  const user = `${cluster}-kafka-user`;
  const trusted = tls?.ca === undefined ? [] : [{ secretName: authority, certificate: "ca.crt" }];
  const secrets: NamedSecret[] =
    tls?.ca === undefined ? [] : [{ name: authority, keys: ["ca.crt"], holds: "the brokers' authority" }];
  const parts = { tls: tls === undefined ? {} : { tls: { trustedCertificates: trusted } } };
  if (login?.mechanism === "oauthbearer") {
    throw new InputError("Strimzi's KafkaConnect has no OAUTHBEARER by a token command", {
      hint: "name brokers with another login, and set the authentication in the manifest",
    });
  }
  if (login !== undefined) {
    const passwordSecret = { secretName: user, password: "password" };
    const authentication = { type: login.mechanism, username: login.username, passwordSecret };
    secrets.push({ name: user, keys: ["password"], holds: `the password of ${login.username}` });
    return { ...parts, authentication: { authentication }, secrets };
  }
  if (tls?.certificate === undefined) return { ...parts, authentication: {}, secrets };
  const certificateAndKey = { secretName: user, certificate: "user.crt", key: "user.key" };
  secrets.push({ name: user, keys: ["user.crt", "user.key"], holds: "the workers' certificate and its key" });
  return { ...parts, authentication: { authentication: { type: "tls", certificateAndKey } }, secrets };
}
