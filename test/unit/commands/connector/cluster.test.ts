import { afterEach, describe, expect, it } from "vitest";
import { run as list } from "#cli/commands/connector/list.js";
import { run as remove } from "#cli/commands/connector/delete.js";
import { run as status } from "#cli/commands/connector/status.js";
import { UsageError } from "#cli/errors.js";
import type { CommandContext } from "#cli/ports/context.js";
import { renderList } from "#cli/reporters/connector.js";
import { renderStatus } from "#cli/reporters/connector-status.js";
import { type RecordedConnector, recordedCluster, twoHundred } from "#test/support/fakes/connect-cluster.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { connectAt } from "#test/support/servers/plain.js";

const sample = 0;
let close: (() => Promise<void>) | undefined;
afterEach(async () => close?.());

/** A command's context before recorded answers; it may ask nothing but Connect. */
async function cluster(
  connectors: readonly RecordedConnector[],
): Promise<{ readonly context: CommandContext; readonly requests: readonly string[] }> {
  const worker = await recordedCluster(connectors);
  close = () => worker.close();
  const { context } = fakeContext({
    connect: connectAt(worker.url),
    pipelines: { names: () => Promise.resolve(["weather"]) },
  });
  return { context, requests: worker.requests };
}

describe("200 connectors with 400 tasks", () => {
  it.each([
    ["list", (context: CommandContext) => list({}, context)],
    ["status", (context: CommandContext) => status({ sample }, context)],
    ["list --state failed", (context: CommandContext) => list({ state: ["failed"] }, context)],
    ["status --all", (context: CommandContext) => status({ sample, all: true }, context)],
  ])("are two requests for %s, the failed one first", async (_, run) => {
    const { context, requests } = await cluster(twoHundred);
    const result = await run(context);
    expect(result.outcome).toBe("findings");
    expect(result.connectors[0]).toMatchObject({ connector: "sales-007" });
    expect(requests.length).toBeLessThanOrEqual(2);
  });

  it("are listed with what fails before what stands still, and counted", async () => {
    const { context } = await cluster(twoHundred);
    const result = await list({}, context);
    expect(result.connectors.map(({ connector }) => connector).slice(0, 3)).toEqual([
      "sales-007",
      "sales-100",
      "sales-000",
    ]);
    const text = renderList(result, { width: Infinity, color: false });
    expect(text).toMatch(/\n200 connectors: 1 failed, 1 not running, 198 running\n$/);
  });

  it("have the cause of a failure in the overview", async () => {
    const { context } = await cluster(twoHundred);
    const text = renderStatus(await status({ sample }, context), { width: 80, color: false });
    expect(text).toContain("connector sales-007, task 1 has failed on 127.0.0.1:8083\n  AuthError: no\n");
    expect(text).toMatch(/\n200 connectors: 1 failed, 1 not running, 198 running\nwhat each .*\n$/);
  });
});

describe("connectors of the cluster", () => {
  it("are chosen by their whole names, and by their states", async () => {
    const { context } = await cluster(twoHundred);
    const names = async (input: object): Promise<readonly string[]> =>
      (await list(input, context)).connectors.map(({ connector }) => connector);
    expect(await names({ regex: [/^(?:sales-00[12])$/u] })).toEqual(["sales-001", "sales-002"]);
    expect(await names({ name: ["sales-003"], regex: [/^(?:sales-004)$/u] })).toEqual([
      "sales-003",
      "sales-004",
    ]);
    expect(await names({ state: ["paused"] })).toEqual(["sales-100"]);
    expect(await names({ name: ["sales-007", "sales-008"], state: ["failed"] })).toEqual(["sales-007"]);
    await expect(names({ name: ["sales-0007"] })).rejects.toThrow(UsageError);
    await expect(names({ name: ["sales-007"], all: true })).rejects.toThrow("--all is every connector");
  });

  it("run clean where all do, and one that no worker has taken yet does not", async () => {
    const { context } = await cluster([{ name: "a", states: ["RUNNING", "RUNNING"] }]);
    expect((await list({}, context)).outcome).toBe("clean");
    await close?.();
    const young = await cluster([{ name: "young", states: [] }]);
    expect(await status({ sample }, young.context)).toMatchObject({
      outcome: "findings",
      connectors: [{ connector: "young", state: { state: "UNASSIGNED" } }],
    });
  });

  it("say one cause of many once", async () => {
    const cause = (code: string): string => `no contact point (hashCode=${code}): [s${code.length}|control]`;
    const { context } = await cluster([
      { name: "a", states: ["RUNNING", "FAILED"], cause: cause("5777173c") },
      { name: "b", states: ["RUNNING", "FAILED"], cause: cause("75d5d86") },
    ]);
    const text = renderStatus(await status({ sample }, context), { width: 80, color: false });
    expect(text.match(/no contact point/g)).toHaveLength(1);
    expect(text).toContain("connectors a, b have failed of one cause\n");
  });

  it("are shown safely, whatever they are called", async () => {
    const hostile = ["../x", "a%2Fb", "\u001b[31mred\u001b[0m", "smile😀", "n".repeat(249), "two\nlines"];
    const { context } = await cluster(
      hostile.map((name) => ({ name, states: ["FAILED", "FAILED"], cause: `no \u001b[2J${name}` })),
    );
    for (const width of [40, 80, 200, Infinity]) {
      const text = [
        renderStatus(await status({ sample }, context), { width, color: false }),
        renderList(await list({}, context), { width, color: false }),
      ].join("");
      // eslint-disable-next-line no-control-regex -- that there is none
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
      expect(text).toContain("\\u001b[31mred");
      expect(text).toContain("../x");
      expect(text).not.toMatch(/^lines/m);
    }
  });
});

describe("connector delete", () => {
  it("deletes nothing where nothing is named, and asks nobody", async () => {
    const { context, requests } = await cluster(twoHundred);
    await expect(remove({}, context)).rejects.toThrow(UsageError);
    await expect(remove({ yes: true }, context)).rejects.toThrow("no connector is named");
    expect(requests).toEqual([]);
  });

  it.each([{ all: true }, { regex: [/^(?:sales-00.)$/u] }, { state: ["failed"] as const }])(
    "says what %o selects, and wants --yes",
    async (input) => {
      const { context, requests } = await cluster(twoHundred);
      await expect(remove(input, context)).rejects.toThrow(/^this deletes .*sales-007/);
      expect(requests.every((request) => request.startsWith("GET "))).toBe(true);
    },
  );
});
