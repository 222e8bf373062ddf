import type { SecretSource } from "./secret-source.js";
import type { SaslMechanism, TlsSettings } from "./settings.js";

/** How one leg is reached, complete and checked. Without `tls` the connection is not encrypted. */
export interface KafkaConnection {
  /** `host:port`, at least one. */
  readonly bootstrapServers: readonly string[];
  readonly tls?: TlsSettings;
  readonly login?: KafkaLogin;
  /** Keys for a connector's config, see KafkaSettings. */
  readonly connector?: Readonly<Record<string, string>>;
}

export type KafkaLogin =
  | {
      readonly mechanism: Exclude<SaslMechanism, "oauthbearer">;
      readonly username: string;
      readonly password: SecretSource;
    }
  | { readonly mechanism: "oauthbearer"; readonly token: SecretSource };

export interface ConnectConnection {
  /** At least one, without a slash at the end. A login goes to `https` and to this machine only. */
  readonly urls: readonly string[];
  /** For `https`. */
  readonly tls?: TlsSettings;
  readonly login?: ConnectLogin;
}

export type ConnectLogin =
  | { readonly kind: "basic"; readonly username: string; readonly password: SecretSource }
  | { readonly kind: "bearer"; readonly token: SecretSource };

export interface CassandraConnection {
  /** `host:port`; empty beside a bundle. */
  readonly contactPoints: readonly string[];
  /** Undefined beside a bundle. */
  readonly localDatacenter?: string;
  /** Path of a secure connect bundle, which holds addresses, data centre and TLS. */
  readonly bundle?: string;
  readonly tls?: TlsSettings;
  readonly login?: { readonly username: string; readonly password: SecretSource };
  /** Keys for a connector's config, see CassandraSettings. */
  readonly connector: Readonly<Record<string, string>>;
}
