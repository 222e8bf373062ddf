import { isCassandraSink } from "./classes.js";

type Config = Readonly<Record<string, string>>;

/** What Connect says of a connector at one moment. */
export interface ConnectorMoment {
  readonly status:
    | {
        readonly connector: { readonly state: string; readonly trace?: string };
        readonly tasks: readonly { readonly id: number; readonly state: string; readonly trace?: string }[];
      }
    | undefined;
  /** The configs that the tasks were given, by task. */
  readonly taskConfigs: readonly Config[];
}

export type Readiness =
  | { readonly kind: "running"; readonly tasks: number }
  | { readonly kind: "starting"; readonly reason: string }
  | { readonly kind: "failed"; readonly part: string; readonly trace: string }
  /** Somebody paused or stopped it; it will not start by itself. */
  | { readonly kind: "held"; readonly state: string };

/** Whether the connector runs with exactly this config: itself, and every one of the tasks that it asked for. */
export function readiness({ status, taskConfigs }: ConnectorMoment, config: Config): Readiness {
  if (status === undefined) return starting("the worker does not know it yet");
  const { connector, tasks } = status;
  if (connector.state === "PAUSED" || connector.state === "STOPPED") {
    return { kind: "held", state: connector.state };
  }
  if (connector.state === "FAILED") return failed("the connector", connector.trace);
  if (connector.state !== "RUNNING") return starting(`it is ${connector.state}`);
  if (taskConfigs.length === 0) return starting("it has no tasks yet");
  if (taskConfigs.some((given) => isOutdated(given, config)))
    return starting("its tasks have the old config");
  const broken = tasks.find((task) => task.state === "FAILED");
  if (broken !== undefined) return failed(`task ${broken.id}`, broken.trace);
  const waiting = taskConfigs.flatMap((_, id) => {
    const state = tasks.find((task) => task.id === id)?.state ?? "not started";
    return state === "RUNNING" ? [] : [`task ${id} is ${state}`];
  });
  if (waiting.length > 0) return starting(waiting.join(", "));
  return { kind: "running", tasks: taskConfigs.length };
}

const starting = (reason: string): Readiness => ({ kind: "starting", reason });
const failed = (part: string, trace = ""): Readiness => ({ kind: "failed", part, trace });

/**
 * The Cassandra sinks hand their config on to their tasks as it is, perhaps with keys of their own; of other
 * connectors nothing can be told. A mapping that the new config does not have is an old one.
 */
function isOutdated(given: Config, config: Config): boolean {
  if (!isCassandraSink(config["connector.class"] ?? "")) return false;
  const differs = Object.entries(config).some(([key, value]) => key in given && given[key] !== value);
  return differs || Object.keys(given).some((key) => key.startsWith("topic.") && !(key in config));
}
