import type { ConnectorStatus } from "./status.js";
import type { ConnectorConfig } from "./connector-config.js";

/** What Connect says of a connector at one moment. */
export interface ConnectorMoment {
  readonly status: Pick<ConnectorStatus, "type" | "connector" | "tasks"> | undefined;
  /** The configs that the tasks were given, by task. */
  readonly taskConfigs: readonly ConnectorConfig[];
  /** Members of the connector's consumer group: each is a task that reads. */
  readonly members: readonly string[];
}

/** The config that a connector is to run with. */
export interface ExpectedConfig {
  readonly config: ConnectorConfig;
  /**
   * The connector hands its config on to its tasks as it is, perhaps with keys of its own, as the Cassandra sinks do;
   * of other connectors nothing can be told.
   */
  readonly isHandedOn: boolean;
}

/** What was there before the config was handed over. */
export interface ConnectorPast {
  /** Group members that the new config ends; a task that starts again is a new member. */
  readonly endedMembers: readonly string[];
}

export type Readiness =
  | { readonly kind: "running"; readonly tasks: number }
  /** Connect says that it runs, but not all tasks were seen to read. */
  | { readonly kind: "claimed"; readonly tasks: number; readonly reading: number }
  | { readonly kind: "starting"; readonly reason: string }
  | { readonly kind: "failed"; readonly part: string; readonly trace: string }
  /** Somebody paused or stopped it; it will not start by itself. */
  | { readonly kind: "held"; readonly state: string };

/**
 * Whether the connector runs with exactly this config: itself, and every one of the tasks that it asked for. Connect's
 * word alone is not enough: it goes on calling a task RUNNING from its old life until the new one has begun or failed.
 * A sink's task reads only once it has started, and then it is a member of the connector's consumer group.
 */
export function readiness(
  { status, taskConfigs, members }: ConnectorMoment,
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
  const reading = members.filter((member) => !endedMembers.includes(member)).length;
  const tasksToRun = taskConfigs.length;
  if (status.type === "source" || reading >= tasksToRun) return { kind: "running", tasks: tasksToRun };
  return { kind: "claimed", tasks: tasksToRun, reading };
}

const starting = (reason: string): Readiness => ({ kind: "starting", reason });
const failed = (part: string, trace = ""): Readiness => ({ kind: "failed", part, trace });

/** A mapping that the new config does not have is an old one. */
function isOutdated(given: ConnectorConfig, { config, isHandedOn }: ExpectedConfig): boolean {
  if (!isHandedOn) return false;
  const differs = Object.entries(config).some(([key, value]) => key in given && given[key] !== value);
  return differs || Object.keys(given).some((key) => key.startsWith("topic.") && !(key in config));
}
