import { describe, expect, it } from "vitest";
import type { ConnectionNote, ConnectionSources } from "#cli/core/connections/choose-leg.js";
import { type Connections, connectionsFrom, variableSettings } from "#cli/core/connections/connections.js";
import { fieldsOf, flagName } from "#cli/core/connections/fields.js";
import { legs } from "#cli/core/connections/settings.js";
import { InputError } from "#cli/errors.js";

interface Given extends Partial<Parameters<typeof connectionsFrom>[0]> {
  readonly named?: Pick<ConnectionSources, "chosen" | "current">;
}

function connections({ named = {}, ...given }: Given): Connections & { readonly notes: ConnectionNote[] } {
  const notes: ConnectionNote[] = [];
  const made = connectionsFrom({
    flags: {},
    environment: {},
    stack: undefined,
    chosenContext: named.chosen?.name,
    contexts: () => named,
    onNote: (note) => void notes.push(note),
    ...given,
  });
  return Object.assign(made, { notes });
}

describe("connections", () => {
  it("are the usual ports of this machine when nothing else is said", () => {
    const { kafka, connect, cassandra } = connections({});
    expect(kafka()).toEqual({ bootstrapServers: ["localhost:9092"] });
    expect(connect()).toEqual({ urls: ["http://localhost:8083"] });
    expect(cassandra()).toEqual({
      contactPoints: ["127.0.0.1:9042"],
      localDatacenter: "datacenter1",
      connector: {},
    });
  });

  it("are not these when a context was chosen that lacks a leg, and the others can be used", () => {
    const chosen = { name: "prod", settings: { kafka: { bootstrapServers: ["a:1"] } } };
    const { kafka, connect } = connections({ named: { chosen } });
    expect(kafka().bootstrapServers).toEqual(["a:1"]);
    expect(connect).toThrow("context prod says nothing of Kafka Connect");
    expect(connect).toThrow(InputError);
  });

  it("need no contexts where flags or the environment name the address", () => {
    const contexts = (): never => {
      throw new InputError("the file is wrong");
    };
    const environment = { KAFKA_CONNECT_URL: "http://a" };
    const flags = { kafka: { bootstrapServers: ["a:1"] } };
    const { kafka, connect, cassandra } = connections({ contexts, environment, flags });
    expect(kafka().bootstrapServers).toEqual(["a:1"]);
    expect(connect().urls).toEqual(["http://a"]);
    expect(cassandra).toThrow("the file is wrong");
  });

  it("tell what is wrong with one leg when it is asked for, each time, and a note once", () => {
    const environment = { CASSANDRA_USERNAME: "me", KAFKA_BOOTSTRAP_SERVERS: "me:secret-8814@a:1" };
    const { kafka, cassandra, connect, notes } = connections({ environment });
    for (let time = 1; time <= 2; time += 1) {
      expect(kafka).toThrow("KAFKA_BOOTSTRAP_SERVERS: an address holds no login");
      expect(kafka).not.toThrow("secret-8814");
      cassandra();
      connect();
    }
    expect(notes).toEqual([
      { kind: "variables unused", leg: "cassandra", variables: ["CASSANDRA_USERNAME"] },
    ]);
  });
});

describe("variables", () => {
  it("say the same as flags, and secrets stay where they are", () => {
    const environment = {
      CASSANDRA_CONTACT_POINTS: "a, b:9142",
      CASSANDRA_TLS: "true",
      CASSANDRA_USERNAME: "me",
      CASSANDRA_PASSWORD: "secret-8814",
      CASSANDRA_CA: "",
    };
    expect(variableSettings("cassandra", environment)).toEqual({
      contactPoints: ["a", "b:9142"],
      tls: true,
      username: "me",
      password: { kind: "env", name: "CASSANDRA_PASSWORD" },
    });
  });

  it.each([
    ["KAFKA_TLS", "yes"],
    ["KAFKA_SASL", "gssapi"],
    ["KAFKA_BOOTSTRAP_SERVERS", ","],
  ])("%s=%s is refused by its name", (name, value) => {
    expect(() => variableSettings("kafka", { [name]: value })).toThrow(name);
  });
});

it("every flag and every variable is of one setting", () => {
  const all = legs.flatMap((leg) => fieldsOf(leg).map(([, field]) => field));
  expect(new Set(all.map(flagName)).size).toBe(all.length);
  expect(new Set(all.map(({ variable }) => variable)).size).toBe(all.length);
});
