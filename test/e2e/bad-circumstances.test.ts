import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { projectFolder, runCli } from "#test/support/cli.js";

const home = inject("home");
/** Nothing listens on port 1 of the loopback interface. */
const nobody = "127.0.0.1:1";

describe("a server that is down is named, with what to do", () => {
  it.each([
    ["Kafka", ["topic", "create", "item-sales", "--bootstrap-servers", nobody]],
    ["Kafka", ["produce", "item-sales", "--count", "10", "--bootstrap-servers", nobody]],
    ["Kafka", ["topic", "describe", "item-sales", "--bootstrap-servers", nobody]],
    ["Kafka Connect", ["connector", "status", "item-sales", "--connect-url", `http://${nobody}`]],
    ["Kafka Connect", ["connector", "list", "--connect-url", `http://${nobody}`]],
    ["Cassandra", ["table", "init", "item-sales", "--contact-points", nobody]],
    ["Cassandra", ["verify", "table", "item-sales", "--contact-points", nobody]],
    ["Cassandra", ["table", "show", "item-sales", "--contact-points", nobody]],
  ])("%s: cassink %j", async (service, argv) => {
    const run = await runCli([...argv, "--home", home], { deadline: 30_000 });
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stderr).toContain(service);
    expect(run.stderr).toContain(nobody);
    expect(run.stderr).toMatch(/^ {3}do: /m);
    expect(run.stderr).not.toMatch(/^\s+at .*\.js:\d+/m);
  });
});

describe("wrong usage ends with 2 and says what was meant", () => {
  it.each([
    [["verfy", "table"], "verify"],
    [["topic", "create", "wether"], "weather"],
    [["produce", "item-sales", "--cuont", "5"], "--count"],
    [["produce", "item-sales", "--count", "many"], "whole number"],
    [["produce", "weather", "--interval", "soon"], "duration"],
    [["topic", "list", "--output", "xml"], "json"],
  ])("cassink %j", async (argv, meant) => {
    const run = await runCli([...argv, "--home", home]);
    expect(run.exitCode, run.stderr).toBe(2);
    expect(run.stderr).toContain(meant);
    expect(run.stdout).toBe("");
  });
});

describe("where output goes", () => {
  let empty: string;
  beforeAll(async () => {
    empty = await mkdtemp(join(tmpdir(), "cassink-output-"));
  });
  afterAll(() => rm(empty, { recursive: true, force: true }));

  it("writes JSON alone to stdout, and errors as JSON too", async () => {
    const good = await runCli(["topic", "list", "--home", home, "--output", "json"]);
    expect(JSON.parse(good.stdout)).toMatchObject({ outcome: "clean" });
    const bad = await runCli(["topic", "create", "wether", "--home", home, "--output", "json"]);
    expect(JSON.parse(bad.stdout)).toMatchObject({ error: { type: "UsageError" } });
  });

  it("uses no colour where there is no terminal", async () => {
    const run = await runCli(["status", "--home", home]);
    expect(run.stdout + run.stderr).not.toContain("\u001b");
  });

  it("ends quietly when its reader has gone: cassink … | head -1", async () => {
    const shim = join(projectFolder, "cli", "bin", "cassink.js");
    const line = `"${process.execPath}" "${shim}" --help | head -1; echo "codes \${PIPESTATUS[0]}"`;
    const child = spawn("bash", ["-c", line], { cwd: empty });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    await new Promise((resolve) => child.on("close", resolve));
    expect(output).toMatch(/^Usage: cassink/);
    expect(output).toContain("codes 0");
    expect(output).not.toContain("EPIPE");
  });
});
