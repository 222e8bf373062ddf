import { UsageError } from "../../errors.js";
import { namesIn } from "../connect/connector-config.js";
import { brokerAddress, contactPoint, workerUrl } from "./addresses.js";
import { type SecretSource, parseSecretSource } from "./secret-source.js";
import {
  type CassandraSettings,
  type ConnectSettings,
  type KafkaSettings,
  type Leg,
  type TlsSettings,
  saslMechanisms,
} from "./settings.js";

/** One setting of a leg: how a flag and a variable call it, what it means, and what its text says. */
export interface Field {
  /** In commander's notation. */
  readonly flag: string;
  readonly variable: string;
  readonly meaning: string;
  /** Of `secret`, a variable holds the secret itself; everything else names where it is. */
  readonly kind: "addresses" | "text" | "path" | "secret" | "switch";
  /** Makes the value of a text. Throws UsageError, which shows nothing that may be secret. */
  readonly parse: (text: string) => unknown;
  /** Shown on the help page of each command. */
  readonly common?: true;
}

type FieldsOf<Settings> = { readonly [Key in keyof Settings]-?: Field };

/** Every setting of the three legs, by leg and by its key in a context. */
export const fields: {
  readonly kafka: FieldsOf<Omit<KafkaSettings, "connector">>;
  readonly connect: FieldsOf<ConnectSettings>;
  readonly cassandra: FieldsOf<Omit<CassandraSettings, "connector">>;
} = {
  kafka: {
    bootstrapServers: {
      flag: "--bootstrap-servers <list>",
      variable: "KAFKA_BOOTSTRAP_SERVERS",
      meaning: "Kafka brokers",
      kind: "addresses",
      parse: listOf(brokerAddress),
      common: true,
    },
    tls: tlsField("kafka", "KAFKA"),
    ...tlsFields("kafka", "KAFKA", "brokers"),
    sasl: {
      flag: "--kafka-sasl <mechanism>",
      variable: "KAFKA_SASL",
      meaning: `how to log in: ${saslMechanisms.join(", ")}`,
      kind: "text",
      parse: saslMechanism,
    },
    ...loginFields("kafka", "KAFKA"),
    token: secretField("kafka", "KAFKA", "token", "token of oauthbearer"),
  },
  connect: {
    urls: {
      flag: "--connect-url <list>",
      variable: "KAFKA_CONNECT_URL",
      meaning: "Kafka Connect REST address, or those of several workers of a cluster",
      kind: "addresses",
      parse: listOf(workerUrl),
      common: true,
    },
    ...tlsFields("connect", "KAFKA_CONNECT", "workers"),
    ...loginFields("connect", "KAFKA_CONNECT"),
    token: secretField("connect", "KAFKA_CONNECT", "token", "bearer token, instead of user and password"),
  },
  cassandra: {
    contactPoints: {
      flag: "--contact-points <list>",
      variable: "CASSANDRA_CONTACT_POINTS",
      meaning: "Cassandra nodes",
      kind: "addresses",
      parse: listOf(contactPoint),
      common: true,
    },
    localDatacenter: {
      flag: "--local-datacenter <name>",
      variable: "CASSANDRA_LOCAL_DATACENTER",
      meaning: "Cassandra data centre",
      kind: "text",
      parse: text,
      common: true,
    },
    bundle: {
      flag: "--cassandra-bundle <file>",
      variable: "CASSANDRA_BUNDLE",
      meaning: "secure connect bundle, instead of nodes, data centre and TLS",
      kind: "path",
      parse: text,
    },
    tls: tlsField("cassandra", "CASSANDRA"),
    ...tlsFields("cassandra", "CASSANDRA", "nodes"),
    ...loginFields("cassandra", "CASSANDRA"),
  },
};

export const legNames: Readonly<Record<Leg, string>> = {
  kafka: "Kafka",
  connect: "Kafka Connect",
  cassandra: "Cassandra",
};

export const addressField: Readonly<Record<Leg, Field>> = {
  kafka: fields.kafka.bootstrapServers,
  connect: fields.connect.urls,
  cassandra: fields.cassandra.contactPoints,
};

/** The fields of a leg by their keys. */
export function fieldsOf(leg: Leg): readonly (readonly [key: string, field: Field])[] {
  return Object.entries(fields[leg] as Readonly<Record<string, Field>>);
}

/** `--kafka-password`: the flag alone. */
export const flagName = ({ flag }: Field): string => flag.split(" ")[0] ?? flag;

/** How a user sets a field: `--kafka-password or KAFKA_PASSWORD`. */
export const waysOf = (field: Field): string => `${flagName(field)} or ${field.variable}`;

/** The same for the field of this key. */
export function waysTo(leg: Leg, key: string): string {
  const field = fieldsOf(leg).find(([known]) => known === key)?.[1];
  return field === undefined ? key : waysOf(field);
}

/** The settings with their paths made absolute; one that begins with `~/` is so already. */
export function withPaths<Settings extends object>(
  leg: Leg,
  settings: Settings,
  resolve: (path: string) => string,
): Settings {
  const path = (text: string): string => (text.startsWith("~/") ? text : resolve(text));
  const made = fieldsOf(leg).map(([key, { kind }]): readonly [string, unknown] => {
    const value = (settings as Readonly<Record<string, unknown>>)[key];
    if (kind === "path" && typeof value === "string") return [key, path(value)];
    const source = value as SecretSource | undefined;
    return [key, source?.kind === "file" ? { ...source, path: path(source.path) } : value];
  });
  const given = made.filter(([, value]) => value !== undefined);
  return { ...settings, ...(Object.fromEntries(given) as Partial<Settings>) };
}

function tlsField(leg: Leg, prefix: string): Field {
  return {
    flag: `--${leg}-tls`,
    variable: `${prefix}_TLS`,
    meaning: "encrypt; one of the three files below says so too",
    kind: "switch",
    parse: switchValue,
  };
}

function tlsFields(leg: Leg, prefix: string, servers: string): FieldsOf<TlsSettings> {
  const file = (word: string, meaning: string): Field => ({
    flag: `--${leg}-${word} <file>`,
    variable: `${prefix}_${word.toUpperCase()}`,
    meaning,
    kind: "path",
    parse: text,
  });
  return {
    ca: file("ca", `authorities that sign the ${servers}' certificates, in PEM`),
    certificate: file("certificate", "certificate of the client, in PEM"),
    key: file("key", "its key, in PEM"),
    keyPassword: secretField(leg, prefix, "key-password", "password of an encrypted key"),
  };
}

function loginFields(leg: Leg, prefix: string): FieldsOf<Pick<KafkaSettings, "username" | "password">> {
  return {
    username: {
      flag: `--${leg}-username <name>`,
      variable: `${prefix}_USERNAME`,
      meaning: "user",
      kind: "text",
      parse: text,
    },
    password: secretField(leg, prefix, "password", "password of the user"),
  };
}

function secretField(leg: Leg, prefix: string, word: string, meaning: string): Field {
  return {
    flag: `--${leg}-${word} <source>`,
    variable: `${prefix}_${word.replace("-", "_").toUpperCase()}`,
    meaning,
    kind: "secret",
    parse: secretSource,
  };
}

function listOf(address: (text: string) => string): (text: string) => readonly string[] {
  return (list) => {
    const addresses = namesIn(list).map(address);
    if (addresses.length === 0) throw new UsageError("no address is named");
    return addresses;
  };
}

function text(given: string): string {
  if (given.trim() === "") throw new UsageError("the value is empty");
  return given;
}

function switchValue(given: string): boolean {
  if (!["true", "false"].includes(given)) throw new UsageError("the value is neither true nor false");
  return given === "true";
}

function saslMechanism(given: string): string {
  const mechanism = given.toLowerCase();
  if (saslMechanisms.some((known) => known === mechanism)) return mechanism;
  throw new UsageError("that is no SASL mechanism that is known", {
    hint: `one of ${saslMechanisms.join(", ")}`,
  });
}

function secretSource(given: string): unknown {
  const source = parseSecretSource(given);
  if (source !== undefined) return source;
  throw new UsageError("a secret is named, not written: every user of this machine can read a command line", {
    hint: "write env:NAME, file:PATH or command:TEXT; `context add` also takes ask",
  });
}
