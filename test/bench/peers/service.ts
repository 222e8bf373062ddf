import { join } from "node:path";
import { projectFolder } from "#test/support/cli.js";
import type { Bench } from "#test/bench/harness/bench.js";
import { type Carrier, race } from "#test/bench/harness/race.js";
import type { SalesTopic } from "#test/bench/harness/sales-topic.js";
import { buildJavaPeer, javaTool } from "./java-program.js";
import type { Peer } from "./peer.js";
import { Program } from "./program.js";

/** 256 writes in flight: more made it no faster. */
export const nodeService = nodePeer("node", "Node service, 256 in flight", 256);

export const rowAtATime = nodePeer("row", "Node service, a row at a time", 1);

export const spark: Peer = {
  name: "spark",
  title: "Spark structured streaming, local[2]",
  async run(topic, bench) {
    const classpath = await buildJavaPeer("spark", bench.signal);
    const { kafka, cassandra } = bench.addresses;
    const checkpoints = join(bench.stack.home, "bench", `spark-${Date.now()}`);
    const args = [kafka, topic.name, cassandra.host, String(cassandra.port), checkpoints];
    return race(topic, bench, () =>
      start("spark", topic, bench, javaTool("java"), [
        "-Xmx1g",
        ...openModules.flatMap((name) => ["--add-opens", `java.base/${name}=ALL-UNNAMED`]),
        ...["-classpath", classpath, "io.cassink.bench.SparkStream", ...args],
      ]),
    );
  },
};

/** What Spark's own launcher opens on JDK 17 (its JavaModuleOptions). */
const openModules = [
  ...["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util"],
  ...["java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch"],
  ...["sun.nio.cs", "sun.security.action", "sun.util.calendar"],
];

function nodePeer(name: string, title: string, inFlight: number): Peer {
  const program = join(projectFolder, "test", "bench", "peers", "node", "service.js");
  return {
    name,
    title,
    run(topic, bench) {
      const { kafka, cassandra, datacenter } = bench.addresses;
      const contactPoint = `${cassandra.host}:${cassandra.port}`;
      const args = [program, kafka, topic.name, contactPoint, datacenter, String(inFlight)];
      return race(topic, bench, () => start(name, topic, bench, process.execPath, args));
    },
  };
}

async function start(
  name: string,
  topic: SalesTopic,
  { pipelines }: Bench,
  command: string,
  args: readonly string[],
): Promise<Carrier> {
  const pipeline = await pipelines.write({ name: `peer-${name}`, topic: topic.name });
  const program = new Program(command, args);
  return {
    pid: program.pid,
    pipeline,
    state: () => Promise.resolve({ failed: program.hasEnded, text: program.text }),
    stop: () => program.stop(),
  };
}
