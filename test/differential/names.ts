import { randomBytes } from "node:crypto";
import type { Endpoints } from "#test/support/servers/cassandra.js";
import type { Feed, FeedTable, Reading } from "./feed.js";
import { plugins, readings, tolerance, type Plugin } from "./plugins.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";

/** Names of one run, unlike any other run's, and the configs that are made of them. */
export class Names {
  readonly run = `diff${randomBytes(4).toString("hex")}`;
  readonly #endpoints: Endpoints;

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints;
  }

  keyspace(plugin: Plugin): string {
    return `${this.run}_${plugin}`;
  }

  topic(feed: Feed): string {
    return `${this.run}.${feed.topic ?? feed.id}`;
  }

  table(plugin: Plugin, { name }: Pick<FeedTable, "name">): string {
    return `${this.keyspace(plugin)}.${name}`;
  }

  connector(plugin: Plugin, reading: Reading): string {
    return `${this.run}-${plugin}-${reading}`;
  }

  deadLetters(reading: Reading): string {
    return `${this.run}-dead-letters-${reading}`;
  }

  /** The config of a connector that carries the feeds, which are all of one reading. */
  config(plugin: Plugin, reading: Reading, feeds: readonly Feed[]): ConnectorConfig {
    const [contactPoint = ""] = this.#endpoints.contactPoints;
    const [host = "", port = "9042"] = contactPoint.split(":");
    const topics = feeds.map((feed) => Object.entries(this.#topicSettings(plugin, feed)));
    return {
      "connector.class": plugins[plugin],
      "tasks.max": "1",
      contactPoints: host,
      port,
      "loadBalancing.localDc": this.#endpoints.localDatacenter,
      topics: feeds.map((feed) => this.topic(feed)).join(","),
      ...readings[reading],
      ...tolerance(plugin, this.deadLetters(reading)),
      ...Object.fromEntries(topics.flat()),
    };
  }

  #topicSettings(plugin: Plugin, feed: Feed): ConnectorConfig {
    const start = `topic.${this.topic(feed)}`;
    const settings: Record<string, string> = {};
    for (const [word, value] of Object.entries(feed.codec ?? {})) settings[`${start}.codec.${word}`] = value;
    for (const table of feed.tables) {
      const name = this.table(plugin, table);
      const words = { ...(table.mapping === undefined ? {} : { mapping: table.mapping }), ...table.settings };
      for (const [word, value] of Object.entries(words)) {
        settings[`${start}.${name}.${word}`] = value.replaceAll("TABLE", name);
      }
    }
    return settings;
  }
}
