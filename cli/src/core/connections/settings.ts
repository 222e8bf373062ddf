import type { SecretSource } from "./secret-source.js";

/**
 * What flags, environment variables, a context or the running local stack say of the three servers, called legs. All of
 * them speak in these words, so that one can take the other's place. A leg is taken from the first that names its
 * address; docs/decisions/reaching-clusters.md has the order.
 */
export interface ConnectionSettings {
  readonly kafka?: KafkaSettings | undefined;
  readonly connect?: ConnectSettings | undefined;
  readonly cassandra?: CassandraSettings | undefined;
}

/** Files are named by their paths and hold PEM. */
export interface TlsSettings {
  /** The authorities that sign the servers' certificates; without it, those that Node.js knows. */
  readonly ca?: string | undefined;
  /** By which the client shows who it is. */
  readonly certificate?: string | undefined;
  /** Of the certificate. */
  readonly key?: string | undefined;
  /** Of an encrypted key. */
  readonly keyPassword?: SecretSource | undefined;
}

export const saslMechanisms = ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export interface KafkaSettings extends TlsSettings {
  /** `host:port`. The leg's address. */
  readonly bootstrapServers?: readonly string[] | undefined;
  /** On by itself when one of {@link TlsSettings} is given. */
  readonly tls?: boolean | undefined;
  readonly sasl?: SaslMechanism | undefined;
  /** Of all mechanisms but `oauthbearer`. */
  readonly username?: string | undefined;
  readonly password?: SecretSource | undefined;
  /** Of `oauthbearer`: a command is asked again when the token ends. */
  readonly token?: SecretSource | undefined;
  /**
   * By which the sink reaches the brokers that take its receipts, in the words of its own settings: `receipts.*`, added to
   * a connector's config where the pipeline leaves them out. Secrets are references to the worker's providers.
   */
  readonly connector?: Readonly<Record<string, string>> | undefined;
}

export interface ConnectSettings extends TlsSettings {
  /** Of one worker or several of the same cluster, `http` or `https`. The leg's address. */
  readonly urls?: readonly string[] | undefined;
  /** Basic authentication. */
  readonly username?: string | undefined;
  readonly password?: SecretSource | undefined;
  /** Bearer authentication. */
  readonly token?: SecretSource | undefined;
}

export interface CassandraSettings extends TlsSettings {
  /** `host` or `host:port`. The leg's address, unless there is a bundle. */
  readonly contactPoints?: readonly string[] | undefined;
  /** A secure connect bundle, by its path. The leg's address. */
  readonly bundle?: string | undefined;
  readonly localDatacenter?: string | undefined;
  /** On by itself when one of {@link TlsSettings} is given. */
  readonly tls?: boolean | undefined;
  readonly username?: string | undefined;
  readonly password?: SecretSource | undefined;
  /**
   * By which the sink reaches the same cluster, in the words of its own settings: added to a connector's config where
   * the pipeline leaves them out. Secrets are references to the worker's providers, `${file:…}`, and nothing else.
   */
  readonly connector?: Readonly<Record<string, string>> | undefined;
}

export type Leg = keyof ConnectionSettings;
export const legs: readonly Leg[] = ["kafka", "connect", "cassandra"];

const addressKeys = ["bootstrapServers", "urls", "contactPoints", "bundle"];

/** Whether the setting is the address of its leg: all others belong to an address. */
export const isAddress = (key: string): boolean => addressKeys.includes(key);

export function namesAddress(settings: object): boolean {
  return Object.entries(settings).some(([key, value]) => isAddress(key) && value !== undefined);
}
