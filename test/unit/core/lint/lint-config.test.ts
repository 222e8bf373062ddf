import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConnectCatalogue } from "#cli/core/lint/catalogue.js";
import { lintConfig } from "#cli/core/lint/lint-config.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";
import type { SettingsSchema } from "#cli/core/lint/settings.js";

const schema = JSON.parse(
  readFileSync("schemas/connectors/datastax-sink.schema.json", "utf8"),
) as SettingsSchema;
const cassinkSchema = JSON.parse(
  readFileSync("schemas/connectors/cassandra-sink.schema.json", "utf8"),
) as SettingsSchema;

const catalogue = JSON.parse(
  readFileSync("schemas/connectors/connect.catalogue.json", "utf8"),
) as ConnectCatalogue;

const sound = {
  "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
  "tasks.max": "2",
  topics: "sales",
  contactPoints: "127.0.0.1",
  port: "9042",
  "loadBalancing.localDc": "datacenter1",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
  "topic.sales.shop.sales.mapping": "id=value.id, amount=value.amount",
};
/** The findings for the sound config with these keys set, or removed where they are undefined. */
const lint = (more: Record<string, string | undefined>, under = schema) => {
  const config = Object.entries<string | undefined>({ ...sound, ...more });
  const set = config.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const flat = Object.fromEntries(set);
  const sink = sinkConfig(flat);
  return lintConfig(flat, sink && { config: sink, schema: under }, catalogue);
};
const keysAndHints = (more: Record<string, string | undefined>) =>
  lint(more).map(({ key, hint }) => [key, hint]);

describe("lintConfig", () => {
  it("has nothing to say of a sound config", () => {
    expect(lint({})).toEqual([]);
    // As in the sample that comes with the DataStax sink: no contact point is its default.
    expect(lint({ contactPoints: "", "loadBalancing.localDc": "" })).toEqual([]);
  });

  it.each([
    ["ignoreErors", "All", 'did you mean "ignoreErrors"?'],
    ["maxConcurentRequests", "5", 'did you mean "maxConcurrentRequests"?'],
    ["task.max", "5", 'did you mean "tasks.max"?'],
    ["error.tolerance", "all", 'did you mean "errors.tolerance"?'],
    ["auth.user", "me", "there are: auth.provider, auth.username"],
    ["ssl.truststore.file", "x", 'did you mean "ssl.truststore.path"?'],
  ])("reports the unknown key %s", (key, value, hint) => {
    const [finding, ...others] = lint({ [key]: value });
    expect(finding).toMatchObject({ key, message: "nobody reads this key", severity: "error" });
    expect(finding?.hint).toContain(hint);
    expect(others).toEqual([]);
  });

  it.each(["../x", "a b", "\u001b[31m", "t".repeat(250), "..", "smile😀", "%2F"])(
    "reports that no topic can be called %j",
    (name) => {
      const found = lint({ topics: `sales,${name}`, "errors.deadletterqueue.topic.name": name });
      expect(found.filter(({ message }) => message === `no topic can be called "${name}"`)).toMatchObject([
        { key: "topics", severity: "error" },
        { key: "errors.deadletterqueue.topic.name" },
      ]);
      const other = { "connector.class": "org.x.Sink", topics: name };
      expect(lintConfig(other, undefined, catalogue).map(({ key }) => key)).toContain("topics");
    },
  );

  it("reports no key that a converter, an interceptor or a client may read", () => {
    const others = {
      "value.converter.schemas.cache.size": "5",
      "consumer.override.max.poll.records": "5000",
      "datastax-java-driver.advanced.protocol.version": "V4",
      "key.converter.plugin.version": "4",
    };
    expect(lint(others)).toEqual([]);
  });

  it.each([
    ["port", "70000", '"70000" must be <= 65535'],
    ["port", "nine", '"nine" is not a whole number'],
    ["jmx", "yes", '"yes" is not true or false'],
    ["ignoreErrors", "Non", '"Non" is not a choice'],
    ["compression", "gzip", '"gzip" is not a choice'],
    ["tasks.max", "0", '"0" must be >= 1'],
  ])("refuses %s=%s", (key, value, message) => {
    expect(lint({ [key]: value })).toEqual([expect.objectContaining({ key, message, severity: "error" })]);
  });

  it("does not miss a key that is a reference beside one that is none", () => {
    const login = { "auth.provider": "PLAIN", "auth.username": "${file:/db:user}", "auth.password": "clear" };
    expect(lint(login).filter(({ message }) => message.startsWith("is missing"))).toEqual([]);
  });

  it("takes words in any case, blanks around values, and references to a worker's secrets", () => {
    expect(
      lint({ jmx: " TRUE ", compression: "lz4", ignoreErrors: "none", port: "${file:/db:port}" }),
    ).toEqual([]);
  });

  it("reports a required setting that is missing", () => {
    expect(keysAndHints({ "auth.username": "me" })).toEqual([["auth.password", undefined]]);
    expect(keysAndHints({ "loadBalancing.localDc": undefined })).toEqual([
      ["loadBalancing.localDc", undefined],
    ]);
  });

  it("does not print a secret, even one that is wrong", () => {
    const wrong = lint({ "ssl.openssl.privateKey": "hunter22" });
    expect(wrong).not.toEqual([]);
    expect(JSON.stringify(wrong)).not.toContain("hunter22");
  });

  it("gives the position in a mapping, and what was meant", () => {
    const [finding] = lint({ "topic.sales.shop.sales.mapping": "id=value.id, amount=vlaue.amount" });
    expect(finding).toMatchObject({ key: "topic.sales.shop.sales.mapping", position: 20, severity: "error" });
    expect(finding?.hint).toContain('did you mean "value.amount"?');
  });

  it("reports an unknown setting of a topic", () => {
    const [finding] = lint({ "topic.sales.shop.sales.maping": "x=value" });
    expect(finding?.hint).toContain('did you mean "mapping"?');
  });

  it("requires topics or topics.regex, and not both", () => {
    expect(lint({ topics: undefined })).toEqual([
      expect.objectContaining({ key: "topics", hint: "add topics=sales", severity: "error" }),
    ]);
    expect(lint({ "topics.regex": "s.*" })).toEqual([expect.objectContaining({ key: "topics.regex" })]);
  });

  it("compares the transforms and predicates that are listed with those that are configured and used", () => {
    const transforms = {
      transforms: "drop,flat",
      "transforms.drop.type": "org.apache.kafka.connect.transforms.Filter",
      "transforms.drop.predicate": "noStoer",
      "transforms.flt.type": "org.apache.kafka.connect.transforms.Flatten$Value",
      predicates: "noStore",
      "predicates.noStore.type": "io.cassink.transforms.FieldMatches",
    };
    expect(keysAndHints(transforms)).toEqual([
      ["transforms.flat.type", undefined],
      ["transforms.flt.type", 'did you mean "flat"?'],
      ["transforms.drop.predicate", 'did you mean "noStore"?'],
    ]);
  });

  it.each([
    [{ "value.converter.schemas.enable": undefined }, "value.converter.schemas.enable"],
    [{ ignoreErrors: "All" }, "ignoreErrors"],
    [{ "errors.tolerance": "all" }, "errors.tolerance"],
    [
      { "errors.tolerance": "all", "errors.deadletterqueue.topic.name": "dead" },
      "errors.deadletterqueue.context.headers.enable",
    ],
    [
      {
        "errors.deadletterqueue.topic.name": "dead",
        "errors.deadletterqueue.context.headers.enable": "true",
      },
      "errors.deadletterqueue.topic.name",
    ],
  ])("warns of settings that lose records: %j", (more, key) => {
    expect(lint(more)).toEqual([expect.objectContaining({ key, severity: "warning" })]);
  });

  it("checks a config of Cassink's sink against that sink's settings", () => {
    const config = { "connector.class": "io.cassink.sink.CassandraSinkConnector", "order.epoch": "5" };
    expect(lint(config, cassinkSchema)).toEqual([]);
    expect(lint({ ...config, "order.epok": "5" }, cassinkSchema)).toEqual([
      expect.objectContaining({ key: "order.epok", hint: 'did you mean "order.epoch"?' }),
    ]);
  });

  it("suggests the class for a mistyped one, and does not check the settings of another connector", () => {
    expect(lint({ "connector.class": "io.cassink.datastax.DataStaxSinkConector" })).toEqual([
      expect.objectContaining({ key: "connector.class", severity: "error" }),
    ]);
    const file = {
      "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
      "auth.user": "x",
    };
    expect(lint(file)).toEqual([expect.objectContaining({ key: "connector.class", severity: "warning" })]);
    expect(lint({ "connector.class": undefined })).toEqual([
      expect.objectContaining({ message: "is missing" }),
    ]);
  });
});

describe("what no server has to say", () => {
  const own = { "connector.class": "io.cassink.sink.CassandraSinkConnector" };

  it("order=log without the epoch that it needs", () => {
    const found = lint({ ...own, order: "log" }, cassinkSchema);
    expect(found).toMatchObject([
      { key: "order.epoch", severity: "error", message: "is needed with order=log" },
    ]);
    expect(lint({ ...own, order: "log", "order.epoch": "1" }, cassinkSchema)).toEqual([]);
  });

  it("a key that is like no other is a warning, for something else may read it", () => {
    const message = "nobody that is known here reads this key";
    expect(lint({ ...own, "zzz.qqq.www": "3" }, cassinkSchema)).toMatchObject([
      { key: "zzz.qqq.www", severity: "warning", message },
    ]);
  });
});
