import { describe, expect, it } from "vitest";
import { maskedConfig, withoutSecrets } from "#cli/core/connect/secret-keys.js";

const config = {
  "auth.username": "reader",
  "auth.password": "hunter22",
  "ssl.truststore.password": "${file:/run/secrets/db:trust}",
  "producer.override.sasl.jaas.config": 'login required password="x9x9";',
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
};

describe("maskedConfig", () => {
  it("hides files that settings hold themselves, and shows their paths", () => {
    const held = { "cloud.secureConnectBundle": "base64:UEsDBA==", "ssl.keystore.path": "base64:MIIJ" };
    expect(maskedConfig(held)).toEqual({
      "cloud.secureConnectBundle": "********",
      "ssl.keystore.path": "********",
    });
    const paths = { "cloud.secureConnectBundle": "/run/bundle.zip", "ssl.keystore.path": "keys.p12" };
    expect(maskedConfig(paths)).toEqual(paths);
  });

  it.each([
    ["value.converter.basic.auth.user.info", "u:canary-5", "********"],
    [
      "value.converter.schema.registry.url",
      "https://u:canary-5@registry:8081/x",
      "https://********@registry:8081/x",
    ],
    ["header.authorization", "Bearer canary-5", "********"],
    ["db.pw", "canary-5", "********"],
    ["aws.access.key.id", "canary-5", "********"],
    ["consumer.override.ssl.keystore.key", "-----BEGIN PRIVATE KEY-----canary-5", "********"],
    ["topics", "a:b@c, //d", "a:b@c, //d"],
  ])("shows %s as %s: %s", (key, value, shown) => {
    expect(maskedConfig({ [key]: value })).toEqual({ [key]: shown });
  });

  it("hides secrets and shows references to them", () => {
    expect(maskedConfig(config)).toEqual({
      ...config,
      "auth.password": "********",
      "producer.override.sasl.jaas.config": "********",
    });
  });
});

describe("withoutSecrets", () => {
  it("takes a secret out of a text that quotes it", () => {
    expect(withoutSecrets("cannot log in with hunter22 as reader", config)).toBe(
      "cannot log in with ******** as reader",
    );
  });
});
