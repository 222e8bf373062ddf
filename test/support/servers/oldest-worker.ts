import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { endProcess } from "./child-process.js";
import { projectFolder } from "#test/support/cli.js";
import { closedPort } from "./ports.js";
import { lastLines, waitFor } from "#test/support/wait-for.js";

const run = promisify(execFile);

export interface OldestWorker {
  readonly url: string;
  /** All that it has logged. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A worker of the oldest Connect that the plugins are for, beside the local stack's own: it shares the brokers and
 * nothing else. Its jars come from connectors/runtime/connect-3.9.
 *
 * @param folder for its files
 * @param plugins its plugin.path
 */
export async function startOldestWorker(
  folder: string,
  broker: string,
  plugins: string,
): Promise<OldestWorker> {
  const module = join(projectFolder, "connectors", "runtime", "connect-3.9");
  await run("mvn", ["-B", "-q", "-ntp", "-f", module, "package"]);
  const classpath = (await readFile(join(module, "target", "classpath"), "utf8")).trim();
  const url = `http://127.0.0.1:${await closedPort()}`;
  const shared = await readFile(join(projectFolder, "docker", "connect-worker.properties"), "utf8");
  const name = `cassink-oldest-${Date.now()}`;
  await mkdir(folder, { recursive: true });
  const properties = join(folder, "worker.properties");
  await writeFile(
    properties,
    [
      shared.replaceAll(/(group\.id=|storage\.topic=)cassink/g, `$1${name}`),
      `bootstrap.servers=${broker}`,
      `listeners=${url}`,
      "rest.advertised.host.name=127.0.0.1",
      `plugin.path=${plugins}`,
      "",
    ].join("\n"),
  );
  const logging = join(folder, "log4j.properties");
  const log = join(folder, "worker.log");
  await writeFile(
    logging,
    [
      "log4j.rootLogger=INFO, file",
      "log4j.appender.file=org.apache.log4j.FileAppender",
      `log4j.appender.file.File=${log}`,
      "log4j.appender.file.layout=org.apache.log4j.PatternLayout",
      "log4j.appender.file.layout.ConversionPattern=%d %p %c - %m%n",
      "",
    ].join("\n"),
  );
  const child = spawn(
    "java",
    [
      "-Xmx384m",
      `-Dlog4j.configuration=file://${logging}`,
      "-cp",
      classpath,
      "org.apache.kafka.connect.cli.ConnectDistributed",
      properties,
    ],
    { stdio: "ignore" },
  );
  const worker = {
    url,
    log: () => readFile(log, "utf8").catch(() => ""),
    stop: () => endProcess(child),
  };
  try {
    await answering(url, log, child);
  } catch (error) {
    await worker.stop();
    throw error;
  }
  return worker;
}

/** The first answer of its REST API that needs the group, as `up` waits for its own worker. */
async function answering(url: string, log: string, child: ChildProcess): Promise<void> {
  await waitFor({ what: "the worker to answer", deadline: 90_000, log }, async (seen) => {
    if (child.exitCode !== null) throw new Error(`the worker has ended\n${await lastLines(log)}`);
    const answer = await fetch(`${url}/connectors`).catch(seen);
    return answer?.ok === true ? true : undefined;
  });
}
