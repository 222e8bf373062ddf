import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import type { ConnectCatalogue } from "#cli/core/lint/catalogue.js";
import { lintConfig } from "#cli/core/lint/lint-config.js";
import type { SettingsSchema } from "#cli/core/lint/settings.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";

const read = (file: string): unknown => JSON.parse(readFileSync(`schemas/connectors/${file}`, "utf8"));
const catalogue = read("connect.catalogue.json") as ConnectCatalogue;
const sinks = {
  cassink: {
    class: "io.cassink.sink.CassandraSinkConnector",
    schema: read("cassandra-sink.schema.json") as SettingsSchema,
  },
  datastax: {
    class: "io.cassink.datastax.DataStaxSinkConnector",
    schema: read("datastax-sink.schema.json") as SettingsSchema,
  },
};

const base = (connectorClass: string): ConnectorConfig => ({
  "connector.class": connectorClass,
  topics: "sales",
  "loadBalancing.localDc": "datacenter1",
  "topic.sales.shop.sales.mapping": "id=value.id, amount=value.amount",
});

/** A config that a key of this name may stand in, so that its section is known; the key's own part comes last. */
interface Place {
  readonly config: ConnectorConfig;
  readonly prefix: string;
  readonly names: readonly string[];
}

function places(connectorClass: string, schema: SettingsSchema): readonly Place[] {
  const config = base(connectorClass);
  const converters = Object.entries(catalogue.converters).flatMap(([name, settings]) =>
    ["key", "value", "header"].map((side) => ({
      config: { ...config, [`${side}.converter`]: name },
      prefix: `${side}.converter.`,
      names: Object.keys(settings),
    })),
  );
  const listed = (list: "transforms" | "predicates"): readonly Place[] =>
    Object.entries(catalogue[list]).map(([name, settings]) => ({
      config: { ...config, [list]: "it", [`${list}.it.type`]: name },
      prefix: `${list}.it.`,
      names: Object.keys(settings),
    }));
  const clients = Object.entries(catalogue.clients).map(([client, settings]) => ({
    config,
    prefix: `${client}.override.`,
    names: Object.keys(settings),
  }));
  return [
    { config, prefix: "", names: [...Object.keys(schema.properties), ...Object.keys(catalogue.connector)] },
    ...converters,
    ...listed("transforms"),
    ...listed("predicates"),
    ...clients,
    {
      config,
      prefix: "topic.sales.shop.sales.",
      names: ["mapping", "ttl", "deletesEnabled", "consistencyLevel"],
    },
    {
      config,
      prefix: "topic.sales.codec.",
      names: ["locale", "timeZone", "timestamp", "date", "time", "unit"],
    },
  ];
}

/** A letter left out, one doubled, and two swapped, somewhere in the middle. */
function misspellings(name: string): readonly string[] {
  const at = Math.floor(name.length / 2);
  const swapped = name.slice(0, at - 1) + name.charAt(at) + name.charAt(at - 1) + name.slice(at + 1);
  return [name.slice(0, at) + name.slice(at + 1), name.slice(0, at) + name.slice(at - 1), swapped].filter(
    (text) => text !== name,
  );
}

describe.each(Object.entries(sinks))("of a config of the %s sink", (_, { class: connectorClass, schema }) => {
  it("every key that is misspelt is found, and what was meant is said", () => {
    const missed: string[] = [];
    let tried = 0;
    for (const { config, prefix, names } of places(connectorClass, schema)) {
      const keys = names
        .flatMap(misspellings)
        .filter((wrong) => !names.includes(wrong))
        .map((wrong) => prefix + wrong);
      tried += keys.length;
      const given = { ...Object.fromEntries(keys.map((key) => [key, "1"])), ...config };
      const sink = sinkConfig(given);
      const found = lintConfig(given, sink && { config: sink, schema }, catalogue);
      for (const key of keys) {
        const of = found.filter((each) => each.key === key);
        const [only] = of;
        const isTold =
          of.length === 1 &&
          only?.severity === "error" &&
          `${only.message} ${only.hint ?? ""}`.includes("did you mean");
        if (!isTold)
          missed.push(`${key}: ${of.map((each) => `${each.message}; ${each.hint ?? ""}`).join(" | ")}`);
      }
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(1_000);
  });
});

it("a key in a mistyped section of clients or converters is found", () => {
  const config = {
    ...base(sinks.cassink.class),
    "consumer.overide.max.poll.records": "5",
    "value.convertor.schemas.enable": "false",
  };
  const sink = sinkConfig(config);
  const found = lintConfig(config, sink && { config: sink, schema: sinks.cassink.schema }, catalogue);
  expect(found.map(({ key, hint }) => [key, hint])).toEqual([
    ["consumer.overide.max.poll.records", 'did you mean "consumer.override.max.poll.records"?'],
    ["value.convertor.schemas.enable", 'did you mean "value.converter.schemas.enable"?'],
  ]);
});

it.each([
  ["consumer.override.max.poll.records", "many", '"many" is not a whole number'],
  ["value.converter.schemas.enable", "no", '"no" is not true or false'],
])("%s=%s is refused by its type", (key, value, message) => {
  const config = { ...base(sinks.cassink.class), "value.converter": "JsonConverter", [key]: value };
  const sink = sinkConfig(config);
  expect(
    lintConfig(config, sink && { config: sink, schema: sinks.cassink.schema }, catalogue),
  ).toContainEqual(expect.objectContaining({ key, message }));
});
