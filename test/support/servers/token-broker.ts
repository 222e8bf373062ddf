import { spawn } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { basePorts } from "#cli/core/stack/plan.js";
import { fileUrl, propertiesText } from "#cli/core/stack/texts.js";
import type { TokenIssuer } from "#test/support/tls/token-issuer.js";
import { lastLines, waitFor } from "#test/support/wait-for.js";
import { endProcess } from "./child-process.js";
import { freePortOffset } from "./ports.js";
import type { SecureStack } from "./secure-stack.js";

export interface TokenBroker {
  /** `host:port` */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * A broker to which clients log in by OAUTHBEARER with tokens that this issuer has signed, and that ends a connection with
 * its token. Otherwise it is as the secure stack's own: made from its files, with the same certificate and authority.
 */
export async function startTokenBroker(
  { home, folder: parent }: Pick<SecureStack, "home" | "folder">,
  issuer: TokenIssuer,
): Promise<TokenBroker> {
  const [own, folder] = [join(home, "kafka"), join(parent, "token-broker")];
  const log = join(folder, "kafka.log");
  const offset = await freePortOffset();
  const [address, controller] = [basePorts.kafka, basePorts.kafkaController].map(
    (port) => `127.0.0.1:${port + offset}`,
  ) as [string, string];
  const jwks = fileUrl(join(folder, "jwks.json"));
  await mkdir(join(folder, "data"), { recursive: true });
  // What `kafka-storage format` has made: the cluster's id, and the user by which brokers log in to each other.
  for (const file of ["meta.properties", "bootstrap.checkpoint"]) {
    await copyFile(join(own, "data", file), join(folder, "data", file));
  }
  const listener = "listener.name.sasl_ssl.oauthbearer";
  const oauthbearer = "org.apache.kafka.common.security.oauthbearer";
  const added = propertiesText({
    "controller.quorum.voters": `1@${controller}`,
    listeners: `SASL_SSL://${address},CONTROLLER://${controller}`,
    "advertised.listeners": `SASL_SSL://${address}`,
    "log.dirs": join(folder, "data"),
    "sasl.enabled.mechanisms": "SCRAM-SHA-512,OAUTHBEARER",
    "connections.max.reauth.ms": "3600000",
    [`${listener}.sasl.jaas.config`]: `${oauthbearer}.OAuthBearerLoginModule required;`,
    [`${listener}.sasl.server.callback.handler.class`]: `${oauthbearer}.OAuthBearerValidatorCallbackHandler`,
    "sasl.oauthbearer.jwks.endpoint.url": jwks,
    "sasl.oauthbearer.expected.audience": issuer.audience,
    "sasl.oauthbearer.expected.issuer": issuer.name,
    "sasl.oauthbearer.clock.skew.seconds": "0",
  });
  const write = (name: string, text: string): Promise<void> =>
    writeFile(join(folder, name), text, { mode: 0o600 });
  const moved = async (name: string): Promise<string> =>
    (await readFile(join(own, name), "utf8"))
      .replaceAll(own, folder)
      .replaceAll(join(home, "logs"), folder)
      .replace(/-Xms\d+m/, "-Xms64m")
      .replace(/-Xmx\d+m/, "-Xmx192m");
  await write("jwks.json", issuer.keys);
  await write("server.properties", `${await readFile(join(own, "server.properties"), "utf8")}\n${added}`);
  for (const name of ["log4j2.xml", "java.args"]) await write(name, await moved(name));
  const child = spawn(
    "java",
    [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${jwks}`, `@${join(folder, "java.args")}`],
    { stdio: "ignore" },
  );
  try {
    await waitFor({ what: "the broker to start", deadline: 60_000, every: 100, log }, async () => {
      if (child.exitCode !== null) throw new Error(`the broker has ended\n${await lastLines(log)}`);
      const logged = await readFile(log, "utf8").catch(() => "");
      return logged.includes("Kafka Server started") ? true : undefined;
    });
  } catch (error) {
    await endProcess(child);
    throw error;
  }
  return { address, stop: () => endProcess(child) };
}
