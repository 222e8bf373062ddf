import type { ConnectionOptions } from "node:tls";
import type { SASLOptions } from "kafkajs";
import type { KafkaConnection, KafkaLogin } from "../../core/connections/connection.js";
import type { Credentials } from "../../ports/credentials.js";
import { type TokenLogin, tokenLogin } from "./token-login.js";

/** What kafkajs needs to reach the brokers, with the secrets looked up. */
export interface KafkaAccess {
  readonly brokers: readonly string[];
  readonly ssl?: ConnectionOptions;
  readonly sasl?: SASLOptions | TokenLogin;
}

/** @throws CassinkError for a secret or a file that is missing: nothing has been sent then */
export async function openAccess(
  { bootstrapServers, tls, login }: KafkaConnection,
  credentials: Credentials,
): Promise<KafkaAccess> {
  return {
    brokers: bootstrapServers,
    // Said, because an environment variable of Node.js turns the default off.
    ...(tls === undefined
      ? {}
      : { ssl: { ...(await credentials.tls(tls, "Kafka")), rejectUnauthorized: true } }),
    ...(login === undefined ? {} : { sasl: await saslOf(login, credentials) }),
  };
}

async function saslOf(login: KafkaLogin, credentials: Credentials): Promise<SASLOptions | TokenLogin> {
  if (login.mechanism === "oauthbearer") {
    const token = async (): Promise<string> =>
      (await credentials.token(login.token, "token for Kafka")).reveal();
    // A token that cannot be had is said at once, and not after kafkajs' retries.
    await token();
    return tokenLogin(token);
  }
  const { mechanism, username } = login;
  const password = (await credentials.secret(login.password, "password for Kafka")).reveal();
  return { mechanism, username, password } as SASLOptions;
}
