import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { auth, Client } from "cassandra-driver";
import { parse, stringify } from "yaml";
import { endProcess } from "./child-process.js";
import { type Certificates, storePassword } from "./certificates.js";
import { closedPort } from "./ports.js";
import { lastLines, waitFor } from "#test/support/wait-for.js";

export interface SecuredNode {
  readonly port: number;
  /** Logged in as the superuser, without encryption. */
  readonly client: Client;
  /** Not connected yet; without encryption. */
  clientOf(username: string, password: string): Client;
  stop(): Promise<void>;
}

/**
 * A node that asks for a password, and of encrypted clients for a certificate. It is started as `up` starts its own,
 * from the files that the stack under `home` was started with.
 */
export async function startSecuredNode(
  home: string,
  folder: string,
  certificates: Certificates,
): Promise<SecuredNode> {
  const [port, storagePort] = [await closedPort(), await closedPort()];
  const moved = async (file: string): Promise<string> =>
    (await readFile(join(home, "cassandra", file), "utf8")).replaceAll(home, folder);
  await mkdir(join(folder, "cassandra"), { recursive: true });
  await mkdir(join(folder, "logs"), { recursive: true });
  for (const file of ["cassandra-rackdc.properties", "logback.xml", "java.args"]) {
    await writeFile(join(folder, "cassandra", file), await moved(file));
  }
  const settings = {
    ...(parse(await moved("cassandra.yaml")) as Readonly<Record<string, unknown>>),
    native_transport_port: port,
    storage_port: storagePort,
    seed_provider: [
      {
        class_name: "org.apache.cassandra.locator.SimpleSeedProvider",
        parameters: [{ seeds: `127.0.0.1:${storagePort}` }],
      },
    ],
    authenticator: "PasswordAuthenticator",
    client_encryption_options: {
      enabled: true,
      optional: true,
      keystore: certificates.node,
      keystore_password: storePassword,
      truststore: certificates.clients,
      truststore_password: storePassword,
      require_client_auth: true,
    },
  };
  await writeFile(join(folder, "cassandra", "cassandra.yaml"), stringify(settings));
  const child = spawn(
    "java",
    ["-Dcassandra.superuser_setup_delay_ms=0", `@${join(folder, "cassandra", "java.args")}`],
    { stdio: "ignore" },
  );
  const clientOf = (username: string, password: string): Client =>
    new Client({
      contactPoints: [`127.0.0.1:${port}`],
      localDataCenter: "datacenter1",
      authProvider: new auth.PlainTextAuthProvider(username, password),
    });
  const client = clientOf("cassandra", "cassandra");
  const stop = async (): Promise<void> => {
    await client.shutdown();
    await endProcess(child);
  };
  const wait = { what: "the node to answer", deadline: 120_000, log: join(folder, "logs", "cassandra.log") };
  try {
    await waitFor(wait, async (seen) => {
      if (child.exitCode !== null) throw new Error(`the node has ended\n${await lastLines(wait.log)}`);
      return client.connect().then(() => true as const, seen);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, client, clientOf, stop };
}
