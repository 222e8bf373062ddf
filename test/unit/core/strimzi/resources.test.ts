import { describe, expect, it } from "vitest";
import type { KafkaConnection } from "#cli/core/connections/connection.js";
import { kafkaConnect } from "#cli/core/strimzi/kafka-connect.js";
import { kafkaConnector } from "#cli/core/strimzi/kafka-connector.js";
import { InputError } from "#cli/errors.js";

const kafka: KafkaConnection = { bootstrapServers: ["a:9092", "b:9092"] };
const connect = (more: Partial<Parameters<typeof kafkaConnect>[0]> = {}) =>
  kafkaConnect({ name: "c", replicas: 2, image: undefined, kafka, configs: [], ...more });

describe("a KafkaConnect", () => {
  it("has its own group and topics, and takes connectors from resources", () => {
    expect(connect().resource).toMatchObject({
      metadata: { name: "c", annotations: { "strimzi.io/use-connector-resources": "true" } },
      spec: { replicas: 2, bootstrapServers: "a:9092,b:9092", groupId: "c", configStorageTopic: "c-configs" },
    });
  });

  it("knows the providers that its connectors refer to", () => {
    const configs = [{ a: "${secrets:ns/db:password}", b: "x ${file:/f:k}" }, { c: "${secrets:ns/db:user}" }];
    expect(connect({ configs }).resource.spec).toMatchObject({
      config: {
        "config.providers": "file,secrets",
        "config.providers.secrets.class": "io.strimzi.kafka.KubernetesSecretConfigProvider",
      },
    });
    expect(() => connect({ configs: [{ a: "${vault:x:y}" }] })).toThrow(InputError);
  });

  it.each<[string, Partial<KafkaConnection>, object, string[]]>([
    ["TLS that everybody trusts", { tls: {} }, { tls: { trustedCertificates: [] } }, []],
    [
      "a private authority and a password",
      {
        tls: { ca: "ca.pem" },
        login: { mechanism: "scram-sha-512", username: "u", password: { kind: "env", name: "P" } },
      },
      {
        tls: { trustedCertificates: [{ secretName: "c-kafka-ca", certificate: "ca.crt" }] },
        authentication: {
          type: "scram-sha-512",
          username: "u",
          passwordSecret: { secretName: "c-kafka-user", password: "password" },
        },
      },
      ["c-kafka-ca", "c-kafka-user"],
    ],
    [
      "a certificate of the workers",
      { tls: { certificate: "c.pem", key: "k.pem" } },
      {
        authentication: {
          type: "tls",
          certificateAndKey: { secretName: "c-kafka-user", certificate: "user.crt", key: "user.key" },
        },
      },
      ["c-kafka-user"],
    ],
  ])("says %s by Secrets", (_, security, spec, names) => {
    const { resource, secrets } = connect({ kafka: { ...kafka, ...security } });
    expect(resource.spec).toMatchObject(spec);
    expect(secrets.map(({ name }) => name)).toEqual(names);
    expect(JSON.stringify(resource)).not.toMatch(/\.pem|"P"/);
  });

  it("has no token that a command prints", () => {
    const login = { mechanism: "oauthbearer", token: { kind: "env", name: "T" } } as const;
    expect(() => connect({ kafka: { ...kafka, login } })).toThrow(/OAUTHBEARER/);
  });

  it.each(["C", "a_b", "-a", "a.", "x".repeat(64), ""])("is not named %j", (name) => {
    expect(() => connect({ name })).toThrow(InputError);
  });
});

describe("a KafkaConnector", () => {
  const config = { name: "s", "connector.class": "C", "tasks.max": "3", topics: "t" };

  it("has class and tasks apart from the config", () => {
    expect(kafkaConnector("s", config, "c")).toEqual({
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaConnector",
      metadata: { name: "s", labels: { "strimzi.io/cluster": "c" } },
      spec: { class: "C", tasksMax: 3, config: { topics: "t" } },
    });
  });

  it("refuses a secret in the clear without showing it, and takes a reference", () => {
    const secret = { ...config, "auth.password": "hunter2" };
    expect(() => kafkaConnector("s", secret, "c")).toThrow(/in the clear/);
    try {
      kafkaConnector("s", secret, "c");
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain("hunter2");
    }
    const reference = { ...config, "auth.password": "${secrets:ns/db:password}" };
    expect(kafkaConnector("s", reference, "c").spec).toMatchObject({
      config: { "auth.password": "${secrets:ns/db:password}" },
    });
  });

  it("is not named Item_Sales", () => {
    expect(() => kafkaConnector("Item_Sales", config, "c")).toThrow(/Kubernetes/);
  });
});
