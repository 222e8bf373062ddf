import { setTimeout } from "node:timers/promises";
import { addressOf } from "../../core/stack/process.js";
import type { StartedProcess } from "../../core/stack/state.js";
import { ServiceError, type ServiceName } from "../../errors.js";
import { lastLines } from "./logs.js";
import { answers } from "./probes.js";
import { isAlive } from "./state-file.js";

export interface Awaited {
  readonly home: string;
  readonly process: StartedProcess;
  /** Size of its log before it was started. */
  readonly logStart: number;
  /** Milliseconds since the Unix epoch. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Tells how it ended, where it is our own child. */
  readonly ended?: Promise<string>;
}

const services: Readonly<Record<StartedProcess["kind"], ServiceName>> = {
  kafka: "Kafka",
  connect: "Kafka Connect",
  cassandra: "Cassandra",
};

/** Waits until the process answers by its protocol. Throws when it dies, with its last lines, or at the deadline. */
export async function untilReady(awaited: Awaited): Promise<void> {
  const { process, signal } = awaited;
  let death: string | undefined;
  void awaited.ended?.then((how) => (death = how));
  for (;;) {
    signal.throwIfAborted();
    if (await answers(process.readiness)) return;
    if (death === undefined && !(await isAlive(awaited.home, process))) {
      // Our own child also tells how it ended, though perhaps a moment later.
      death = (await Promise.race([awaited.ended, setTimeout(1_000, undefined)])) ?? "has died";
    }
    if (death !== undefined) throw await failure(awaited, death);
    if (Date.now() > awaited.until) {
      throw await failure(awaited, `does not answer on ${addressOf(process)}`);
    }
    await setTimeout(100, undefined, { signal }).catch(() => undefined);
  }
}

async function failure(awaited: Awaited, what: string): Promise<ServiceError> {
  const { process, logStart } = awaited;
  const printed = [
    ...(await lastLines(process.output, 200)),
    ...(await lastLines(process.log, 200, logStart)),
  ];
  // The frames of a Java stack trace would push the line that tells the cause out of sight.
  const lines = printed.filter((line) => !/^\s+(at |\.\.\. \d+ more)/.test(line));
  return new ServiceError(services[process.kind], `${process.name} ${what}`, {
    where: process.log,
    lines: lines.slice(-25),
    hint: `the whole log: cassink logs ${process.name} -n 500 --home ${awaited.home}`,
  });
}
