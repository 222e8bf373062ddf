import { stringify } from "yaml";
import { jvmModuleArguments } from "./cassandra-modules.js";
import { logbackConfiguration } from "./logging.js";
import { type StackPlan, basePorts, hostOf, localDatacenter, nameOf } from "./plan.js";
import type { ProcessDescription } from "./process.js";
import { fileUrl } from "./texts.js";

/** A Cassandra node; the first node is the seed of the others. */
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
        ...(plan.nodes === 1 ? singleNodeArguments : ["-Dcassandra.ring_delay_ms=5000"]),
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

function nodeSettings(plan: StackPlan, index: number, data: string): Record<string, unknown> {
  return {
    cluster_name: "cassink",
    num_tokens: 16,
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
        parameters: [{ seeds: `${hostOf(0)}:${basePorts.cassandraStorage + plan.portOffset}` }],
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
