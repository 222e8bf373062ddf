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

  it.each([
    ["told in transactions", { "receipts.transactional": "true" }, true, ["cassink-receipts.sales"]],
    ["of ranges", { "receipts.mode": "range" }, true, ["cassink-receipts.sales"]],
    ["without transactions, which it may have had", {}, true, ["cassink-receipts.sales"]],
    ["without receipts", { "receipts.topic": "" }, true, []],
    ["told in transactions, without --offsets", { "receipts.transactional": "true" }, false, []],
  ])(
    "forgets how far receipts are told with how far topics are read: %s",
    async (_, more, offsets, expected) => {
      const config = {
        "connector.class": "io.cassink.sink.CassandraSinkConnector",
        "receipts.topic": "sales_written",
        ...more,
      };
      const stopped = { connector: { state: "STOPPED", workerId: "w:1" } as const, tasks: [] };
      const deleted: string[] = [];
      const order: string[] = [];
      const { context } = fakeWorker({
        before: config,
        statuses: [stopped],
        ports: {
          connect: { resetOffsets: () => Promise.resolve(void order.push("offsets")) },
          kafka: {
            deleteGroup: (group) => {
              order.push("receipts");
              return Promise.resolve(deleted.push(group) > 0);
            },
          },
        },
      });
      expect((await run({ name: ["sales"], offsets }, context)).connectors[0]?.action).toBe("deleted");
      expect(deleted).toEqual(expected);
      // Tasks that have not left their group yet would tell how far they are once more.
      if (expected.length > 0) expect(order).toEqual(["offsets", "receipts"]);
    },
  );

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
