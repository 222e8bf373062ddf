import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ItemSalesResult } from "#cli/commands/produce/item-sales.js";
import { projectFolder, runCli, runJson } from "#test/support/cli.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import { scaled } from "#test/support/scaled.js";
import { kafkaOf } from "#test/support/servers/kafka.js";

const home = inject("home");
const here = ["--home", home];
let sales: PipelineCopy;

beforeAll(async () => {
  sales = await copyPipeline("item-sales", (text) => text, { receipts: true });
  for (const words of [
    ["topic", "create"],
    ["table", "init"],
    ["connector", "validate"],
    ["connector", "deploy"],
  ]) {
    const { exitCode, stdout, stderr } = await runCli([...words, "-f", sales.file, ...here]);
    expect(exitCode, `${stdout}${stderr}`).toBe(0);
  }
});
afterAll(() => sales.remove(home));

const produce = (...flags: readonly string[]) =>
  runCli(["produce", "item-sales", "-f", sales.file, ...flags, "-o", "json", ...here], { deadline: 120_000 });

interface Total {
  readonly store: string;
  readonly day: string;
  readonly sales: number;
}

/** What the service of docs/receipts.md has summed up, once it has read so many sales. */
async function summedUp(wanted: number): Promise<number> {
  const kafka = await kafkaOf(home);
  const [broker = ""] = kafka.bootstrapServers;
  await kafka.close();
  const service = "docs/examples/receipts/daily-totals.ts";
  const child = spawn(process.execPath, ["--import", "tsx", service, broker, `${sales.topic}_written`], {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const giveUp = setTimeout(() => child.kill(), scaled(60_000));
  const totals = new Map<string, number>();
  const sum = (): number => [...totals.values()].reduce((all, one) => all + one, 0);
  for await (const line of createInterface({ input: child.stdout })) {
    const { store, day, sales: count } = JSON.parse(line) as Total;
    totals.set(`${store} ${day}`, count);
    if (sum() >= wanted) child.kill();
  }
  clearTimeout(giveUp);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return sum();
}

describe("receipts of item sales", () => {
  test("come for each record but those that are filtered, and a service sums them up", async () => {
    const run = await produce("--count", "600", "--empty-store", "10%", "--wait-durable");
    expect(run.exitCode, run.stderr).toBe(0);
    const { emptyStore = 0, durable } = JSON.parse(run.stdout) as ItemSalesResult;
    expect(emptyStore).toBeGreaterThan(0);
    expect(durable).toMatchObject({ durable: 600 - emptyStore, filtered: emptyStore, missing: 0 });
    expect(durable?.p50).toBeGreaterThan(0);
    expect(durable?.p99).toBeGreaterThanOrEqual(durable?.p50 ?? Infinity);
    expect(await summedUp(600 - emptyStore)).toBe(600 - emptyStore);
  });

  test("are not waited for while the connector is paused, and what is missing is named", async () => {
    await runJson(["connector", "pause", sales.connector, ...here]);
    const run = await produce("--count", "5", "--wait-durable", "1h");
    expect(run.exitCode, run.stderr).toBe(3);
    const { durable } = JSON.parse(run.stdout) as ItemSalesResult;
    expect(durable).toMatchObject({ durable: 0, missing: 5, halted: { state: "paused" } });
    expect(durable?.firstMissing[0]).toMatch(new RegExp(`^${sales.topic}-\\d@\\d+$`));
  });
});
