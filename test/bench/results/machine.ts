import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "#test/support/cli.js";
import { commit } from "#test/support/commit.js";
import { javaTool } from "#test/bench/peers/java-program.js";

const execute = promisify(execFile);

/** What was measured on, without a name or a path of it. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

export async function describeMachine(): Promise<Machine> {
  const pins = await pinnedVersions("connectors/pom.xml");
  const spark = await pinnedVersions("test/bench/peers/spark/pom.xml");
  const packages = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const processors = cpus();
  const cassink = await commit();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: await systemName(),
    versions: {
      ...(cassink === undefined ? {} : { Cassink: cassink }),
      Java: await javaVersion(),
      "Node.js": process.versions.node,
      "Kafka and Connect": pins("kafka.version"),
      Cassandra: pins("cassandra.version"),
      "our sink's driver": pins("cassandra-driver.version"),
      "DataStax engine": pins("datastax-engine.version"),
      "DataStax engine's driver": pins("datastax-driver.version"),
      Spark: spark("spark.version"),
      "Spark Cassandra connector": spark("spark-cassandra-connector.version"),
      kafkajs: packages.dependencies["kafkajs"] ?? "",
      "cassandra-driver": packages.dependencies["cassandra-driver"] ?? "",
    },
  };
}

async function pinnedVersions(pom: string): Promise<(property: string) => string> {
  const text = await readFile(join(projectFolder, pom), "utf8");
  return (property) => new RegExp(`<${property}>(.*)</${property}>`).exec(text)?.[1] ?? "unknown";
}

async function systemName(): Promise<string> {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const name = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1];
  return `${name ?? type()}, kernel ${release()}`;
}

async function javaVersion(): Promise<string> {
  const { stderr } = await execute(javaTool("java"), ["-version"]);
  return /^\S+ version "([^"]*)"/m.exec(stderr)?.[1] ?? "unknown";
}
