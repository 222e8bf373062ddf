import { setTimeout } from "node:timers/promises";
import { addressOf } from "../../core/stack/process.js";
import type { StartedProcess } from "../../core/stack/state.js";
import { ServiceError, type ServiceName } from "../../errors.js";
import { lastLines } from "./logs.js";
import { opens } from "./ports.js";
import { answers } from "./probes.js";
import { isAlive } from "./state-file.js";

interface Awaited {
  readonly home: string;
  readonly process: StartedProcess;
  /** Bytes of its log before it was started. */
  readonly logStart: number;
  /** Milliseconds since the Unix epoch. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Resolves with how it ended; only for a child process of this one. */
  readonly ended?: Promise<string>;
  /** Whether all that it depends on has failed, so that it would wait for nothing. */
  readonly isForsaken?: () => boolean;
}

const services: Readonly<Record<StartedProcess["kind"], ServiceName>> = {
  kafka: "Kafka",
  connect: "Kafka Connect",
  cassandra: "Cassandra",
};

/** Waits until the process is ready. Throws with its last log lines when it dies or at the deadline. */
export async function untilReady(awaited: Awaited): Promise<void> {
  const { process, signal } = awaited;
  let death: string | undefined;
  void awaited.ended?.then((how) => (death = how));
  for (;;) {
    signal.throwIfAborted();
    if (await answers(process.readiness)) return;
    if (death === undefined && !(await isAlive(awaited.home, process))) {
      // For a child process, the exit code or signal may arrive a moment after the process is gone.
      death = (await Promise.race([awaited.ended, setTimeout(1_000, undefined)])) ?? "has died";
    }
    if (death !== undefined) throw await failure(awaited, death);
    if (awaited.isForsaken?.() === true) {
      const { name, dependsOn } = process;
      throw new ServiceError(services[process.kind], `${name} waits for ${dependsOn.join(", ")} in vain`);
    }
    if (Date.now() > awaited.until) {
      const isOpen = await opens(process.host, process.ports[0]?.port ?? 0, 1_000);
      const what = isOpen ? "listens and is not ready" : "does not answer";
      throw await failure(awaited, `${what} on ${addressOf(process)}`);
    }
    await setTimeout(100, undefined, { signal }).catch(() => undefined);
  }
}

/** Frames of Java stack traces, and our own questions: they leave no room for the lines that say the cause. */
const saysNothing = /^\s+(at |\.\.\. \d+ more)|"GET \/connectors HTTP\/1\.1"/;

async function failure(awaited: Awaited, what: string): Promise<ServiceError> {
  const { process, logStart } = awaited;
  const printed = [
    ...(await lastLines(process.output, 200)),
    ...(await lastLines(process.log, 200, logStart)),
  ];
  const lines = printed.filter((line) => !saysNothing.test(line));
  return new ServiceError(services[process.kind], `${process.name} ${what}`, {
    where: process.log,
    lines: lines.slice(-25),
  });
}
