import { stringify } from "yaml";
import { jvmModuleArguments } from "./cassandra-modules.js";
import { logbackConfiguration } from "./logging.js";
import { type StackPlan, basePorts, hostOf, indexes, localDatacenter, nameOf } from "./plan.js";
import type { ProcessDescription } from "./process.js";
import { fileUrl } from "./texts.js";

/** Tokens of each node. A node that has data refuses to start with another number of them. */
const tokensPerNode = 16;

/** A Cassandra node. Each is a seed and has its tokens from the start, so that all can start at the same time. */
export function describeNode(plan: StackPlan, index: number): ProcessDescription {
  const name = nameOf("cassandra", index);
  const folder = `${plan.home}/${name}`;
  const configuration = `${folder}/cassandra.yaml`;
  const rack = `${folder}/cassandra-rackdc.properties`;
  const logging = `${folder}/logback.xml`;
  const log = `${plan.home}/logs/${name}.log`;
  const port = basePorts.cql + plan.portOffset;
  return {
    name,
    kind: "cassandra",
    host: hostOf(index),
    ports: [
      { purpose: "CQL", port },
      { purpose: "storage", port: basePorts.cassandraStorage + plan.portOffset },
    ],
    folder,
    files: [
      { path: configuration, text: stringify(nodeSettings(plan, index, `${folder}/data`)) },
      { path: rack, text: `dc=${localDatacenter}\nrack=rack1\n` },
      { path: logging, text: logbackConfiguration(log) },
    ],
    run: {
      runtime: "cassandra",
      jvmArguments: [
        "-Xms512m",
        "-Xmx1024m",
        "-XX:MaxDirectMemorySize=256m",
        "-Xss512k",
        ...jvmModuleArguments,
        `-Dcassandra.config=${fileUrl(configuration)}`,
        `-Dcassandra-rackdc.properties=${fileUrl(rack)}`,
        `-Dlogback.configurationFile=${fileUrl(logging)}`,
        `-Dcassandra.storagedir=${folder}/data`,
        // Cassink starts it detached. A Cassandra that detaches itself closes the output, which says why it died.
        "-Dcassandra-foreground=yes",
        ...(plan.nodes === 1 ? singleNodeArguments : severalNodesArguments),
      ],
      agents: ["jamm"],
      mainClass: "org.apache.cassandra.service.CassandraDaemon",
      arguments: [],
    },
    readiness: { protocol: "cql", host: hostOf(index), port },
    dependsOn: [],
    log,
    output: `${plan.home}/logs/${name}.out`,
  };
}

/**
 * A single node has no peers to gossip with. By default Cassandra waits 8 s for gossip and 30 s for the ring when it
 * starts, and 2 s when it stops.
 */
const singleNodeArguments = [
  "-Dcassandra.skip_wait_for_gossip_to_settle=0",
  "-Dcassandra.ring_delay_ms=1",
  "-Dcassandra.shutdown_announce_in_ms=0",
];

/**
 * Gossip between the addresses of one machine settles within a second; Cassandra waits at least 8 s by default. `up`
 * itself waits until each node has the tokens of all others.
 */
const severalNodesArguments = [
  "-Dcassandra.ring_delay_ms=5000",
  "-Dcassandra.gossip_settle_min_wait_ms=500",
  "-Dcassandra.gossip_settle_interval_ms=500",
];

/**
 * The node's share of the ring: of two nodes with two tokens each, one has the first and the third of four tokens at
 * equal distances. Without tokens given, a node that joins streams its share from the others, which only one node at a
 * time may do: of two that start together, both end with "Other bootstrapping/leaving/moving nodes detected".
 */
function tokensOf(index: number, nodes: number): string {
  const count = BigInt(nodes * tokensPerNode);
  const positions = indexes(tokensPerNode).map((turn) => BigInt(turn * nodes + index));
  return positions.map((position) => String(-(2n ** 63n) + (2n ** 64n / count) * position + 1n)).join(",");
}

const storageAddress =
  (plan: StackPlan) =>
  (index: number): string =>
    `${hostOf(index)}:${basePorts.cassandraStorage + plan.portOffset}`;

function nodeSettings(plan: StackPlan, index: number, data: string): Record<string, unknown> {
  return {
    cluster_name: "cassink",
    num_tokens: tokensPerNode,
    ...(plan.nodes === 1 ? {} : { initial_token: tokensOf(index, plan.nodes) }),
    partitioner: "org.apache.cassandra.dht.Murmur3Partitioner",
    endpoint_snitch: "GossipingPropertyFileSnitch",
    listen_address: hostOf(index),
    storage_port: basePorts.cassandraStorage + plan.portOffset,
    start_native_transport: true,
    rpc_address: hostOf(index),
    native_transport_port: basePorts.cql + plan.portOffset,
    seed_provider: [
      {
        class_name: "org.apache.cassandra.locator.SimpleSeedProvider",
        parameters: [{ seeds: indexes(plan.nodes).map(storageAddress(plan)).join(",") }],
      },
    ],
    data_file_directories: [`${data}/data`],
    commitlog_directory: `${data}/commitlog`,
    saved_caches_directory: `${data}/saved_caches`,
    hints_directory: `${data}/hints`,
    cdc_raw_directory: `${data}/cdc_raw`,
    commitlog_sync: plan.commitLogSync,
    ...(plan.commitLogSync === "periodic" ? { commitlog_sync_period: "10000ms" } : {}),
    // Small caches: three servers share a developer's machine.
    key_cache_size: "16MiB",
    file_cache_size: "64MiB",
    networking_cache_size: "16MiB",
    memtable_allocation_type: "heap_buffers",
  };
}
