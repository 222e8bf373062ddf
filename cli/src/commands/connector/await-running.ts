import { type Readiness, readiness } from "../../core/connector/readiness.js";
import { rootCause } from "../../core/connector/root-cause.js";
import { withoutSecrets } from "../../core/connector/secret-keys.js";
import { ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { ChosenConnector } from "./choice.js";

const pollInterval = 250;
/** Milliseconds for which nothing may change before it is believed: the last state of old tasks lingers. */
const settling = 1_500;

/**
 * Resolves with the number of tasks when the connector and all of them run with this config, and have done so for a
 * moment.
 * @throws ServiceError with the root cause when a part of it fails, or with its state at the deadline
 */
export async function awaitRunning(
  { name, config }: ChosenConnector,
  timeout: number,
  context: CommandContext,
): Promise<number> {
  const { connect, clock, progress, signal } = context;
  const deadline = clock.now() + timeout;
  let seen = { key: "", since: clock.now() };
  for (;;) {
    const [status, taskConfigs] = await Promise.all([connect.status(name), connect.taskConfigs(name)]);
    const now = readiness({ status, taskConfigs }, config);
    const key = JSON.stringify([now, status, taskConfigs]);
    if (key !== seen.key) seen = { key, since: clock.now() };
    if (clock.now() - seen.since >= settling) {
      if (now.kind === "running") return now.tasks;
      if (now.kind !== "starting") throw notRunning(name, now, config, connect.url);
    }
    if (clock.now() >= deadline) throw notRunning(name, now, config, connect.url, timeout);
    progress.step({ subject: `connector ${name}`, state: "running", message: progressText(now) });
    await clock.sleep(pollInterval, signal);
  }
}

function progressText(now: Readiness): string {
  if (now.kind === "starting") return now.reason;
  return now.kind === "running" ? `${now.tasks} tasks run` : now.kind;
}

function notRunning(
  name: string,
  now: Readiness,
  config: ChosenConnector["config"],
  url: string,
  timeout?: number,
): ServiceError {
  const where = `${url}/connectors/${encodeURIComponent(name)}/status`;
  if (now.kind === "held") {
    return new ServiceError("Kafka Connect", `connector ${name} has the new config, and is ${now.state}`, {
      where,
      hint: `somebody has ${now.state === "PAUSED" ? "paused" : "stopped"} it; "curl -X PUT ${url}/connectors/${encodeURIComponent(name)}/resume" lets it go on`,
    });
  }
  if (now.kind === "failed") {
    const cause = now.trace === "" ? "and Connect does not say why" : rootCause(now.trace);
    return new ServiceError("Kafka Connect", `connector ${name} does not run: ${now.part} has failed`, {
      where,
      lines: [withoutSecrets(cause, config)],
      hint: 'the config stays deployed; correct it and deploy again ("cassink logs connect" has the whole trace)',
    });
  }
  const reason = now.kind === "starting" ? now.reason : "its state keeps changing";
  return new ServiceError(
    "Kafka Connect",
    `connector ${name} does not run after ${Math.round((timeout ?? 0) / 1000)} s: ${reason}`,
    { where, hint: 'look at the worker\'s log ("cassink logs connect"), or give it longer with --timeout' },
  );
}
