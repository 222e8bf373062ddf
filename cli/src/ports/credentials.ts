import type { SecretSource } from "../core/connections/secret-source.js";
import type { TlsSettings } from "../core/connections/settings.js";
import type { Secret } from "../core/secret.js";

/**
 * Looks up what logins need, at the moment when a connection is opened. What is missing or has expired is a CassinkError
 * that names the place and never the value.
 */
export interface Credentials {
  /** @param what it is, for messages: `password for Kafka` */
  secret(source: SecretSource, what: string): Promise<Secret>;
  /** As `secret`, looked up again when a JWT's `exp` nears, and any other token after a minute. */
  token(source: SecretSource, what: string): Promise<Secret>;
  /** Reads the files and checks that certificate and key belong together and have not expired. */
  tls(settings: TlsSettings, server: string): Promise<TlsFiles>;
  /** Typed at the terminal, unseen, or a line of standard input. */
  ask(what: string): Promise<Secret>;
}

/** PEM texts, as the options of `tls.connect` name them. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}
