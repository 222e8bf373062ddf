import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import { endProcess } from "#test/support/servers/child-process.js";
import { connectAt } from "#test/support/servers/plain.js";
import { closedPort } from "#test/support/servers/ports.js";
import { waitFor } from "#test/support/wait-for.js";

export interface TwinWorker {
  /** As it is called in the statuses of its tasks. */
  readonly id: string;
  readonly connect: ConnectApi;
  readonly log: string;
  stop(): Promise<void>;
}

/** A second worker of the same Connect cluster as the stack's own. Once that one is missed, it takes all its tasks. */
export async function startTwinWorker(home: string): Promise<TwinWorker> {
  const id = `127.0.0.1:${await closedPort()}`;
  const { args, log } = await configure(home, id);
  const child = spawn("java", [`@${args}`], { stdio: "ignore" });
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  child.once("exit", (code) => (failure = new Error(`the second worker has ended with code ${code}`)));
  const stop = (): Promise<void> => endProcess(child);
  try {
    await waitFor({ what: "the second worker to answer", deadline: 90_000, log }, async (seen) => {
      if (failure !== undefined) throw failure;
      const answer = await fetch(`http://${id}/connectors`).catch(seen);
      return answer?.ok === true ? true : undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { id, connect: connectAt(`http://${id}`), log, stop };
}

/** Writes the files of the stack's own worker again, with another address and another log. */
async function configure(home: string, id: string): Promise<{ args: string; log: string }> {
  const folder = join(home, "twin");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const own = (name: string): string => join(home, "connect", name);
  const [properties, logging, args] = [
    join(folder, "worker.properties"),
    join(folder, "log4j2.xml"),
    join(folder, "java.args"),
  ];
  const log = join(folder, "connect.log");
  const worker = await readFile(own("worker.properties"), "utf8");
  await writeFile(
    properties,
    worker
      .replace(/^listeners=.*$/m, `listeners=http://${id}`)
      .replace(/^rest\.advertised\.port=.*$/m, `rest.advertised.port=${id.split(":")[1]}`),
  );
  const appenders = await readFile(own("log4j2.xml"), "utf8");
  await writeFile(logging, appenders.replaceAll(join(home, "logs", "connect.log"), log));
  // A class archive belongs to one process.
  const lines = (await readFile(own("java.args"), "utf8"))
    .split("\n")
    .filter((line) => !line.includes("Archive"));
  await writeFile(
    args,
    lines.join("\n").replaceAll(own("worker.properties"), properties).replaceAll(own("log4j2.xml"), logging),
  );
  return { args, log };
}
