import { type States, healthOf } from "./deployed-connector.js";

/** What a connector can be told to do. */
export type Move = "pause" | "resume" | "stop" | "restart";

/** Whether there is nothing to do: Connect would take the order all the same. */
export function isThereAlready(move: Exclude<Move, "restart">, { state, tasks }: States): boolean {
  if (move === "resume") return state !== "PAUSED" && state !== "STOPPED";
  return state === standing[move] && (move !== "stop" || tasks.length === 0);
}

const standing = { pause: "PAUSED", stop: "STOPPED" } as const;

/**
 * What has become of an order, as far as the states tell: Connect answers an order before it is carried out. A task that
 * had failed stays so while its connector is paused. Undefined until it is known.
 * @param configured how many tasks there are to be: Connect lists a task only once a worker has said something of it
 */
export function arrival(
  move: Move,
  { state, tasks }: States,
  configured: number,
): "there" | "failed" | undefined {
  switch (move) {
    case "pause":
      return state === standing.pause && tasks.every((task) => ["PAUSED", "FAILED"].includes(task.state))
        ? "there"
        : undefined;
    case "stop":
      return state === standing.stop && tasks.length === 0 ? "there" : undefined;
    case "resume":
    case "restart": {
      const health = healthOf({ state, tasks });
      if (health === "running") return tasks.length >= configured ? "there" : undefined;
      return health === "failed" ? "failed" : undefined;
    }
  }
}
