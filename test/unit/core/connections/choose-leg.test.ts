import { describe, expect, it } from "vitest";
import { type ConnectionSources, chooseLeg } from "#cli/core/connections/choose-leg.js";
import type { SecretSource } from "#cli/core/connections/secret-source.js";
import type { ConnectionSettings } from "#cli/core/connections/settings.js";
import { Random } from "#cli/core/generate/random.js";

const file = (path: string): SecretSource => ({ kind: "file", path });
const prod = {
  name: "prod",
  settings: {
    kafka: {
      bootstrapServers: ["prod:9093"],
      ca: "/prod.pem",
      sasl: "scram-sha-512",
      username: "prod",
      password: file("prod"),
    },
  },
} as const;
const stack = { kafka: { bootstrapServers: ["127.0.0.1:9092"] } } as const;
const none = { flags: {}, variables: {} };
const kafka = (sources: Partial<ConnectionSources>) => chooseLeg("kafka", { ...none, ...sources });

describe("where a leg comes from", () => {
  it.each([
    ["flags", { flags: stack, variables: prod.settings, chosen: prod, stack, current: prod }],
    ["variables", { variables: prod.settings, chosen: prod, stack, current: prod }],
    ["chosen", { chosen: prod, stack, current: prod }],
    ["stack", { stack, current: prod }],
    ["current", { current: prod }],
    ["defaults", {}],
    ["nowhere", { chosen: { name: "empty", settings: {} }, stack, current: prod }],
  ] as const)("%s", (origin, sources) => {
    expect(kafka(sources).origin).toBe(origin);
  });

  it("an address from a flag leaves the login of the context at home", () => {
    const flags = { kafka: { bootstrapServers: ["other:9092"] } };
    expect(kafka({ flags, chosen: prod }).settings).toEqual({ bootstrapServers: ["other:9092"] });
  });

  it("a flag changes the login that belongs to the context's address", () => {
    expect(kafka({ flags: { kafka: { username: "reader" } }, chosen: prod }).settings).toEqual({
      ...prod.settings.kafka,
      username: "reader",
    });
  });

  it("a flag for another way to log in drops the context's", () => {
    expect(kafka({ flags: { kafka: { token: file("token") } }, chosen: prod }).settings).toEqual({
      bootstrapServers: ["prod:9093"],
      ca: "/prod.pem",
      token: file("token"),
    });
  });

  it("says that the local stack is used although there is a current context", () => {
    expect(kafka({ stack, current: prod }).notes).toEqual([
      { kind: "stack instead of context", context: "prod" },
    ]);
  });

  it("says that a variable's login is not used with an address that no variable has named", () => {
    const variables = {
      kafka: { username: "me", password: { kind: "env", name: "KAFKA_PASSWORD" } },
    } as const;
    const { notes, settings } = kafka({ variables, stack });
    expect(settings).toEqual(stack.kafka);
    expect(notes).toEqual([
      { kind: "variables unused", leg: "kafka", variables: ["KAFKA_USERNAME", "KAFKA_PASSWORD"] },
    ]);
  });

  it("says that variables count although a context was chosen", () => {
    expect(kafka({ variables: stack, chosen: prod }).notes).toEqual([
      { kind: "variables instead of context", leg: "kafka", context: "prod" },
    ]);
  });
});

/** Each source marks all that it says with its name, so that a mixture shows. */
function randomSettings(random: Random, source: string): ConnectionSettings {
  const some = <Value>(value: Value): Value | undefined => (random.uniform() < 0.5 ? value : undefined);
  const tls = () => ({
    ca: some(source),
    certificate: some(source),
    key: some(source),
    keyPassword: some(file(source)),
  });
  const login = () => ({ username: some(source), password: some(file(source)) });
  return {
    kafka: some({
      ...tls(),
      ...login(),
      bootstrapServers: some([source]),
      token: some(file(source)),
      sasl: some("plain" as const),
    }),
    connect: some({ ...tls(), ...login(), urls: some([source]), token: some(file(source)) }),
    cassandra: some({
      ...tls(),
      ...login(),
      contactPoints: some([source]),
      bundle: some(source),
      connector: some({ "auth.username": source }),
    }),
  };
}

/** The sources that have a part in the settings. */
function partners(settings: object): ReadonlySet<string> {
  const texts = JSON.stringify(settings).matchAll(/flags|variables|chosen|stack|current/g);
  return new Set([...texts].map(([text]) => text));
}

it("a login is only ever used with an address of the same source, or comes from a flag", () => {
  const mixed: unknown[] = [];
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const random = new Random(seed);
    const maybe = <Value>(value: Value): Value | undefined => (random.uniform() < 0.6 ? value : undefined);
    const sources: ConnectionSources = {
      flags: randomSettings(random, "flags"),
      variables: randomSettings(random, "variables"),
      chosen: maybe({ name: "c", settings: randomSettings(random, "chosen") }),
      stack: maybe(randomSettings(random, "stack")),
      current: maybe({ name: "u", settings: randomSettings(random, "current") }),
    };
    for (const leg of ["kafka", "connect", "cassandra"] as const) {
      const { origin, settings } = chooseLeg(leg, sources);
      const expected = origin === "defaults" || origin === "nowhere" ? ["flags"] : ["flags", origin];
      const foreign = [...partners(settings)].filter((source) => !expected.includes(source));
      if (foreign.length > 0) mixed.push({ seed, leg, origin, foreign });
    }
  }
  expect(mixed).toEqual([]);
});
