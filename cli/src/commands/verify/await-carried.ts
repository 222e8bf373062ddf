import { type ConnectorConfig, consumerGroup } from "../../core/connect/connector-config.js";
import { notMoving, partitionLags, type PartitionLag } from "../../core/kafka/lag.js";
import { rootCause } from "../../core/connect/root-cause.js";
import { unreadableRecords, unreadableText } from "../../core/records/unreadable-records.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicEnds } from "./offsets.js";
import type { ConnectorStatus } from "../../core/connect/status.js";

/** How far the connector had come when the comparison began. */
export interface Carried {
  /**
   * `all`: it has committed every offset up to the compared end. `moving`: the wait was over before that.
   * `still`: it has records to carry and committed nothing all the time. `failed`, `stopped`: it does not run.
   */
  readonly state: "all" | "moving" | "still" | "failed" | "stopped" | "not deployed";
  /** Partitions that are not carried to the compared end, with the next offset to be committed. */
  readonly behind: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly lag: number;
  }[];
  /** Root cause line of a failed task. */
  readonly cause?: string;
}

interface CarriedRequest {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly ends: readonly TopicEnds[];
  /** Milliseconds. */
  readonly wait: number;
}

const pollInterval = 500;

/** Waits until the connector's group has committed up to the ends, until it cannot, or until the wait is over. */
export async function awaitCarried(request: CarriedRequest, context: CommandContext): Promise<Carried> {
  const { clock, signal, progress } = context;
  const connector = request.name;
  const deadline = clock.now() + request.wait;
  const first = await behind(request, context);
  let now = first;
  for (;;) {
    if (now.length === 0) {
      progress.report({ kind: "connector carried all", connector });
      return { state: "all", behind: [] };
    }
    const halt = await halted(request, context);
    const over = clock.now() >= deadline;
    if (halt !== undefined || over) {
      const moved = notMoving(first, now).length < now.length;
      const carried: Carried = {
        ...(halt ?? { state: moved ? "moving" : "still" }),
        behind: now.map(({ topic, partition, end, lag }) => ({ topic, partition, offset: end - lag, lag })),
      };
      progress.report({ kind: "connector carried less", connector, state: carried.state });
      return carried;
    }
    const recordsLeft = now.reduce((sum, { lag }) => sum + lag, 0);
    progress.report({ kind: "connector carries", connector, recordsLeft });
    await clock.sleep(Math.min(pollInterval, Math.max(1, deadline - clock.now())), signal);
    now = await behind(request, context);
  }
}

async function behind(
  { name, config, ends }: CarriedRequest,
  { kafka }: CommandContext,
): Promise<readonly PartitionLag[]> {
  const group = consumerGroup(name, config);
  const lags = await Promise.all(
    ends.map(async ({ topic, partitions }) =>
      partitionLags(topic, partitions, await kafka.groupOffsets(group, topic)),
    ),
  );
  return lags.flat().filter(({ lag }) => lag > 0);
}

/** Why it is useless to wait: the connector does not run. */
async function halted(
  { name, config }: CarriedRequest,
  { connect, kafka, signal }: CommandContext,
): Promise<Pick<Carried, "state" | "cause"> | undefined> {
  const status = await connect.status(name);
  if (status === undefined) return { state: "not deployed" };
  const parts: readonly ConnectorStatus["connector"][] = [status.connector, ...status.tasks];
  const failed = parts.find(({ state }) => state === "FAILED");
  if (failed !== undefined) {
    const cause = failed.trace === undefined ? undefined : withoutSecrets(rootCause(failed.trace), config);
    const traces = parts.map(({ trace }) => trace);
    const records = (await unreadableRecords(name, config, traces, kafka, signal)).map(unreadableText);
    const named = records.length === 0 ? cause : `${cause ?? ""}; the record: ${records.join("; ")}`;
    return { state: "failed", ...(named === undefined ? {} : { cause: named }) };
  }
  const paused = ["PAUSED", "STOPPED"].includes(status.connector.state);
  return paused ? { state: "stopped" } : undefined;
}
