import { isMaskOf, isResolvedFrom } from "./hidden-value.js";
import type { ConnectorStatus } from "./status.js";
import type { GroupDescription } from "./group.js";
import type { ConnectorConfig } from "./connector-config.js";

/** What Connect reports about a connector at one moment. */
export interface ConnectorMoment {
  readonly status: Pick<ConnectorStatus, "type" | "connector" | "tasks"> | undefined;
  /** The configs of the tasks, in the order of the task ids. */
  readonly taskConfigs: readonly ConnectorConfig[];
  /** The connector's consumer group: each member is a task. */
  readonly group: GroupDescription;
}

/** The config that a connector is to run with. */
interface ExpectedConfig {
  readonly config: ConnectorConfig;
  /**
   * Whether the connector passes its config on to its tasks unchanged, possibly with further keys, as the Cassandra
   * sinks do. Only then do the task configs show whether the tasks have the new config.
   */
  readonly isHandedOn: boolean;
}

/** What was there before the config was deployed. */
export interface ConnectorPast {
  /** Group members that the new config replaces; a task that restarts is a new member. */
  readonly endedMembers: readonly string[];
}

export type Readiness =
  | { readonly kind: "running"; readonly tasks: number }
  /** Connect reports RUNNING, but fewer members of the consumer group than there are tasks have partitions to read. */
  | { readonly kind: "claimed"; readonly tasks: number; readonly reading: number }
  | { readonly kind: "starting"; readonly reason: string }
  | { readonly kind: "failed"; readonly part: string; readonly trace: string }
  /** Paused or stopped by a user; it does not start by itself. */
  | { readonly kind: "held"; readonly state: string };

/**
 * Whether the connector and all its tasks run with exactly this config. Connect's status is not enough: after a config
 * change it still reports the old task's RUNNING until the new task has started or failed. A sink's task joins the
 * consumer group only once it has started, so each task must be a new group member; and the first of two reads
 * everything until the second has joined, 2 s later at times, so the group must have shared out its partitions.
 */
export function readiness(
  { status, taskConfigs, group }: ConnectorMoment,
  expected: ExpectedConfig,
  { endedMembers }: ConnectorPast,
): Readiness {
  if (status === undefined) return starting("the worker does not know it yet");
  const { connector, tasks } = status;
  if (connector.state === "PAUSED" || connector.state === "STOPPED") {
    return { kind: "held", state: connector.state };
  }
  if (connector.state === "FAILED") return failed("the connector", connector.trace);
  if (connector.state !== "RUNNING") return starting(`it is ${connector.state}`);
  if (taskConfigs.length === 0) return starting("it has no tasks yet");
  if (taskConfigs.some((given) => isOutdated(given, expected)))
    return starting("its tasks have the old config");
  const broken = tasks.find((task) => task.state === "FAILED");
  if (broken !== undefined) return failed(`task ${broken.id}`, broken.trace);
  const waiting = taskConfigs.flatMap((_, id) => {
    const state = tasks.find((task) => task.id === id)?.state ?? "not started";
    return state === "RUNNING" ? [] : [`task ${id} is ${state}`];
  });
  if (waiting.length > 0) return starting(waiting.join(", "));
  const joined = group.members.filter((member) => !endedMembers.includes(member)).length;
  const reading = group.isRebalancing ? 0 : joined;
  const tasksToRun = taskConfigs.length;
  if (status.type === "source" || reading >= tasksToRun) return { kind: "running", tasks: tasksToRun };
  return { kind: "claimed", tasks: tasksToRun, reading };
}

const starting = (reason: string): Readiness => ({ kind: "starting", reason });
const failed = (part: string, trace = ""): Readiness => ({ kind: "failed", part, trace });

/** What the connector waits for, as words that follow its name. */
export function readinessText(readiness: Readiness): string {
  switch (readiness.kind) {
    case "starting":
      return readiness.reason;
    case "claimed":
      return `${readiness.reading} of ${readiness.tasks} tasks read`;
    case "running":
      return `all tasks run (${readiness.tasks})`;
    default:
      return readiness.kind;
  }
}

/**
 * A `topic.*` key that the new config does not have shows that the task still has the old config. What a service shows
 * masked or resolved shows nothing.
 */
function isOutdated(given: ConnectorConfig, { config, isHandedOn }: ExpectedConfig): boolean {
  if (!isHandedOn) return false;
  const differs = Object.entries(config).some(([key, value]) => {
    const has = given[key];
    if (has === undefined || has === value) return false;
    return !isMaskOf(has, value) && !isResolvedFrom(has, value);
  });
  return differs || Object.keys(given).some((key) => key.startsWith("topic.") && !(key in config));
}
