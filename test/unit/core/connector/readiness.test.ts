import { describe, expect, it } from "vitest";
import { type ConnectorMoment, readiness } from "../../../../cli/src/core/connector/readiness.js";

const config = {
  "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
  "tasks.max": "2",
  "topic.a.k.t.mapping": "x=value.x",
};
const taskConfig = { ...config, "task.class": "T", name: "a" };
const moment = (
  connector: string,
  tasks: readonly string[],
  taskConfigs: ConnectorMoment["taskConfigs"] = [taskConfig, taskConfig],
): ConnectorMoment => ({
  status: {
    connector: { state: connector },
    tasks: tasks.map((state, id) => ({ id, state, trace: `${id} broke` })),
  },
  taskConfigs,
});

describe("readiness", () => {
  it("is running when the connector and every task it asked for run", () => {
    expect(readiness(moment("RUNNING", ["RUNNING", "RUNNING"]), config)).toEqual({
      kind: "running",
      tasks: 2,
    });
  });

  it.each<[string, ConnectorMoment, string]>([
    ["without a status", { status: undefined, taskConfigs: [] }, "the worker does not know it yet"],
    ["before the connector runs", moment("UNASSIGNED", []), "it is UNASSIGNED"],
    ["before it has tasks", moment("RUNNING", [], []), "it has no tasks yet"],
    ["before a task is there", moment("RUNNING", ["RUNNING"]), "task 1 is not started"],
    ["while a task restarts", moment("RUNNING", ["RUNNING", "RESTARTING"]), "task 1 is RESTARTING"],
    [
      "while tasks have another value",
      moment("RUNNING", ["RUNNING"], [{ ...taskConfig, "tasks.max": "1" }]),
      "its tasks have the old config",
    ],
    [
      "while tasks have a mapping that is gone",
      moment("RUNNING", ["RUNNING"], [{ ...taskConfig, "topic.b.k.t.mapping": "x=value.x" }]),
      "its tasks have the old config",
    ],
  ])("is starting %s", (_, now, reason) => {
    expect(readiness(now, config)).toEqual({ kind: "starting", reason });
  });

  it("takes old tasks that failed for old, and new ones for failed", () => {
    const old = moment("RUNNING", ["FAILED"], [{ ...taskConfig, "tasks.max": "1" }]);
    expect(readiness(old, config).kind).toBe("starting");
    expect(readiness(moment("RUNNING", ["RUNNING", "FAILED"]), config)).toEqual({
      kind: "failed",
      part: "task 1",
      trace: "1 broke",
    });
  });

  it("tells a connector that failed itself, and one that somebody holds", () => {
    expect(readiness(moment("FAILED", []), config)).toMatchObject({ kind: "failed", part: "the connector" });
    expect(readiness(moment("PAUSED", ["PAUSED"]), config)).toEqual({ kind: "held", state: "PAUSED" });
  });
});
