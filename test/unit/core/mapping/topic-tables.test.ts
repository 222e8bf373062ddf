import { describe, expect, it, test } from "vitest";
import { topicTables } from "#cli/core/mapping/topic-tables.js";
import { cassink } from "#cli/core/sinks/cassink/sink.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";
import { datastax } from "#cli/core/sinks/datastax/sink.js";

const sound = {
  topics: "a.b,a",
  "topic.a.b.ks.t.mapping": "id=key",
  "topic.a.ks.t.mapping": "id=value.id",
};

test("reads the tables of each topic, with the defaults of their settings", () => {
  const { topics, problems } = topicTables(sound, datastax.grammar);
  expect(problems).toEqual([]);
  expect(
    topics.map(({ topic, tables }) => `${topic}: ${tables.map((t) => `${t.keyspace}.${t.table}`).join()}`),
  ).toEqual(["a.b: ks.t", "a: ks.t"]);
  expect(topics[0]?.codec).toEqual({
    locale: "en_US",
    timeZone: "UTC",
    timestamp: "CQL_TIMESTAMP",
    date: "ISO_LOCAL_DATE",
    time: "ISO_LOCAL_TIME",
    unit: "MILLISECONDS",
  });
  expect(topics[0]?.tables[0]).toMatchObject({
    prefix: "topic.a.b.ks.t.",
    consistencyLevel: "LOCAL_ONE",
    ttl: -1,
    ttlTimeUnit: "SECONDS",
    timestampTimeUnit: "MICROSECONDS",
    nullToUnset: true,
    deletesEnabled: true,
  });
});

test("reads settings without regard to blanks and case, and quoted keyspaces and tables", () => {
  const { topics, problems } = topicTables(
    {
      topics: "t",
      'topic.t."My.Ks".Events.mapping': "id=key",
      'topic.t."My.Ks".Events.ttl': " 60 ",
      'topic.t."My.Ks".Events.nullToUnset': "FALSE",
      'topic.t."My.Ks".Events.consistencyLevel': "quorum",
      "topic.t.codec.unit": "SECONDS",
      "topic.t.codec.date": "UNITS_SINCE_EPOCH",
    },
    datastax.grammar,
  );
  expect(problems).toEqual([]);
  expect(topics[0]?.codec).toMatchObject({
    unit: "SECONDS",
    date: "UNITS_SINCE_EPOCH",
    time: "ISO_LOCAL_TIME",
  });
  expect(topics[0]?.tables[0]).toMatchObject({
    keyspace: "My.Ks",
    table: "Events",
    ttl: 60,
    nullToUnset: false,
    consistencyLevel: "QUORUM",
  });
});

test("keeps the settings of two tables of one topic apart", () => {
  const { topics } = topicTables(
    {
      topics: "t",
      "topic.t.k.a.mapping": "x=key",
      "topic.t.k.b.mapping": "y=key",
    },
    datastax.grammar,
  );
  expect(
    topics[0]?.tables.map(({ table, mapping }) => `${table} ${mapping?.entries[0]?.column ?? ""}`),
  ).toEqual(["a x", "b y"]);
});

const problemsOf = (config: Record<string, string>): string[] =>
  topicTables(config, datastax.grammar).problems.map(
    ({ key, message, position }) => `${key}${position === undefined ? "" : `@${position}`}: ${message}`,
  );

test.each([
  [
    { "topic.a.ks.t.maping": "x=key" },
    'topic.a.ks.t.maping: unknown table setting "maping"; did you mean "mapping"?',
  ],
  [
    { "topic.a.codec.timezone": "UTC" },
    'topic.a.codec.timezone: unknown codec setting "timezone"; did you mean "timeZone"?',
  ],
  [
    { "topic.a.codec.timestmap": "UTC" },
    'topic.a.codec.timestmap: unknown codec setting "timestmap"; did you mean "timestamp"?',
  ],
  [
    { "topic.a.ks.t.timestmapTimeUnit": "SECONDS" },
    'topic.a.ks.t.timestmapTimeUnit: unknown table setting "timestmapTimeUnit"; did you mean "timestampTimeUnit"?',
  ],
  [
    { "topic.a.mapping": "x=key" },
    'topic.a.mapping: wants topic.TOPIC.KEYSPACE.TABLE.SETTING or topic.TOPIC.codec.SETTING; after topic "a" comes "mapping"',
  ],
  [
    { "topic.aa.ks.t.mapping": "x=key" },
    'topic.aa.ks.t.mapping: topic "aa" is not in topics; did you mean "a"?',
  ],
  [
    { "topic.a.ks.t.ttl": "-2" },
    'topic.a.ks.t.ttl: "-2" is not a time to live: a whole number from 0, or -1 for none',
  ],
  [{ "topic.a.ks.t.nullToUnset": "yes" }, 'topic.a.ks.t.nullToUnset: "yes" is neither true nor false'],
  [
    { "topic.a.codec.unit": "SECOND" },
    'topic.a.codec.unit: "SECOND" is not a choice; did you mean "SECONDS"?',
  ],
  [
    { "topic.a.codec.date": "yyyy-MM-dd]" },
    'topic.a.codec.date: the pattern "yyyy-MM-dd]" has a ] without a [',
  ],
  [{ "topic.a.codec.time": "HH'h" }, 'topic.a.codec.time: the pattern "HH\'h" has a quote that does not end'],
  [{ "topic.a.codec.date": "{" }, 'topic.a.codec.date: the pattern "{" has a {, which Java reserves'],
  [
    { "topic.a.codec.timestamp": "yyyy-MM-ddTHH:mm" },
    "topic.a.codec.timestamp: the pattern \"yyyy-MM-ddTHH:mm\" has the letter T, which means nothing: text stands in quotes, as 'T'",
  ],
  [
    { "topic.a.ks.t.query": "INSERT" },
    "topic.a.ks.t.query: a query of one's own needs topic.a.ks.t.deletesEnabled=false",
  ],
  [
    { "topic.a.ks.t.mapping": "id=vlue" },
    'topic.a.ks.t.mapping@3: "vlue" is no field of a record: a field is key, value, key.x, value.x, header.x or now(); did you mean "value"?',
  ],
  [
    { "topic.a.ks.u.ttl": "1" },
    "topic.a.ks.u.mapping: is missing: it names the columns of ks.u and their fields",
  ],
])("reports the problem of %j under its key", (extra, expected) => {
  expect(problemsOf({ ...sound, ...extra })).toContain(expected);
});

test("reports a topic without a table, and codec settings without a table", () => {
  expect(problemsOf({ topics: "a" })).toEqual([
    'topics: topic "a" has no table: give it topic.a.KEYSPACE.TABLE.mapping',
  ]);
  expect(problemsOf({ topics: "a", "topic.a.codec.unit": "SECONDS" })).toEqual([
    'topic.a.codec: topic "a" has codec settings but no table: give it topic.a.KEYSPACE.TABLE.mapping',
  ]);
});

test("finds the topic by the parts of the key where the config has no topics", () => {
  expect(topicTables({ "topic.x.y.ks.t.mapping": "id=key" }, datastax.grammar).topics[0]?.topic).toBe("x.y");
});

test("reads settings that only Cassink's sink has, and reports them for the DataStax sink", () => {
  const config = {
    topics: "t",
    "topic.t.ks.t.mapping": "id=value.main.list[0]",
    "topic.t.ks.t.missingFields": "ERROR",
    "topic.t.ks.t.ttlTimeUnit": "minutes",
    "topic.t.codec.unit": "seconds",
  };
  const inCassink = topicTables(config, cassink.grammar);
  expect(inCassink.problems).toEqual([]);
  expect(inCassink.topics[0]).toMatchObject({
    codec: { unit: "SECONDS" },
    tables: [
      {
        missingFields: "error",
        ttlTimeUnit: "MINUTES",
        mapping: { entries: [{ field: { source: "value", path: ["main", "list", 0] } }] },
      },
    ],
  });
  const inDatastax = topicTables(config, datastax.grammar);
  expect(new Set(inDatastax.problems.map(({ key }) => key))).toEqual(
    new Set([
      "topic.t.ks.t.missingFields",
      "topic.t.codec.unit",
      "topic.t.ks.t.ttlTimeUnit",
      "topic.t.ks.t.mapping",
    ]),
  );
});

test("lets the mapping be omitted with Cassink's sink, but not beside a query", () => {
  const omitted = topicTables({ topics: "t", "topic.t.ks.t.consistencyLevel": "QUORUM" }, cassink.grammar);
  expect(omitted.problems).toEqual([]);
  expect(omitted.topics[0]?.tables[0]?.mapping).toBeUndefined();
  const query = topicTables(
    {
      topics: "t",
      "topic.t.ks.t.query": "INSERT ...",
      "topic.t.ks.t.deletesEnabled": "false",
    },
    cassink.grammar,
  );
  expect(query.problems.map(({ key }) => key)).toEqual(["topic.t.ks.t.mapping"]);
});

test("takes a topic for all before the last three parts, also where a longer topic begins so", () => {
  const { topics, problems } = topicTables(
    {
      topics: "c13,c13.eu",
      "topic.c13.eu.t3.mapping": "id=key",
      "topic.c13.eu.fc13.t2.mapping": "id=key",
    },
    cassink.grammar,
  );
  expect(problems).toEqual([]);
  expect(topics.map(({ topic, tables }) => [topic, tables[0]?.keyspace, tables[0]?.table])).toEqual([
    ["c13", "eu", "t3"],
    ["c13.eu", "fc13", "t2"],
  ]);
});

describe("topics that a transform renames", () => {
  const config = {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    topics: "pg.public.orders,mysql.public.orders",
    transforms: "route",
    "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
    "transforms.route.regex": "([^.]+)\\.([^.]+)\\.([^.]+)",
    "transforms.route.replacement": "$3",
    "topic.orders.ks.orders.mapping": "id=value.id",
  };

  it("have the settings of their new name, each topic by itself", () => {
    const sink = sinkConfig(config);
    expect(sink?.problems).toEqual([]);
    expect(sink?.topics.map(({ topic, tables }) => [topic, tables[0]?.prefix])).toEqual([
      ["pg.public.orders", "topic.orders.ks.orders."],
      ["mysql.public.orders", "topic.orders.ks.orders."],
    ]);
  });

  it("are reported under both names where they have none", () => {
    const keys = Object.entries(config).filter(([key]) => !key.startsWith("topic."));
    expect(sinkConfig(Object.fromEntries(keys))?.problems[0]?.message).toBe(
      'topic "pg.public.orders", which a transform renames to "orders", has no table: give it topic.orders.KEYSPACE.TABLE.mapping',
    );
  });

  it("may have any name where a transform is not known, or has a predicate", () => {
    const unknown = { ...config, "transforms.route.type": "com.example.Router" };
    expect(sinkConfig(unknown)?.problems).toEqual([]);
    expect(sinkConfig({ ...config, "transforms.route.predicate": "p" })?.problems).toEqual([]);
  });
});

test.each([
  "[",
  "yyyy[-MM",
  "yyyy-MM-dd'T'HH:mm",
  "ISO_WEEK_DATE",
  "CQL_TIMESTAMP",
  "UNITS_SINCE_EPOCH",
  "''",
])("finds nothing wrong with the pattern %s, which Java takes", (pattern) => {
  expect(problemsOf({ ...sound, "topic.a.codec.timestamp": pattern })).toEqual([]);
});
