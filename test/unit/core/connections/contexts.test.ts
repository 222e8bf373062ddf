import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { holdsClearSecrets, parseContexts } from "#cli/core/connections/contexts.js";
import {
  type Contexts,
  checkContextName,
  contextNamed,
  countingContexts,
} from "#cli/core/connections/named-context.js";
import { withContext, withCurrent, withoutContext } from "#cli/core/connections/contexts-text.js";
import { fieldsOf } from "#cli/core/connections/fields.js";
import { legs } from "#cli/core/connections/settings.js";
import { schemaChecker } from "#cli/core/documents/schema-check.js";
import { Secret } from "#cli/core/secret.js";
import { CassinkError, InputError } from "#cli/errors.js";

const schema = JSON.parse(
  readFileSync(new URL("../../../../schemas/contexts.schema.json", import.meta.url), "utf8"),
) as object;
const check = schemaChecker(schema, "hidden");
const parse = (text: string): Contexts =>
  parseContexts(text, { file: "contexts.yaml", check, resolve: (path) => `/config/${path}` });

const secret = "hunter2";

describe("contexts.yaml", () => {
  it("is read with its paths made absolute and its secrets by their sources", () => {
    const { current, contexts } = parse(
      `
current: prod
contexts:
  prod:
    kafka:
      bootstrapServers: a:9093, b:9093
      ca: ca.pem
      sasl: SCRAM-SHA-512
      username: reader
      password: file:password
    cassandra:
      contactPoints: [c]
      connector: { auth.username: sink, auth.password: "\${file:/run/secrets/db:password}", port: 9142 }
`.replace("SCRAM-SHA-512", "scram-sha-512"),
    );
    expect(current).toBe("prod");
    expect(contexts.get("prod")).toEqual({
      kafka: {
        bootstrapServers: ["a:9093", "b:9093"],
        ca: "/config/ca.pem",
        sasl: "scram-sha-512",
        username: "reader",
        password: { kind: "file", path: "/config/password" },
      },
      cassandra: {
        contactPoints: ["c"],
        connector: {
          "auth.username": "sink",
          "auth.password": "${file:/run/secrets/db:password}",
          port: "9142",
        },
      },
    });
  });

  it.each([
    ["a secret that is not named", `kafka: { bootstrapServers: [a:1], password: ${secret} }`, "password"],
    ["a number for a secret", "kafka: { bootstrapServers: [a:1], password: 1234567 }", "must be text"],
    ["a login in an address", `kafka: { bootstrapServers: ["me:${secret}@a:1"] }`, "no login"],
    ["a login in an address of Connect", `connect: { urls: "https://me:${secret}@a" }`, "no login"],
    [
      "a key that is not known",
      "kafka: { bootstrapServers: [a:1], pasword: env:X }",
      'did you mean "password"?',
    ],
    ["no address", "kafka: { username: me }", "bootstrapServers is missing"],
    [
      "a secret of the receipts' login",
      `kafka: { bootstrapServers: [k:9092], connector: { receipts.producer.sasl.jaas.config: ${secret} } }`,
      "prod.kafka.connector: receipts.producer.sasl.jaas.config of the connector is a secret in the clear",
    ],
    [
      "a setting of the nodes among those of the brokers",
      `kafka: { bootstrapServers: [k:9092], connector: { auth.username: ${secret} } }`,
      "auth.username of the connector is no setting by which it reaches Kafka",
    ],
    [
      "a secret of the connector",
      `cassandra: { contactPoints: [c], connector: { auth.password: ${secret} } }`,
      "reference",
    ],
    ["no YAML", `kafka: { password: "${secret}`, "no YAML"],
    ["a key twice", `kafka: { password: ${secret}, password: 1234567 }`, "unique"],
  ])("is refused with %s, and shows no value", (_, text, problem) => {
    try {
      parse(`contexts:\n  prod:\n    ${text}\n`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const shown = [error.message, error.where, error.hint, ...error.lines].join("\n");
      expect(shown).toContain(problem);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain("1234567");
      expect(error.where).toMatch(/^contexts\.yaml:\d+:\d+$/);
      return;
    }
    throw new Error("it was read");
  });

  it("knows whether it holds a secret in the clear", () => {
    const holds = (password: string): boolean =>
      holdsClearSecrets(parse(`contexts: { a: { connect: { urls: "http://a", token: "${password}" } } }`));
    expect(["clear:x", "env:X", "file:x", "command:x"].map(holds)).toEqual([true, false, false, false]);
  });

  it("has in its schema the keys that flags and variables have", () => {
    const { properties } = (
      schema as { definitions: { context: { properties: Record<string, { properties: object }> } } }
    ).definitions.context;
    for (const leg of legs) {
      const keys = Object.keys(properties[leg]?.properties ?? {}).filter((key) => key !== "connector");
      expect(keys.sort()).toEqual(
        fieldsOf(leg)
          .map(([key]) => key)
          .sort(),
      );
    }
  });
});

describe("changes of contexts.yaml", () => {
  const settings = {
    connect: { urls: ["https://a"], token: { kind: "clear", secret: new Secret(secret) } },
  } as const;

  it("a context that is added is read as it was, and nothing else changes", () => {
    const before = "# mine\ncontexts:\n  old:\n    kafka:\n      bootstrapServers: a:1 # keep\n";
    const after = withContext(before, { name: "new", settings });
    expect(after.startsWith(before.trimEnd())).toBe(true);
    expect(withoutContext(after, "new")).toBe(before);
    const token = parse(after).contexts.get("new")?.connect?.token;
    expect(token?.kind === "clear" && token.secret.reveal()).toBe(secret);
  });

  it.each(["", "# nothing yet\n"])("begin with the text %j", (text) => {
    expect([...parse(withContext(text, { name: "a", settings })).contexts.keys()]).toEqual(["a"]);
  });

  it("a secret that reads like YAML is kept as it is", () => {
    for (const odd of ["a: b # c", "'", '"', "- x", "{", "  spaces  ", "ü\u0000\u001b", "a\\nb", "%"]) {
      const connect = { urls: ["https://a"], token: { kind: "clear", secret: new Secret(odd) } } as const;
      const token = parse(withContext("", { name: "a", settings: { connect } })).contexts.get("a")?.connect
        ?.token;
      expect(token?.kind === "clear" && token.secret.reveal()).toBe(odd);
    }
  });

  it("the current context is forgotten with the context", () => {
    const text = withCurrent(withContext("", { name: "a", settings }), "a");
    expect(parse(text).current).toBe("a");
    expect(parse(withoutContext(text, "a"))).toEqual({ current: undefined, contexts: new Map() });
    expect(parse(withCurrent(text, undefined)).current).toBeUndefined();
  });
});

describe("names of contexts", () => {
  const hostile = [
    "",
    " ",
    ".",
    "..",
    "../prod",
    "a/b",
    "a\\b",
    "a b",
    "a\nb",
    "__proto__",
    "-x",
    "--use",
    "ü",
    "a\u001b[2J",
    "a".repeat(64),
    "a\u0000",
    "{}",
    "a:b",
    "#",
    "*",
    "&a",
  ];
  it.each(hostile)("%j is refused", (name) => {
    expect(() => checkContextName(name)).toThrow("no name of a context");
  });

  it.each(["prod", "constructor", "toString", "1", "a.b-c_d", "null", "true", "a".repeat(63)])(
    "%s is an ordinary one",
    (name) => {
      const settings = { kafka: { bootstrapServers: ["a:1"] } };
      const text = withCurrent(withContext("", { name, settings }), name);
      expect(contextNamed(name, parse(text))).toEqual({ name, settings });
      expect(() => contextNamed(name, { current: undefined, contexts: new Map() })).toThrow(
        "there is no context",
      );
    },
  );

  it("a file with a hostile name is refused", () => {
    for (const name of ["__proto__", "../prod", "a b"]) {
      expect(() => parse(`contexts: { ${JSON.stringify(name)}: {} }`)).toThrow(InputError);
    }
  });
});

it("what is wrong with the file or the name is thrown when a context is asked for, and not before", async () => {
  const broken = { read: () => Promise.reject(new InputError("it is wrong")) };
  const contexts = await countingContexts(broken, undefined);
  expect(contexts).toThrow("it is wrong");
  const known = { read: () => Promise.resolve(parse("current: gone")) };
  expect(await countingContexts(known, undefined)).toThrow(CassinkError);
  expect(await countingContexts(known, "other")).toThrow("there is no context other");
});
