import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { MappedTable } from "#cli/core/cql/table.js";
import type { ConnectCatalogue } from "#cli/core/lint/catalogue.js";
import { lintConfig } from "#cli/core/lint/lint-config.js";
import { lintCompactedReceipts } from "#cli/core/lint/receipts-topic.js";
import type { SettingsSchema } from "#cli/core/lint/settings.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";

const json = (file: string): unknown => JSON.parse(readFileSync(`schemas/connectors/${file}`, "utf8"));
const catalogue = json("connect.catalogue.json") as ConnectCatalogue;

const sound = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  topics: "sales",
  contactPoints: "127.0.0.1",
  "loadBalancing.localDc": "datacenter1",
  "value.converter": "org.apache.kafka.connect.storage.StringConverter",
  "topic.sales.shop.sales.mapping": "id=value.id, amount=value.amount",
  "topic.sales.shop.sales.deletesEnabled": "false",
  "receipts.topic": "sales_written",
  "receipts.bootstrap.servers": "kafka:9092",
};
const lint = (more: Record<string, string>, without: readonly string[] = []) => {
  const config = Object.fromEntries(
    Object.entries({ ...sound, ...more }).filter(([key]) => !without.includes(key)),
  );
  const sink = sinkConfig(config);
  if (sink === undefined) throw new Error("no sink");
  const schema = json(sink.sink.settingsSchema) as SettingsSchema;
  return lintConfig(config, { config: sink, schema }, catalogue);
};

describe("receipts in a config", () => {
  it("are known to Cassink's sink, with every setting of Kafka's producer that is not the sink's own", () => {
    expect(lint({})).toEqual([]);
    expect(
      lint({
        "receipts.mode": "RANGE",
        "receipts.transactional": "true",
        "receipts.producer.linger.ms": "20",
        "receipts.producer.client.id": "receipts",
        "receipts.producer.security.protocol": "SASL_SSL",
        "receipts.producer.sasl.jaas.config": "${file:/run/secrets/kafka:login}",
        "receipts.producer.my.interceptor.setting": "1",
      }),
    ).toEqual([]);
  });

  it.each([
    ["receipts.topc", "x", "nobody reads this key", 'did you mean "receipts.topic"?'],
    ["receipts.mode", "records", '"records" is not a choice', 'did you mean "record"?'],
    ["receipts.transactional", "maybe", '"maybe" is not true or false', undefined],
    [
      "receipts.producer.lingr.ms",
      "20",
      "nobody reads this key",
      'did you mean "receipts.producer.linger.ms"?',
    ],
    ["receipts.producer.linger.ms", "soon", '"soon" is not a whole number', undefined],
    ["receipts.producer.acks", "1", "is the sink's own: it is all", "take it away"],
    [
      "receipts.producer.transactional.id",
      "x",
      "is the sink's own: each partition has its own",
      "take it away",
    ],
    [
      "receipts.producer.bootstrap.servers",
      "k:9092",
      "is the sink's own: set receipts.bootstrap.servers",
      "take it away",
    ],
    ["receipts.producer.max.block.ms", "1", "is the sink's own: what is not told", "take it away"],
  ])("say what is wrong with %s=%s, once", (key, value, message, hint) => {
    const found = lint({ [key]: value });
    expect(found).toMatchObject([{ severity: "error", key }]);
    expect(found[0]?.message).toContain(message);
    if (hint === undefined) expect(found[0]).not.toHaveProperty("hint");
    else expect(found[0]?.hint).toContain(hint);
  });

  it("of ranges are always transactional", () => {
    const range = { "receipts.mode": "range" };
    expect(lint({ ...range, "receipts.transactional": "true" })).toEqual([]);
    expect(lint({ ...range, "receipts.transactional": "false" })).toMatchObject([
      { severity: "error", key: "receipts.transactional" },
    ]);
    expect(lint({ "receipts.transactional": "false" })).toEqual([]);
  });

  it("go to no topic that the connector reads, by name or by pattern, nor to that of its dead letters", () => {
    const loop = {
      key: "receipts.topic",
      message: "the connector reads sales: it would write what it has told",
    };
    expect(lint({ "receipts.topic": "sales" })).toMatchObject([loop]);
    expect(lint({ "topics.regex": "sales.*", "receipts.topic": "sales" }, ["topics"])).toContainEqual(
      expect.objectContaining(loop),
    );
    const letters = {
      "errors.tolerance": "all",
      "errors.deadletterqueue.topic.name": "sales_written",
      "errors.deadletterqueue.context.headers.enable": "true",
    };
    expect(lint(letters)).toMatchObject([
      { key: "receipts.topic", message: "sales_written is the topic of the connector's dead letters" },
    ]);
    expect(lint({ "receipts.topic": "a b" })).toMatchObject([{ message: 'no topic can be called "a b"' }]);
  });

  it("want a topic, and no query of whose writes each record is told", () => {
    expect(lint({}, ["receipts.topic"])).toMatchObject([
      { key: "receipts.bootstrap.servers", message: "has a meaning with receipts.topic only" },
    ]);
    const query = {
      "topic.sales.shop.sales.query": "INSERT INTO shop.sales (id, amount) VALUES (:id, :amount)",
    };
    expect(lint(query)).toMatchObject([{ severity: "error", key: "topic.sales.shop.sales.query" }]);
    expect(lint({ ...query, "receipts.mode": "range" })).toEqual([]);
  });

  it("are nothing that the DataStax sink reads", () => {
    const found = lint({
      "connector.class": "com.datastax.oss.kafka.sink.CassandraSinkConnector",
      "receipts.producer.linger.ms": "20",
    });
    const of = found.filter(({ key }) => key.startsWith("receipts."));
    expect(of.map(({ key }) => key).sort()).toEqual([
      "receipts.bootstrap.servers",
      "receipts.producer.linger.ms",
      "receipts.topic",
    ]);
  });
});

describe("a compacted topic of receipts", () => {
  const column = (name: string, kind: MappedTable["columns"][number]["kind"]) => ({
    name,
    kind,
    typeText: "text",
    type: parseCqlType("text"),
  });
  const table = { columns: [column("id", "partition_key"), column("amount", "regular")] };
  const topic = { name: "sales_written", configs: { "cleanup.policy": "compact" } };
  const whole = {
    "topic.sales.shop.sales.nullToUnset": "false",
    "topic.sales.shop.sales.missingFields": "error",
  };
  const compacted = (more: Record<string, string>, of: typeof topic = topic) => {
    const sink = sinkConfig({ ...sound, ...whole, ...more });
    const told = (sink?.topics ?? []).flatMap(({ tables }) =>
      tables.map((settings) => ({ settings, table })),
    );
    if (sink?.receipts === undefined) throw new Error("no receipts");
    return lintCompactedReceipts(of, sink.receipts, told);
  };

  it("is right where each record writes its whole row, and one that is not compacted always", () => {
    expect(compacted({})).toEqual([]);
    const all = { "topic.sales.shop.sales.nullToUnset": "true" };
    expect(compacted(all, { ...topic, configs: { "cleanup.policy": "delete" } })).toEqual([]);
  });

  it.each([
    ["topic.sales.shop.sales.mapping", "id=value.id", 'topic.sales.shop.sales.mapping leaves out "amount"'],
    ["topic.sales.shop.sales.nullToUnset", "true", "topic.sales.shop.sales.nullToUnset is true"],
    ["topic.sales.shop.sales.missingFields", "unset", "topic.sales.shop.sales.missingFields is unset"],
  ])("is refused with %s=%s, which leaves a part of the row", (key, value, said) => {
    expect(compacted({ [key]: value })).toMatchObject([
      { severity: "error", key: "receipts.topic", message: expect.stringContaining(`(${said})`) as string },
    ]);
  });

  it("is refused where several topics write the table", () => {
    const more = Object.entries({
      ...whole,
      "topic.sales.shop.sales.mapping": "id=value.id, amount=value.a",
    });
    const others = Object.fromEntries(more.map(([key, value]) => [key.replace("sales", "returns"), value]));
    const [finding, ...rest] = compacted({ ...others, topics: "sales,returns" });
    expect(finding?.message).toContain("shop.sales is updated in parts (sales, returns all write it)");
    expect(rest).toEqual([]);
  });

  it("keeps of each partition's ranges the last alone", () => {
    expect(compacted({ "receipts.mode": "range" })).toMatchObject([{ severity: "warning" }]);
  });
});
