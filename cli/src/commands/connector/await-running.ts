import { type ConnectorConfig, consumerGroup } from "../../core/connect/connector-config.js";
import {
  type ConnectorPast,
  type Readiness,
  readiness,
  readinessText,
} from "../../core/connect/readiness.js";
import { type UnreadableRecord, unreadableText } from "../../core/faults/unreadable-record.js";
import { unreadableRecords } from "../../core/faults/unreadable-records.js";
import { rootCause } from "../../core/connect/root-cause.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import { sinkOf } from "../../core/sinks/sink-of.js";
import { ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { SelectedConnector } from "./selection.js";

const pollInterval = 250;
/** Milliseconds for which a state must not change before it is believed. */
const settling = 1_000;
/** The same for a failure that was there before: it stays on show until the task starts again. */
const settlingOfOldFailure = 6_000;
/** The same for tasks that were not seen in their consumer group: Kafka's newer protocol does not show members. */
const settlingOfClaim = 20_000;

export interface Past extends ConnectorPast {
  /** True when a part of the connector had failed before. */
  readonly hadFailed: boolean;
  /** The config that Connect had already and that was left as it was. */
  readonly config?: ConnectorConfig;
}

/**
 * Resolves with the number of tasks when the connector and all of them run with this config, and have done so for a
 * moment.
 * @throws ServiceError with the root cause when a part of it fails, or with its state at the deadline
 */
export async function awaitRunning(
  { name, config }: SelectedConnector,
  past: Past,
  timeout: number,
  context: CommandContext,
): Promise<number> {
  const { connect, kafka, clock, progress, signal } = context;
  const group = consumerGroup(name, config);
  const expected = {
    config: past.config ?? config,
    isHandedOn: sinkOf(config["connector.class"]) !== undefined,
  };
  const deadline = clock.now() + timeout;
  let seen = { key: "", since: clock.now() };
  for (;;) {
    const [status, taskConfigs, described] = await Promise.all([
      connect.status(name),
      connect.taskConfigs(name),
      kafka.describeGroup(group),
    ]);
    const now = readiness({ status, taskConfigs, group: described }, expected, past);
    const key = JSON.stringify([now, status, taskConfigs]);
    if (key !== seen.key) seen = { key, since: clock.now() };
    if (clock.now() - seen.since >= settlingTime(now, past)) {
      if (now.kind === "running") return now.tasks;
      if (now.kind === "claimed") {
        progress.report({ kind: "connector unseen", connector: name, group });
        return now.tasks;
      }
      if (now.kind !== "starting") {
        const records = await unreadableRecords(name, config, tracesOf(now), kafka, signal);
        throw notRunning(name, now, config, connect.url, timeout, records);
      }
    }
    if (clock.now() >= deadline) throw notRunning(name, now, config, connect.url, timeout);
    progress.report({ kind: "connector settles", connector: name, readiness: now });
    await clock.sleep(pollInterval, signal);
  }
}

function settlingTime(now: Readiness, past: Past): number {
  if (now.kind === "claimed") return settlingOfClaim;
  return now.kind === "failed" && past.hadFailed ? settlingOfOldFailure : settling;
}

const tracesOf = (now: Readiness): readonly string[] => (now.kind === "failed" ? [now.trace] : []);

function notRunning(
  name: string,
  now: Readiness,
  config: ConnectorConfig,
  url: string,
  timeout: number,
  records: readonly UnreadableRecord[] = [],
): ServiceError {
  const where = `${url}/connectors/${encodeURIComponent(name)}/status`;
  if (now.kind === "held") {
    return new ServiceError("Kafka Connect", `connector ${name} has the new config, and is ${now.state}`, {
      where,
      hint: `somebody has ${now.state === "PAUSED" ? "paused" : "stopped"} it; "cassink connector resume ${name}" lets it go on`,
    });
  }
  if (now.kind === "failed") {
    const cause = now.trace === "" ? "and Connect does not say why" : rootCause(now.trace);
    return new ServiceError("Kafka Connect", `connector ${name} does not run: ${now.part} has failed`, {
      where,
      lines: [
        withoutSecrets(cause, config),
        ...records.map((record) => `the record: ${unreadableText(record)}`),
      ],
      hint: 'the config stays deployed; correct it and deploy again ("cassink logs connect" has the whole trace)',
    });
  }
  const reason = now.kind === "running" ? "its state keeps changing" : readinessText(now);
  return new ServiceError(
    "Kafka Connect",
    `connector ${name} does not run after ${Math.round(timeout / 1000)} s: ${reason}`,
    { where, hint: 'look at the worker\'s log ("cassink logs connect"), or give it longer with --timeout' },
  );
}
