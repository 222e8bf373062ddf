import type { Secret } from "../secret.js";

/**
 * What each secret of a secure stack opens: a user of a server, or `stores`, the key stores. Each is the first line of
 * a file of this name.
 */
export const secretNames = [
  "kafka-broker",
  "kafka-admin",
  "kafka-worker",
  "kafka-sink",
  "kafka-cassink",
  "connect-cassink",
  "cassandra-admin",
  "cassandra-cassink",
  "stores",
] as const;
export type SecretName = (typeof secretNames)[number];

/** The servers that have a key and a certificate. All servers of a kind share theirs. */
export const keyOwners = ["kafka", "connect", "cassandra"] as const;

/** What the descriptions of a secure stack's servers need beside its plan, which is stored where others may read it. */
export interface StackSecrets {
  readonly passwords: Readonly<Record<SecretName, Secret>>;
  /** What `kafka-storage format --add-scram` takes, one for each user. As good as the passwords themselves. */
  readonly scramCredentials: readonly Secret[];
}

/** Paths of what lies in `<home>/secure` (mode 0700, files 0600): the keys and secrets of a secure stack. */
export interface SecureFolder {
  readonly path: string;
  /** The certificate of the authority that signs the servers' certificates, in PEM for clients. */
  readonly authority: string;
  /** The same as a store without a password, for JVMs. */
  readonly trustStore: string;
  /** What connectors may refer to as `${file:…}`; a worker gives them no file of another folder. */
  readonly connectorFolder: string;
  /** Cassandra's login for sinks: `username` and `password`. */
  readonly connectorLogin: string;
  /** The brokers' login for what sinks write themselves: `sasl.jaas.config`. */
  readonly receiptsLogin: string;
  /** What the brokers have been told; the same for the nodes. */
  readonly grantedAcls: string;
  readonly grantedRoles: string;
  readonly keyStore: (owner: (typeof keyOwners)[number]) => string;
  readonly password: (name: SecretName) => string;
}

export function secureFolder(home: string): SecureFolder {
  const path = `${home}/secure`;
  return {
    path,
    authority: `${path}/authority.pem`,
    trustStore: `${path}/authority.p12`,
    connectorFolder: `${path}/connectors`,
    connectorLogin: `${path}/connectors/cassandra.properties`,
    receiptsLogin: `${path}/connectors/kafka.properties`,
    grantedAcls: `${path}/granted-acls.json`,
    grantedRoles: `${path}/granted-roles.json`,
    keyStore: (owner) => `${path}/${owner}.p12`,
    password: (name) => `${path}/${name}.password`,
  };
}
