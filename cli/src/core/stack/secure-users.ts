/** The name under which this program logs in to all three servers of a secure stack. */
export const clientUser = "cassink";

/**
 * Users of the brokers. `broker` and `admin` may do everything: the brokers among themselves, and who makes users.
 * The others may do what {@link kafkaAcls} says.
 */
export const kafkaUsers = ["broker", "admin", "worker", "sink", clientUser] as const;

export interface KafkaAcl {
  readonly user: (typeof kafkaUsers)[number];
  readonly resource: "topic" | "group" | "transactional id";
  /** `*` as a name that is not a prefix means all. */
  readonly name: string;
  readonly isPrefix: boolean;
  readonly operations: readonly KafkaOperation[];
}

export type KafkaOperation = "read" | "write" | "create" | "delete" | "describe" | "describe configs";

/** What the users of a secure stack's brokers may do. READ, WRITE and DELETE imply DESCRIBE. */
export const kafkaAcls: readonly KafkaAcl[] = [
  // Connect's own topics and group, by the names in docker/connect-worker.properties.
  {
    user: "worker",
    resource: "topic",
    name: "cassink-connect-",
    isPrefix: true,
    operations: ["create", "read", "write", "describe configs"],
  },
  { user: "worker", resource: "group", name: "cassink", isPrefix: false, operations: ["read"] },
  // Connectors read their topics, and make and fill those of their dead letters. DELETE resets a group's offsets.
  { user: "sink", resource: "topic", name: "*", isPrefix: false, operations: ["create", "read", "write"] },
  { user: "sink", resource: "group", name: "connect-", isPrefix: true, operations: ["read", "delete"] },
  // Receipts that are told once are sent in transactions, which also hold how far the connector has told.
  {
    user: "sink",
    resource: "transactional id",
    name: "cassink-receipts.",
    isPrefix: true,
    operations: ["write"],
  },
  {
    user: "sink",
    resource: "group",
    name: "cassink-receipts.",
    isPrefix: true,
    operations: ["read", "delete"],
  },
  {
    user: clientUser,
    resource: "topic",
    name: "*",
    isPrefix: false,
    operations: ["create", "read", "write", "delete", "describe configs"],
  },
  { user: clientUser, resource: "group", name: "connect-", isPrefix: true, operations: ["describe"] },
  // `connector delete --offsets` forgets which receipts were told.
  { user: clientUser, resource: "group", name: "cassink-receipts.", isPrefix: true, operations: ["delete"] },
];

/**
 * What makes the nodes' roles, after their first start. The role that makes a keyspace has every right on it, so
 * `cassink` needs no more to make tables, read and write them; it cannot read the passwords of others, which a role
 * with MODIFY on all keyspaces could.
 */
export const cassandraGrants: readonly string[] = [`GRANT CREATE ON ALL KEYSPACES TO ${clientUser}`];
