import { UsageError } from "../../errors.js";
import { isLoopback } from "./addresses.js";
import type {
  CassandraConnection,
  ConnectConnection,
  ConnectLogin,
  KafkaConnection,
  KafkaLogin,
} from "./connection.js";
import { addressField, flagName, fields, legNames, waysTo } from "./fields.js";
import {
  type CassandraSettings,
  type ConnectSettings,
  type ConnectionSettings,
  type KafkaSettings,
  type Leg,
  type TlsSettings,
  legs,
  namesAddress,
} from "./settings.js";

/** What a leg's settings make of a connection. Each throws UsageError for settings that do not fit together. */
export const checkLeg = {
  kafka(settings: KafkaSettings): KafkaConnection {
    return {
      bootstrapServers: settings.bootstrapServers ?? [],
      ...encryption("kafka", settings, settings.tls),
      ...optional("login", kafkaLogin(settings)),
      ...optional("connector", settings.connector),
    };
  },

  connect(settings: ConnectSettings): ConnectConnection {
    const urls = settings.urls ?? [];
    const encrypted = urls.some((url) => /^https:/i.test(url));
    const { tls } = encryption("connect", settings);
    if (tls !== undefined && !encrypted) {
      throw new UsageError("files for TLS are given, and no worker is named by https://", {
        hint: `name it by https:// with ${waysTo("connect", "urls")}`,
      });
    }
    return checkLogin({
      urls,
      ...optional("tls", encrypted ? (tls ?? {}) : undefined),
      ...optional("login", connectLogin(settings)),
    });
  },

  cassandra(settings: CassandraSettings): CassandraConnection {
    const { bundle, contactPoints, localDatacenter, connector = {} } = settings;
    const login = userLogin("cassandra", settings);
    const { tls } = encryption("cassandra", settings, settings.tls);
    if (bundle === undefined) {
      return {
        contactPoints: contactPoints ?? [],
        localDatacenter: localDatacenter ?? "datacenter1",
        ...optional("tls", tls),
        ...optional("login", login),
        connector,
      };
    }
    if (contactPoints !== undefined || localDatacenter !== undefined || tls !== undefined) {
      throw new UsageError("a secure connect bundle holds nodes, data centre and TLS, and others are given", {
        hint: `give ${waysTo("cassandra", "bundle")} alone, with a user and a password`,
      });
    }
    return { contactPoints: [], bundle, ...optional("login", login), connector };
  },
};

/** @throws UsageError when the settings do not make a context: each leg of one has an address */
export function checkSettings(settings: ConnectionSettings): void {
  const given = legs.filter((leg) => settings[leg] !== undefined);
  const lacking = given.find((leg) => !namesAddress({ ...settings[leg] }));
  if (lacking !== undefined || given.length === 0) {
    const problem =
      lacking === undefined ? "no server is named" : `no address of ${legNames[lacking]} is named`;
    const ways = (lacking === undefined ? legs : [lacking]).map((leg) => flagName(addressField[leg]));
    throw new UsageError(problem, { hint: `name it with ${ways.join(", ")}` });
  }
  if (settings.kafka !== undefined) checkLeg.kafka(settings.kafka);
  if (settings.connect !== undefined) checkLeg.connect(settings.connect);
  if (settings.cassandra !== undefined) checkLeg.cassandra(settings.cassandra);
}

/** @throws UsageError when a login would cross a network that anybody can listen to */
export function checkLogin(connection: ConnectConnection): ConnectConnection {
  const exposed = connection.urls.find((url) => /^http:/i.test(url) && !isLoopback(url));
  if (connection.login === undefined || exposed === undefined) return connection;
  throw new UsageError(`a login is not sent over plain http: ${exposed}`, {
    hint: "name the worker by https://; plain http is for addresses of this machine",
  });
}

function encryption(leg: Leg, settings: TlsSettings, wanted?: boolean): { readonly tls?: TlsSettings } {
  const { ca, certificate, key, keyPassword } = settings;
  const tls = { ca, certificate, key, keyPassword };
  const isGiven = Object.values(tls).some((value) => value !== undefined);
  if (!isGiven && wanted !== true) return {};
  if (wanted === false) {
    throw new UsageError(`${legNames[leg]} is said to be without TLS, and files for TLS are given`, {
      hint: "leave out the one or the others",
    });
  }
  if ((certificate === undefined) !== (key === undefined)) {
    const [there, missing] =
      key === undefined ? (["certificate", "key"] as const) : (["key", "certificate"] as const);
    throw new UsageError(`${legNames[leg]}: the client's ${there} is given without its ${missing}`, {
      hint: `name the file with ${waysTo(leg, missing)}`,
    });
  }
  if (keyPassword !== undefined && key === undefined) {
    throw new UsageError(`${legNames[leg]}: a key's password is given without the key`, {
      hint: `name the file with ${waysTo(leg, "key")}`,
    });
  }
  return { tls };
}

function kafkaLogin(settings: KafkaSettings): KafkaLogin | undefined {
  const { token, username, password } = settings;
  const mechanism = settings.sasl ?? (token === undefined ? undefined : "oauthbearer");
  if (mechanism === "oauthbearer") {
    if (token === undefined) throw lacking("kafka", "token", "oauthbearer wants a token");
    refuseBoth("kafka", settings);
    return { mechanism, token };
  }
  const login = userLogin("kafka", settings);
  if (mechanism === undefined) {
    if (login === undefined) return undefined;
    throw lacking("kafka", "sasl", "a user is given, and not how to log in");
  }
  if (token !== undefined) {
    throw new UsageError(`Kafka: a token is given, which ${mechanism} does not take`, {
      hint: `say oauthbearer with ${waysTo("kafka", "sasl")}, or leave the token out`,
    });
  }
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? "username" : "password";
    throw lacking("kafka", missing, `${mechanism} wants a user and a password`);
  }
  return { mechanism, username, password };
}

function connectLogin(settings: ConnectSettings): ConnectLogin | undefined {
  const { token } = settings;
  if (token !== undefined) {
    refuseBoth("connect", settings);
    return { kind: "bearer", token };
  }
  const login = userLogin("connect", settings);
  return login === undefined ? undefined : { kind: "basic", ...login };
}

function userLogin(leg: Leg, { username, password }: CassandraSettings): CassandraConnection["login"] {
  if (username === undefined && password === undefined) return undefined;
  if (password === undefined) throw lacking(leg, "password", "a user is given without a password");
  if (username === undefined) throw lacking(leg, "username", "a password is given without a user");
  return { username, password };
}

function refuseBoth(leg: "kafka" | "connect", { username, password }: ConnectSettings): void {
  if (username === undefined && password === undefined) return;
  throw new UsageError(`${legNames[leg]}: both a token and a user with a password are given`, {
    hint: `give either ${flagName(fields[leg].token)} or ${flagName(fields[leg].username)}`,
  });
}

function lacking(leg: Leg, key: "token" | "sasl" | "username" | "password", problem: string): UsageError {
  return new UsageError(`${legNames[leg]}: ${problem}`, { hint: `name it with ${waysTo(leg, key)}` });
}

/** A property only where it has a value. */
function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
