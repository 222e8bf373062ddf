import type { ConnectionSettings } from "../connections/settings.js";
import {
  type StackPlan,
  basePorts,
  brokerAddresses,
  hostOf,
  indexes,
  localDatacenter,
  nameOf,
} from "./plan.js";
import { type SecretName, secureFolder } from "./secure-folder.js";
import { clientUser } from "./secure-users.js";

/**
 * How clients reach the servers of a stack; of a secure one with its authority and the login of `cassink`. Every worker
 * serves the whole Connect cluster: those come first whose process names are in `running`.
 */
export function stackConnections(plan: StackPlan, running: readonly string[]): Required<ConnectionSettings> {
  const scheme = plan.secure ? "https" : "http";
  const isRunning = (index: number): number => (running.includes(nameOf("connect", index)) ? 0 : 1);
  const workers = [...indexes(plan.workers)].sort((one, other) => isRunning(one) - isRunning(other));
  const login = (name: SecretName): object => (plan.secure ? loginOf(plan.home, name) : {});
  return {
    kafka: {
      bootstrapServers: brokerAddresses(plan),
      ...(plan.secure ? { sasl: "scram-sha-512", ...login("kafka-cassink") } : {}),
    },
    connect: {
      urls: workers.map((worker) => `${scheme}://${hostOf(worker)}:${basePorts.connect + plan.portOffset}`),
      ...login("connect-cassink"),
    },
    cassandra: {
      contactPoints: indexes(plan.nodes).map((node) => `${hostOf(node)}:${basePorts.cql + plan.portOffset}`),
      localDatacenter,
      ...(plan.secure ? { ...login("cassandra-cassink"), connector: connectorSettings(plan.home) } : {}),
    },
  };
}

function loginOf(home: string, name: SecretName): object {
  const { authority, password } = secureFolder(home);
  return { ca: authority, username: clientUser, password: { kind: "file", path: password(name) } };
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
