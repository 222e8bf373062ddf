import { loadavg } from "node:os";
import { verify } from "#test/bench/harness/verification.js";
import { buildJavaPeer, javaTool } from "./java-program.js";
import type { Peer } from "./peer.js";
import { Program } from "./program.js";

/** A pass to warm up, a pass that counts. */
const passes = 2;

/** The Java driver of our sink alone: rows from memory, grouped alike, timed by itself. */
export const driverAlone: Peer = {
  name: "driver",
  title: "Java driver alone, rows from memory",
  async run(topic, { addresses, signal, stack, table, pipelines }) {
    const classpath = await buildJavaPeer("driver", signal);
    const pipeline = await pipelines.write({ name: "peer-driver", topic: topic.name });
    const { kafka, cassandra, datacenter } = addresses;
    await table.empty();
    const loadBefore = loadavg()[0] ?? 0;
    const program = new Program(javaTool("java"), [
      ...["-Xmx2g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"],
      ...["-classpath", classpath, "io.cassink.bench.DriverAlone"],
      ...[kafka, topic.name, cassandra.host, String(cassandra.port), datacenter, String(passes)],
    ]);
    const { rows, seconds, processorSeconds } = JSON.parse(await program.output(signal)) as Timing;
    const verified = await verify(pipeline, stack.home, topic.records);
    return {
      rowsPerSecond: rows / seconds,
      seconds,
      processorSecondsPerMillion: (processorSeconds * 1e6) / rows,
      loadBefore,
      verified,
    };
  },
};

interface Timing {
  readonly rows: number;
  readonly seconds: number;
  readonly processorSeconds: number;
}
