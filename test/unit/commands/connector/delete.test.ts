import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/delete.js";
import { renderDelete } from "#cli/reporters/connector.js";
import { InputError } from "#cli/errors.js";
import { failureOf, fakeWorker, running } from "./fake-worker.js";

describe("connector delete", () => {
  it("deletes a connector, and does no harm the second time", async () => {
    const { context, calls } = fakeWorker({ before: {} });
    expect((await run({ name: ["sales"] }, context)).connectors).toEqual([
      { pipeline: "sales", connector: "sales", action: "deleted", offsetsReset: false },
    ]);
    expect((await run({ name: ["sales"] }, context)).connectors[0]?.action).toBe("absent");
    expect(calls).toEqual(["delete sales"]);
  });

  it("resets offsets once the connector has stopped and its tasks have left the group", async () => {
    const stopped = { connector: { state: "STOPPED", workerId: "w:1" } as const, tasks: [] };
    let refusals = 2;
    const resetOffsets = () => {
      refusals -= 1;
      return refusals >= 0 ? Promise.reject(new InputError("the group is not empty")) : Promise.resolve();
    };
    const { context, calls } = fakeWorker({
      before: {},
      statuses: [running, stopped],
      ports: { connect: { resetOffsets } },
    });
    expect((await run({ name: ["sales"], offsets: true }, context)).connectors[0]).toMatchObject({
      action: "deleted",
      offsetsReset: true,
    });
    expect(calls).toEqual(["stop sales", "delete sales"]);
  });

  it("gives up on offsets that cannot be reset, says why, and deletes nothing", async () => {
    const stopped = { connector: { state: "STOPPED", workerId: "w:1" } as const, tasks: [] };
    const resetOffsets = () => Promise.reject(new InputError("the group is not empty"));
    const { context, calls } = fakeWorker({
      before: {},
      statuses: [stopped],
      ports: { connect: { resetOffsets } },
    });
    const error = await failureOf(run({ name: ["sales"], offsets: true }, context));
    expect(error.lines).toEqual(["the group is not empty"]);
    expect(calls).toEqual(["stop sales"]);
  });

  it("goes on with the others where one cannot be deleted, and says which", async () => {
    const names = ["a/b", "sales", "..", "returns"];
    const deleted: string[] = [];
    const { context } = fakeWorker({
      ports: {
        connect: {
          connectors: () => Promise.resolve(names.map((name) => ({ name, config: {}, status: undefined }))),
          delete: (name) => {
            if (/[/.]/.test(name)) return Promise.reject(new InputError(`no path for ${name}`));
            deleted.push(name);
            return Promise.resolve(true);
          },
        },
      },
    });
    const result = await run({ all: true, yes: true }, context);
    expect(result.outcome).toBe("failed");
    expect(result.connectors.map(({ action, problem }) => problem ?? action)).toEqual([
      "no path for a/b",
      "deleted",
      "no path for ..",
      "deleted",
    ]);
    expect(renderDelete(result, { width: 80, color: false })).toMatch(
      /a\/b +not deleted: no path for a\/b\n/,
    );
    expect(deleted).toEqual(["sales", "returns"]);
  });

  it("deletes a connector that no pipeline has, by its name", async () => {
    const { context, calls } = fakeWorker({
      ports: {
        connect: {
          connectors: () => Promise.resolve([{ name: "metrics", config: {}, status: undefined }]),
        },
      },
    });
    expect((await run({ name: ["metrics"] }, context)).connectors).toEqual([
      { connector: "metrics", action: "deleted", offsetsReset: false },
    ]);
    expect(calls).toEqual(["delete metrics"]);
  });
});
