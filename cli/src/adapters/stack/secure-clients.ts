import { readFile } from "node:fs/promises";
import { Client, auth, policies } from "cassandra-driver";
import { Kafka, logLevel } from "kafkajs";
import { Secret } from "../../core/secret.js";
import { localDatacenter } from "../../core/stack/plan.js";
import { secureFolder } from "../../core/stack/secure-folder.js";
import type { clientUser } from "../../core/stack/secure-users.js";
import { exists } from "./files.js";
import { readPassword } from "./stack-secrets.js";

/** Milliseconds for a connection and for one answer. */
const timeout = 5_000;

/** Whom a client of the stack itself trusts: the authority of the home. */
export async function trustOf(home: string): Promise<{ readonly ca: string }> {
  return { ca: await readFile(secureFolder(home).authority, "utf8") };
}

/** A client of some brokers of a secure stack that does not retry: its caller asks again. */
export async function kafkaOf(
  home: string,
  brokers: readonly string[],
  username: "admin" | typeof clientUser,
): Promise<Kafka> {
  const password = await readPassword(home, `kafka-${username}`);
  return new Kafka({
    clientId: "cassink-stack",
    brokers: [...brokers],
    ssl: await trustOf(home),
    sasl: { mechanism: "scram-sha-512", username, password: password.reveal() },
    connectionTimeout: timeout,
    authenticationTimeout: timeout,
    requestTimeout: timeout,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
}

export interface NodeLogin {
  readonly home: string;
  readonly username: string;
  readonly password: Secret;
}

/** Of the default superuser, until the roles of the home's nodes are made. */
export async function superuser(home: string): Promise<NodeLogin> {
  return (await exists(secureFolder(home).grantedRoles))
    ? { home, username: "admin", password: await readPassword(home, "cassandra-admin") }
    : { home, ...defaultSuperuser };
}

/** Cassandra's own, which everybody knows. */
export const defaultSuperuser = { username: "cassandra", password: new Secret("cassandra") };

/** A client that asks one node and no other; without a login for a node of a stack that is not secure. */
export async function nodeClient(node: string, login?: NodeLogin): Promise<Client> {
  const { AllowListPolicy, RoundRobinPolicy } = policies.loadBalancing;
  return new Client({
    contactPoints: [node],
    localDataCenter: localDatacenter,
    policies: { loadBalancing: new AllowListPolicy(new RoundRobinPolicy(), [node]) },
    socketOptions: { connectTimeout: timeout, readTimeout: timeout },
    isMetadataSyncEnabled: false,
    monitorReporting: { enabled: false },
    ...(login === undefined
      ? {}
      : {
          authProvider: new auth.PlainTextAuthProvider(login.username, login.password.reveal()),
          sslOptions: { ...(await trustOf(login.home)), rejectUnauthorized: true },
        }),
  });
}
