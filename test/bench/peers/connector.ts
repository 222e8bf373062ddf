import { randomBytes } from "node:crypto";
import type { Bench } from "#test/bench/harness/bench.js";
import { Connectors } from "#test/bench/harness/connectors.js";
import { connectorConfig, sinkClasses } from "#test/bench/harness/pipelines.js";
import { type Carrier, race } from "#test/bench/harness/race.js";
import type { Peer } from "./peer.js";

export interface ConnectorPeer extends Peer {
  /** Lets a connector of this kind take up a topic. */
  start(topic: string, bench: Bench): Promise<RunningConnector>;
}

export interface RunningConnector extends Carrier {
  /** Its name in Connect. */
  readonly name: string;
}

type Settings = Readonly<Record<string, string>>;

/** What a careful owner sets when one task is not enough. */
const tuned: Settings = { "tasks.max": "2", "consumer.override.max.poll.records": "5000" };

const bytes: Settings = { "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter" };

export const ours = connectorPeer("ours", "Cassink sink", { "connector.class": sinkClasses.ours });

export const datastax = connectorPeer("datastax", "DataStax engine", {
  "connector.class": sinkClasses.datastax,
});

export const oursTuned = connectorPeer("ours-tuned", "Cassink sink, 2 tasks, polls of 5000", {
  "connector.class": sinkClasses.ours,
  ...tuned,
});

export const datastaxTuned = connectorPeer("datastax-tuned", "DataStax engine, 2 tasks, polls of 5000", {
  "connector.class": sinkClasses.datastax,
  ...tuned,
});

export const oursFromBytes = connectorPeer("ours-bytes", "Cassink sink, ByteArrayConverter", {
  "connector.class": sinkClasses.ours,
  ...bytes,
});

export const oursByLog = connectorPeer("ours-log", "Cassink sink, order=log", {
  "connector.class": sinkClasses.ours,
  order: "log",
  // 2026-01-01T00:00:00Z in microseconds. Any time will do: each run begins with an empty table.
  "order.epoch": "1767225600000000",
});

/** Where they tell what is written. */
export const receiptTopic = "item_sales_told";

export const oursTelling = connectorPeer("ours-receipts", "Cassink sink, a receipt of each record", {
  "connector.class": sinkClasses.ours,
  "receipts.topic": receiptTopic,
});

export const oursTellingRanges = connectorPeer("ours-ranges", "Cassink sink, receipts of ranges", {
  "connector.class": sinkClasses.ours,
  "receipts.topic": receiptTopic,
  "receipts.mode": "range",
});

/** Each run has a connector of its own, and so a consumer group that begins at the first record. */
function connectorPeer(name: string, title: string, settings: Settings): ConnectorPeer {
  const start = async (topic: string, bench: Bench): Promise<RunningConnector> => {
    const { addresses, kafka, signal, pipelines, stack } = bench;
    const connectors = new Connectors(addresses.connect, kafka, signal);
    const connector = `${name}-${randomBytes(3).toString("hex")}`;
    const pipeline = await pipelines.write({ name: connector, topic, config: settings });
    const pid = await stack.workerPid();
    await connectors.create(connector, {
      ...connectorConfig(topic, settings),
      topics: topic,
      contactPoints: addresses.cassandra.host,
      port: String(addresses.cassandra.port),
      "loadBalancing.localDc": addresses.datacenter,
      ...("receipts.topic" in settings ? { "receipts.bootstrap.servers": addresses.kafka } : {}),
    });
    return {
      pid,
      pipeline,
      name: connector,
      state: () => connectors.state(connector),
      stop: () => connectors.remove(connector),
    };
  };
  return {
    name,
    title,
    start,
    run: (topic, bench) => race(topic, bench, () => start(topic.name, bench)),
  };
}
