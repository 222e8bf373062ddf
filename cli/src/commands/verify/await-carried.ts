import { type ConnectorConfig, consumerGroup } from "../../core/connect/connector-config.js";
import {
  notMoving,
  partitionLags,
  unreadLosses,
  withoutEmptyTails,
  type PartitionLag,
  type UnreadLoss,
} from "../../core/kafka/lag.js";
import type { IsolationLevel } from "../../core/kafka/topic.js";
import { rootCause } from "../../core/connect/root-cause.js";
import { unreadableText } from "../../core/faults/unreadable-record.js";
import { unreadableRecords } from "../../core/faults/unreadable-records.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicEnds } from "./offsets.js";
import type { ConnectorStatus } from "../../core/connect/status.js";

/** How far the connector had come when the comparison began. */
export interface Carried {
  /**
   * `all`: it has committed every offset up to the compared end. `moving`: the wait was over before that, and it was
   * seen to commit in its last seconds. `still`: it has committed nothing for {@link stillAfter}. `behind`: the wait was
   * too short to tell these two apart. `failed`: it, or one of its tasks, has failed. `stopped`: it is paused or stopped.
   * These two, and `not deployed`, also where there is nothing left to carry.
   */
  readonly state: "all" | "moving" | "still" | "behind" | "failed" | "stopped" | "not deployed";
  /** Partitions that are not carried to the compared end, with the next offset to be committed. */
  readonly behind: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly lag: number;
  }[];
  /** Records that the broker had deleted before the connector read them. */
  readonly unread: readonly UnreadLoss[];
  /** Root cause line of a failed task. */
  readonly cause?: string;
}

/** A connector whose records are read. */
export interface Carrier {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly isolation: IsolationLevel;
}

interface CarriedRequest extends Carrier {
  readonly ends: readonly TopicEnds[];
  /** Milliseconds. */
  readonly wait: number;
}

const pollInterval = 500;

/** Milliseconds: two commit intervals of a local worker. One that moves may commit nothing for one of them. */
const stillAfter = 12_000;

/** Waits until the connector's group has committed up to the ends, until it cannot, or until the wait is over. */
export async function awaitCarried(request: CarriedRequest, context: CommandContext): Promise<Carried> {
  const { clock, signal, progress } = context;
  const connector = request.name;
  const deadline = clock.now() + request.wait;
  const group = new GroupProgress(request, context);
  let now = await group.behind();
  const { unread } = group;
  let hasMoved = false;
  let since = clock.now();
  for (;;) {
    const halt = await halted(request, context);
    if (now.length === 0 && halt === undefined) {
      progress.report({ kind: "connector carried all", connector });
      return { state: "all", behind: [], unread };
    }
    const recordsLeft = now.reduce((sum, { lag }) => sum + lag, 0);
    if (halt !== undefined || clock.now() >= deadline) {
      const quiet = clock.now() - since;
      const unfinished = quiet >= stillAfter ? "still" : hasMoved ? "moving" : "behind";
      const left = halt ?? { state: unfinished };
      progress.report({ kind: "connector carried less", connector, state: left.state, recordsLeft, quiet });
      return {
        ...left,
        behind: now.map(({ topic, partition, end, lag }) => ({ topic, partition, offset: end - lag, lag })),
        unread,
      };
    }
    progress.report({ kind: "connector carries", connector, recordsLeft });
    await clock.sleep(Math.min(pollInterval, Math.max(1, deadline - clock.now())), signal);
    const before = now;
    now = await group.behind();
    if (now.length === before.length && notMoving(before, now).length === now.length) continue;
    hasMoved = true;
    since = clock.now();
  }
}

/** Asks again and again how far the connector's group has come. */
class GroupProgress {
  readonly #request: CarriedRequest;
  readonly #context: CommandContext;
  /** Whether there is a record from an offset on, by partition and offset: it does not change. */
  readonly #tails = new Map<string, Promise<boolean>>();
  /** As the first question found it: once the group has committed an offset behind it, a loss is no longer seen. */
  unread: readonly UnreadLoss[] = [];
  #asked = false;

  constructor(request: CarriedRequest, context: CommandContext) {
    this.#request = request;
    this.#context = context;
  }

  /** The partitions whose records up to the end the group has not all committed. */
  async behind(): Promise<readonly PartitionLag[]> {
    const { name, config, ends } = this.#request;
    const group = consumerGroup(name, config);
    const known = await Promise.all(
      ends.map(async ({ topic, partitions }) => {
        const commits = await this.#context.kafka.groupOffsets(group, topic);
        return {
          lags: partitionLags(topic, partitions, commits),
          unread: unreadLosses(topic, partitions, commits),
        };
      }),
    );
    if (!this.#asked) this.unread = known.flatMap(({ unread }) => unread);
    this.#asked = true;
    const lags = await withoutEmptyTails(
      known.flatMap((topic) => topic.lags),
      (lag) => this.#hasRecords(lag),
    );
    return lags.filter(({ lag }) => lag > 0);
  }

  #hasRecords({ topic, partition, end, lag }: PartitionLag): Promise<boolean> {
    const from = end - lag;
    const place = `${topic}-${partition}@${from}`;
    const known = this.#tails.get(place);
    if (known !== undefined) return known;
    const asked = this.#context.kafka.hasRecords({
      topic,
      ranges: [{ partition, from, to: end }],
      isolation: this.#request.isolation,
      signal: this.#context.signal,
    });
    this.#tails.set(place, asked);
    return asked;
  }
}

/** Why it is useless to wait: the connector does not run. */
async function halted(
  { name, config }: CarriedRequest,
  { connect, kafka, signal }: CommandContext,
): Promise<{ readonly state: "failed" | "stopped" | "not deployed"; readonly cause?: string } | undefined> {
  const status = await connect.status(name);
  // Between its config and its first start, a connector has no status.
  if (status === undefined)
    return (await connect.config(name)) === undefined ? { state: "not deployed" } : undefined;
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
