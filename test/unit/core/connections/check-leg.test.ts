import { describe, expect, it } from "vitest";
import { checkLeg, checkSettings } from "#cli/core/connections/check-leg.js";
import type { SecretSource } from "#cli/core/connections/secret-source.js";

const password: SecretSource = { kind: "env", name: "PASSWORD" };
const token: SecretSource = { kind: "command", command: "print-token" };
const brokers = { bootstrapServers: ["kafka:9093"] };
const nodes = { contactPoints: ["node"] };

describe("settings that make a connection", () => {
  it("Kafka: TLS by a file alone, oauthbearer by a token alone", () => {
    expect(checkLeg.kafka({ ...brokers, ca: "ca.pem", token })).toEqual({
      ...brokers,
      tls: { ca: "ca.pem" },
      login: { mechanism: "oauthbearer", token },
    });
  });

  it("Kafka Connect: https has TLS, with Node's authorities unless others are named", () => {
    expect(checkLeg.connect({ urls: ["https://connect"], username: "me", password })).toEqual({
      urls: ["https://connect"],
      tls: {},
      login: { kind: "basic", username: "me", password },
    });
  });

  it("Cassandra: a bundle stands for nodes, data centre and TLS", () => {
    expect(checkLeg.cassandra({ bundle: "/b.zip", username: "me", password })).toEqual({
      contactPoints: [],
      bundle: "/b.zip",
      login: { username: "me", password },
      connector: {},
    });
  });

  it("a login goes by plain http to this machine", () => {
    expect(checkLeg.connect({ urls: ["http://127.0.0.1:8083"], token }).login).toEqual({
      kind: "bearer",
      token,
    });
  });
});

describe("settings that do not fit together", () => {
  it.each([
    ["how to log in", "--kafka-sasl", () => checkLeg.kafka({ ...brokers, username: "me", password })],
    ["without a user", "--kafka-username", () => checkLeg.kafka({ ...brokers, sasl: "plain", password })],
    [
      "without a password",
      "--kafka-password",
      () => checkLeg.kafka({ ...brokers, sasl: "plain", username: "me" }),
    ],
    ["wants a token", "--kafka-token", () => checkLeg.kafka({ ...brokers, sasl: "oauthbearer" })],
    ["does not take", "oauthbearer", () => checkLeg.kafka({ ...brokers, sasl: "plain", token })],
    ["without its key", "--kafka-key", () => checkLeg.kafka({ ...brokers, certificate: "c.pem" })],
    [
      "without its certificate",
      "--connect-certificate",
      () => checkLeg.connect({ urls: ["https://c"], key: "k.pem" }),
    ],
    ["without the key", "--cassandra-key", () => checkLeg.cassandra({ ...nodes, keyPassword: password })],
    ["without TLS", "leave out", () => checkLeg.kafka({ ...brokers, tls: false, ca: "ca.pem" })],
    ["plain http", "https://", () => checkLeg.connect({ urls: ["http://connect"], token })],
    [
      "plain http",
      "https://",
      () => checkLeg.connect({ urls: ["https://a", "HTTP://b"], username: "me", password }),
    ],
    ["by https://", "--connect-url", () => checkLeg.connect({ urls: ["http://localhost"], ca: "ca.pem" })],
    [
      "both a token",
      "--connect-token",
      () => checkLeg.connect({ urls: ["https://a"], token, username: "me" }),
    ],
    ["without a user", "--cassandra-username", () => checkLeg.cassandra({ ...nodes, password })],
    ["holds nodes", "--cassandra-bundle", () => checkLeg.cassandra({ ...nodes, bundle: "/b.zip" })],
    ["no address of Cassandra", "--contact-points", () => checkSettings({ cassandra: { username: "me" } })],
    ["no server", "--bootstrap-servers", () => checkSettings({})],
  ])("%s: %s", (problem, way, check) => {
    try {
      check();
    } catch (error) {
      expect((error as Error).message).toContain(problem);
      expect(`${(error as Error).message} ${String((error as { hint?: string }).hint)}`).toContain(way);
      return;
    }
    throw new Error("they were taken");
  });
});
