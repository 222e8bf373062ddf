import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

// Starts the simulator of the sink's task with the options of the command line, or with --planted or --compare first
// what belongs to it: docs/decisions/simulator.md.
const programs: Record<string, string> = {
  "--planted": "planted.PlantedFaults",
  "--compare": "cassandra.VirtualTableComparison",
};
const target = "connectors/cassandra-sink/target";
const jars = readFileSync(`${target}/simulator-classpath`, "utf8");
const [first = "", ...rest] = process.argv.slice(2);
const program = programs[first];
const result = spawnSync(
  "java",
  [
    "-Xmx1g",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dlogback.configurationFile=logback-simulator.xml",
    "-cp",
    [`${target}/test-classes`, `${target}/classes`, jars].join(":"),
    `io.cassink.sink.simulate.${program ?? "Simulate"}`,
    ...(program === undefined ? process.argv.slice(2) : rest),
  ],
  { stdio: "inherit" },
);
process.exit(result.status ?? 1);
