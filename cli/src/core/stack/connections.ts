import type { ConnectionSettings, KafkaSettings } from "../connections/settings.js";
import {
  type StackPlan,
  basePorts,
  brokerAddresses,
  hostOf,
  indexes,
  localDatacenter,
  nameOf,
} from "./plan.js";
import { scramOverTls } from "./secure-kafka.js";
import { type SecretName, secureFolder } from "./secure-folder.js";
import { clientUser } from "./secure-users.js";

/**
 * How clients reach the servers of a stack; of a secure one with its authority and the login of `cassink`. Every worker
 * serves the whole Connect cluster: those are taken whose process names are in `running`, or the first one.
 */
export function stackConnections(plan: StackPlan, running: readonly string[]): Required<ConnectionSettings> {
  const { home, portOffset, secure } = plan;
  const alive = indexes(plan.workers).filter((index) => running.includes(nameOf("connect", index)));
  const workers = alive.length === 0 ? [0] : alive;
  return {
    kafka: {
      bootstrapServers: brokerAddresses(plan),
      ...(secure
        ? {
            sasl: "scram-sha-512",
            ...loginOf(home, "kafka-cassink"),
            connector: receiptsSettings(home),
          }
        : {}),
    },
    connect: {
      urls: workers.map(
        (index) => `${secure ? "https" : "http"}://${hostOf(index)}:${basePorts.connect + portOffset}`,
      ),
      ...(secure ? loginOf(home, "connect-cassink") : {}),
    },
    cassandra: {
      contactPoints: indexes(plan.nodes).map((node) => `${hostOf(node)}:${basePorts.cql + portOffset}`),
      localDatacenter,
      ...(secure ? { ...loginOf(home, "cassandra-cassink"), connector: connectorSettings(home) } : {}),
    },
  };
}

function loginOf(home: string, name: SecretName): Pick<KafkaSettings, "ca" | "username" | "password"> {
  const { authority, password } = secureFolder(home);
  return { ca: authority, username: clientUser, password: { kind: "file", path: password(name) } };
}

/** By which sinks reach the brokers that take their receipts. */
function receiptsSettings(home: string): Readonly<Record<string, string>> {
  const client = {
    ...scramOverTls(home),
    "sasl.jaas.config": `\${file:${secureFolder(home).receiptsLogin}:sasl.jaas.config}`,
  };
  return Object.fromEntries(
    Object.entries(client).map(([key, value]) => [`receipts.producer.${key}`, value] as const),
  );
}

/** By which sinks reach the nodes. The worker reads what the references name. */
function connectorSettings(home: string): Readonly<Record<string, string>> {
  const { connectorLogin, trustStore } = secureFolder(home);
  return {
    "auth.username": `\${file:${connectorLogin}:username}`,
    "auth.password": `\${file:${connectorLogin}:password}`,
    "ssl.provider": "JDK",
    "ssl.truststore.path": trustStore,
  };
}
