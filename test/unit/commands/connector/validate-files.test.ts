import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/validate.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import type { ConfigFinding } from "#cli/core/lint/finding.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { ServiceError } from "#cli/errors.js";
import { type WorkerScript, fakeWorker, pipeline } from "./fake-worker.js";

const cql = (columns: string, table = "shop.sales"): string =>
  `CREATE KEYSPACE IF NOT EXISTS shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
   CREATE TABLE IF NOT EXISTS ${table} (id text PRIMARY KEY${columns === "" ? "" : `, ${columns}`});`;
const schema = (properties: object, more: object = {}): string =>
  JSON.stringify({ type: "object", properties: { id: { type: "string" }, ...properties }, ...more });

const prefix = "topic.sales.shop.sales";
interface Case {
  readonly cql?: string;
  readonly schema?: string;
  readonly config?: Record<string, string>;
  readonly table?: string;
  readonly script?: WorkerScript;
  readonly offline?: boolean;
}

/** What validate finds of a pipeline of Cassink's sink with these files; offline unless told otherwise. */
async function findings(mapping: string | undefined, of: Case = {}): Promise<readonly ConfigFinding[]> {
  const { connector, ...rest } = pipeline();
  const config = {
    ...Object.fromEntries(Object.entries(connector.config).filter(([key]) => !key.startsWith("topic."))),
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
    ...(mapping === undefined ? {} : { [`${prefix}.mapping`]: mapping }),
    [`${prefix}.deletesEnabled`]: "false",
    ...of.config,
  };
  const base = { ...rest, connector: { ...connector, config } };
  const piped: Pipeline = {
    ...base,
    topics: base.topics.map((topic) => ({
      ...topic,
      ...(of.schema === undefined ? {} : { schema: "/sales.schema.json" }),
    })),
    tables: of.cql === undefined ? [] : [{ keyspace: "shop", name: of.table ?? "sales", cql: "/sales.cql" }],
  };
  const connect = {
    plugins: () =>
      Promise.resolve([{ class: "io.cassink.sink.CassandraSinkConnector", type: "sink", version: "1" }]),
  };
  const { context } = fakeWorker({
    ...of.script,
    ports: { connect, ...of.script?.ports },
    pipelines: [piped],
    files: { "/sales.cql": of.cql ?? "", "/sales.schema.json": of.schema ?? "" },
  });
  const result = await run({ offline: of.offline ?? true }, context);
  return result.connectors[0]?.findings ?? [];
}

const said = (all: readonly ConfigFinding[]): readonly string[] =>
  all.map(({ severity, message }) => `${severity}: ${message}`);

describe("connector validate, offline, with the pipeline's files", () => {
  it("has nothing to say of files that fit", async () => {
    const of = { cql: cql("amount int"), schema: schema({ amount: { type: "integer" } }) };
    expect(await findings("id=value.id, amount=value.amount", of)).toEqual([]);
  });

  it("names a column that the CQL file does not have, once", async () => {
    const found = await findings("id=value.id, amuont=value.amount", { cql: cql("amount int") });
    expect(said(found)).toEqual(['error: table shop.sales has no column "amuont"']);
    expect(found[0]).toMatchObject({ level: "config", position: 13, hint: 'did you mean "amount"?' });
  });

  it("counts a mistyped key column once, and on the servers not again", async () => {
    const of = { cql: cql("amount text"), offline: false };
    expect(said(await findings("di=value.id, amount=value.amount", of))).toEqual([
      'error: table shop.sales has no column "di"',
    ]);
  });

  it("counts a mistyped topic once, in however many keys it stands", async () => {
    const found = await findings("id=value.id, amount=value.amount", {
      config: {
        topics: "slaes",
        "topic.sales.codec.date": "UNITS_SINCE_EPOCH",
        "topic.sales.codec.unit": "SECONDS",
      },
    });
    expect(said(found)).toEqual(['error: topic "sales" is not in topics (4 keys)']);
  });

  it("counts a mistyped setting once", async () => {
    const config = { topics: "sales", [`${prefix}.maping`]: "id=value.id" };
    expect(said(await findings(undefined, { config }))).toEqual(['error: unknown table setting "maping"']);
  });

  it("names a file that is not there", async () => {
    const base = pipeline();
    const { context } = fakeWorker({
      pipelines: [
        {
          ...base,
          topics: base.topics.map((topic) => ({ ...topic, schema: "/no.schema.json" })),
          tables: [{ keyspace: "shop", name: "sales", cql: "/no.cql" }],
        },
      ],
    });
    const result = await run({ offline: true }, context);
    expect(said(result.connectors[0]?.findings ?? [])).toEqual([
      "error: there is no file /no.cql",
      "error: there is no file /no.schema.json",
    ]);
  });

  it("names a CQL file with a mistake, and its line", async () => {
    const [found] = await findings("id=value.id", { cql: "CREATE TABLE shop.sales (id text PRIMARY KAY);" });
    expect(found?.message).toContain("/sales.cql:1");
  });

  it("names a table that its CQL file does not create", async () => {
    const found = await findings("id=value.id", { cql: cql("", "shop.slaes") });
    expect(said(found)).toEqual(["error: /sales.cql does not create this table"]);
    expect(found[0]).toMatchObject({ key: "tables: shop.sales", hint: 'did you mean "shop.slaes"?' });
  });

  it("names a mapped table that no CQL file creates", async () => {
    const of = { cql: cql("", "shop.returns"), table: "returns" };
    expect(said(await findings("id=value.id", of))).toEqual([
      "error: no CQL file of the pipeline creates shop.sales",
    ]);
  });

  it.each([
    ["id=value.di", "error", "every record is bad"],
    ["id=value.id, amount=value.amuont", "warning", '"amount" is never written'],
  ])("names a field that the events cannot have: %s", async (mapping, severity, effect) => {
    const of = {
      cql: cql("amount int"),
      schema: schema({ amount: { type: "integer" } }, { additionalProperties: false }),
    };
    const found = await findings(mapping, of);
    expect(said(found)).toEqual([expect.stringMatching(new RegExp(`^${severity}: .*${effect}`))]);
    expect(found[0]?.hint).toContain("did you mean");
  });

  it("leaves fields that a transform adds alone", async () => {
    const of = {
      cql: cql("amount int"),
      schema: schema({}, { additionalProperties: false }),
      config: {
        transforms: "add",
        "transforms.add.type": "org.apache.kafka.connect.transforms.InsertField$Value",
        "transforms.add.static.field": "amount",
        "transforms.add.static.value": "1",
      },
    };
    expect(await findings("id=value.id, amount=value.amount", of)).toEqual([]);
  });

  it.each([
    ["map<text, int>", { type: "number" }, "is a map<text,int>, and its field is a number"],
    ["frozen<list<int>>", { type: "boolean" }, "is a frozen<list<int>>, and its field is a boolean"],
    [
      "date",
      { type: "string", format: "date-time" },
      "is a date, and its field is a text of format date-time",
    ],
    [
      "int",
      { type: "object", properties: { a: { type: "integer" } } },
      "is a int, and its field is a object",
    ],
    ["uuid", { enum: ["red", "blue"] }, "is a uuid"],
  ])("names a %s that no event of the schema can fill", async (type, property, message) => {
    const found = await findings("id=value.id, amount=value.amount", {
      cql: cql(`amount ${type}`),
      schema: schema({ amount: property }),
    });
    const errors = found.filter(({ severity }) => severity === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ position: 13 });
    expect(errors[0]?.message.replaceAll(", ", ",")).toContain(message.replaceAll(", ", ","));
  });

  it.each([
    ["date", { type: "string", format: "date" }],
    ["timestamp", { type: "string", format: "date-time" }],
    ["double", { type: "string", pattern: "^[0-9.]+$" }],
    ["text", { type: "object", properties: { a: { type: "integer" } } }],
    ["map<text, int>", { type: "object", properties: { a: { type: "integer" } } }],
    ["frozen<list<text>>", { type: "array", items: { type: "string", format: "uuid" } }],
    ["int", { type: ["integer", "null"] }],
  ])("has nothing to say of a %s that fits", async (type, property) => {
    const of = { cql: cql(`amount ${type}`), schema: schema({ amount: property }) };
    expect(await findings("id=value.id, amount=value.amount", of)).toEqual([]);
  });

  it("warns of any text for a number", async () => {
    const of = { cql: cql("amount double"), schema: schema({ amount: { type: "string" } }) };
    expect(said(await findings("id=value.id, amount=value.amount", of))).toEqual([
      expect.stringMatching(/^warning: column "amount" is a double, and its field is any text/),
    ]);
  });

  it.each([
    ["JsonConverter", schema({ amount: { type: "number" } }), true],
    ["JsonConverter", undefined, true],
    ["JsonConverter", schema({ amount: { type: "integer" } }), false],
    ["JsonConverter", schema({ amount: { type: "string", pattern: "^[0-9.]+$" } }), false],
  ])("says that %s loses digits of money in a JSON number: %#", async (_, events, warns) => {
    const found = await findings("id=value.id, amount=value.amount", {
      cql: cql("amount decimal"),
      ...(events === undefined ? {} : { schema: events }),
    });
    expect(found.map(({ severity }) => severity)).toEqual(warns ? ["warning"] : []);
    if (warns) {
      expect(found[0]?.message).toContain("64-bit float");
      expect(found[0]?.hint).toContain("StringConverter");
    }
  });

  it("says nothing of money that the sink reads itself", async () => {
    const of = {
      cql: cql("amount decimal"),
      schema: schema({ amount: { type: "number" } }),
      config: { "value.converter": "org.apache.kafka.connect.storage.StringConverter" },
    };
    expect(await findings("id=value.id, amount=value.amount", of)).toEqual([]);
  });

  it.each([
    ["{", "it is not JSON"],
    ['{"$schema": "http://json-schema.org/draft-03/schema#"}', '"$schema" is'],
    ['{"type": "strng"}', "schema is invalid"],
  ])("names an event schema that is none: %s", async (text, why) => {
    const [found] = await findings("id=value.id", { cql: cql(""), schema: text });
    expect(found).toMatchObject({ severity: "error", key: "topics: schema of sales" });
    expect(found?.message).toContain(why);
  });

  it("warns of headers whose types Connect guesses", async () => {
    const found = await findings("id=value.id, amount=header.amount", { cql: cql("amount text") });
    expect(found).toMatchObject([{ severity: "warning", key: "header.converter" }]);
    const config = { "header.converter": "org.apache.kafka.connect.storage.StringConverter" };
    expect(await findings("id=value.id, amount=header.amount", { cql: cql("amount text"), config })).toEqual(
      [],
    );
  });

  it("warns of deletes that cannot be", async () => {
    const config = { [`${prefix}.deletesEnabled`]: "true" };
    const whole = await findings("id=value.id, amount=value.amount", { cql: cql("amount int"), config });
    expect(said(whole)).toEqual([
      expect.stringContaining(
        '"id" of the primary key comes from the value: a record without a value deletes nothing',
      ),
    ]);
    const keyOnly = await findings("id=key", { cql: cql(""), config });
    expect(said(keyOnly)).toEqual([
      "warning: shop.sales has key columns only: a record whose value is null deletes its row, and any other one writes it",
    ]);
    expect(await findings("id=key, amount=value.amount", { cql: cql("amount int"), config })).toEqual([]);
  });
});

describe("connector validate against the servers", () => {
  const live: TableDescription = {
    keyspace: "shop",
    name: "sales",
    columns: [
      {
        name: "id",
        typeText: "text",
        type: parseCqlType("text"),
        kind: "partition_key",
        position: 0,
        clusteringOrder: "none",
      },
      {
        name: "amount",
        typeText: "bigint",
        type: parseCqlType("bigint"),
        kind: "regular",
        position: -1,
        clusteringOrder: "none",
      },
    ],
  };
  const describeTable = (): Promise<TableDescription> => Promise.resolve(live);

  it("names a live table that is not what its CQL file declares", async () => {
    const found = await findings("id=value.id, amount=value.amount", {
      cql: cql("amount int"),
      offline: false,
      script: { ports: { cassandra: { describeTable } } },
    });
    expect(said(found)).toEqual([
      "error: the live table is not what its CQL file declares: column amount is bigint in the table and int in the file",
    ]);
  });

  it.each([
    [{}, 1, true],
    [{ "errors.deadletterqueue.topic.replication.factor": "1" }, 1, false],
    [{}, 3, false],
  ])("names a dead-letter topic that Connect cannot make: %o with %i brokers", async (more, count, wrong) => {
    const found = await findings("id=value.id, amount=value.amount", {
      offline: false,
      config: {
        "errors.tolerance": "all",
        "errors.deadletterqueue.topic.name": "letters",
        "errors.deadletterqueue.context.headers.enable": "true",
        ...more,
      },
      script: {
        ports: {
          kafka: {
            brokers: () =>
              Promise.resolve(Array.from({ length: count }, (_, id) => ({ id, address: `b${id}:9092` }))),
          },
        },
      },
    });
    expect(found.map(({ severity, key }) => [severity, key])).toEqual([
      wrong
        ? ["error", "errors.deadletterqueue.topic.replication.factor"]
        : ["warning", "errors.deadletterqueue.topic.name"],
    ]);
  });

  it.each([
    [{ "retention.ms": "-1" }, { "cleanup.policy": "delete", "retention.bytes": "-1" }, undefined],
    [{}, { "retention.ms": "604800000", "retention.bytes": "-1" }, "retention.ms=604800000"],
    [{ "retention.ms": "-1", "cleanup.policy": "compact" }, {}, "cleanup.policy=compact"],
  ])("warns where a dead-letter topic of %o beside %o loses letters", async (configs, inherited, limit) => {
    const letters = { name: "letters", partitions: 2, replication: 1, configs, inherited };
    const found = await findings("id=value.id, amount=value.amount", {
      offline: false,
      config: {
        "errors.tolerance": "all",
        "errors.deadletterqueue.topic.name": "letters",
        "errors.deadletterqueue.context.headers.enable": "true",
      },
      script: {
        ports: {
          kafka: {
            topicNames: () => Promise.resolve(["letters", "sales"]),
            describeTopic: (name) =>
              Promise.resolve(
                name === "letters" ? letters : { ...letters, name, configs: {}, inherited: {} },
              ),
          },
        },
      },
    });
    expect(said(found)).toEqual(
      limit === undefined
        ? []
        : [
            `warning: topic letters loses letters (${limit}): verify cannot judge the records of those that are gone`,
          ],
    );
  });

  it("keeps what one server has said where the other does not answer", async () => {
    const { context } = fakeWorker({
      pipelines: [pipeline()],
      ports: {
        kafka: { describeTopic: () => Promise.resolve(undefined), topicNames: () => Promise.resolve([]) },
        cassandra: { describeTable: () => Promise.reject(new ServiceError("Cassandra", "no answer")) },
      },
    });
    const { connectors } = await run({ offline: false }, context);
    expect(connectors[0]?.levels.at(-1)).toEqual({ level: "cluster", checked: false, reason: "no answer" });
    expect(said(connectors[0]?.findings ?? [])).toContain('error: there is no topic "sales"');
  });

  it.each([
    [{ "cleanup.policy": "compact" }, 1, "warning", /compacted/],
    [{ "cleanup.policy": "compact", "min.compaction.lag.ms": "86400000" }, 1, undefined, /./],
    [{ "message.timestamp.type": "LogAppendTime" }, 1, "warning", /LogAppendTime/],
    [{ "min.insync.replicas": "2" }, 1, "error", /1 replica and min\.insync\.replicas=2/],
    [{ "min.insync.replicas": "2" }, 2, "warning", /with one broker down/],
    [{ "min.insync.replicas": "2" }, 3, undefined, /./],
  ])(
    "holds a topic with %o and %d replicas against the sink",
    async (inherited, replication, severity, says) => {
      const topic = { partitions: 2, replication, configs: {}, inherited };
      const found = await findings("id=value.id, amount=value.amount", {
        offline: false,
        script: { ports: { kafka: { describeTopic: (name) => Promise.resolve({ ...topic, name }) } } },
      });
      const expected =
        severity === undefined
          ? []
          : [{ severity, key: "topics", message: expect.stringMatching(says) as string }];
      expect(found).toMatchObject(expected);
      const log = await findings("id=value.id, amount=value.amount", {
        offline: false,
        config: { order: "log", "order.epoch": "1700000000000000" },
        script: { ports: { kafka: { describeTopic: (name) => Promise.resolve({ ...topic, name }) } } },
      });
      expect(log.length).toBe("min.insync.replicas" in inherited ? expected.length : 0);
    },
  );

  it("names a topic that the pattern matches and no table takes", async () => {
    const found = await findings("id=value.id, amount=value.amount", {
      offline: false,
      config: { "topics.regex": "sales.*" },
      script: { ports: { kafka: { topicNames: () => Promise.resolve(["sales", "sales_eu", "other"]) } } },
    });
    expect(said(found)).toEqual([expect.stringContaining('matches topic "sales_eu", which no table takes')]);
  });
});
