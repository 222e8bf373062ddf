import { describe, expect, it } from "vitest";
import type { TaskState } from "#cli/core/connect/status.js";
import { type ConnectorMoment, readiness } from "#cli/core/connect/readiness.js";

const config = {
  "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
  "tasks.max": "2",
  "topic.a.k.t.mapping": "x=value.x",
};
const expected = { config, isHandedOn: true };
const taskConfig = { ...config, "task.class": "T", name: "a" };
const moment = (
  connector: TaskState,
  tasks: readonly TaskState[],
  taskConfigs: ConnectorMoment["taskConfigs"] = [taskConfig, taskConfig],
): ConnectorMoment => ({
  status: {
    type: "sink",
    connector: { state: connector, workerId: "w:1" },
    tasks: tasks.map((state, id) => ({ id, state, workerId: "w:1", trace: `${id} broke` })),
  },
  taskConfigs,
  group: { members: ["new-1", "new-2"], isRebalancing: false },
});
const fresh = { endedMembers: [] };

describe("readiness", () => {
  it("is running when the connector and every task it asked for run", () => {
    expect(readiness(moment("RUNNING", ["RUNNING", "RUNNING"]), expected, fresh)).toEqual({
      kind: "running",
      tasks: 2,
    });
  });

  it.each<[string, ConnectorMoment, string]>([
    [
      "without a status",
      { status: undefined, taskConfigs: [], group: { members: [], isRebalancing: false } },
      "the worker does not know it yet",
    ],
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
    expect(readiness(now, expected, fresh)).toEqual({ kind: "starting", reason });
  });

  it("takes old tasks that failed for old, and new ones for failed", () => {
    const old = moment("RUNNING", ["FAILED"], [{ ...taskConfig, "tasks.max": "1" }]);
    expect(readiness(old, expected, fresh).kind).toBe("starting");
    expect(readiness(moment("RUNNING", ["RUNNING", "FAILED"]), expected, fresh)).toEqual({
      kind: "failed",
      part: "task 1",
      trace: "1 broke",
    });
  });

  it("does not believe Connect alone: each task must be a new member of the consumer group", () => {
    const now = moment("RUNNING", ["RUNNING", "RUNNING"]);
    const claimed = { kind: "claimed", tasks: 2, reading: 1 };
    expect(readiness(now, expected, { endedMembers: ["old-1", "new-2"] })).toEqual(claimed);
    const alone = { members: ["new-1"], isRebalancing: false };
    expect(readiness({ ...now, group: alone }, expected, fresh)).toEqual(claimed);
    expect(readiness(now, expected, { endedMembers: ["old-1"] }).kind).toBe("running");
  });

  it("waits until the members have shared out the partitions", () => {
    const now = moment("RUNNING", ["RUNNING", "RUNNING"]);
    const joining = { ...now.group, isRebalancing: true };
    expect(readiness({ ...now, group: joining }, expected, fresh)).toEqual({
      kind: "claimed",
      tasks: 2,
      reading: 0,
    });
  });

  it("tells a connector that failed itself, and one that somebody holds", () => {
    expect(readiness(moment("FAILED", []), expected, fresh)).toMatchObject({
      kind: "failed",
      part: "the connector",
    });
    expect(readiness(moment("PAUSED", ["PAUSED"]), expected, fresh)).toEqual({
      kind: "held",
      state: "PAUSED",
    });
  });
});
