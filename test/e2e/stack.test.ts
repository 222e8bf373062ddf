import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { birthOf } from "#cli/adapters/stack/process-table.js";
import type { DoctorResult } from "#cli/commands/doctor/doctor.js";
import type { StatusResult } from "#cli/commands/stack/status.js";
import type { UpResult } from "#cli/commands/stack/up.js";
import { projectFolder, runCli, runJson } from "#test/support/cli.js";
import { freePortOffset } from "#test/support/servers/ports.js";
import { type StackHome, stackHome } from "#test/support/servers/stack-home.js";
import { waitFor } from "#test/support/wait-for.js";

let own: StackHome;
let home: string;
let offset: string;
const here = (): string[] => ["--home", home];
const statusOf = (place: string, exitCode: number): Promise<StatusResult> =>
  runJson<StatusResult>(["status", "--home", place], { exitCode });
/** Not by signal 0: a container without an init keeps dead processes as zombies. */
const isAlive = async (pid: number): Promise<boolean> => (await birthOf(pid)) !== undefined;

beforeAll(async () => {
  own = await stackHome("stack");
  home = own.home;
  offset = String(await freePortOffset());
});

afterAll(() => own.remove());

describe("before a stack runs", () => {
  test("status says so, with exit code 3", async () => {
    const run = await runCli(["status", ...here()]);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain(`No stack is running under ${home}`);
  });

  test("a command whose npx was killed ends too", async () => {
    const place = await mkdtemp(join(tmpdir(), "cassink-followed-"));
    const followed = join(place, "logs", "kafka.log");
    const printed = join(place, "printed");
    await mkdir(join(place, "logs"));
    await writeFile(printed, "");
    const program = join(projectFolder, "cli", "bin", "cassink.js");
    const args = [program, "logs", "kafka", "--follow", "--home", place];
    const script = `
      const child = require("node:child_process").spawn(process.execPath, ${JSON.stringify(args)}, {
        stdio: ["ignore", require("node:fs").openSync(${JSON.stringify(printed)}, "a"), "ignore"],
      });
      console.log(child.pid);
      setInterval(() => undefined, 1_000);`;
    const npx = spawn(process.execPath, ["-e", script], { env: { ...process.env, npm_command: "exec" } });
    const [first] = (await once(npx.stdout, "data")) as [Buffer];
    const pid = Number(first.toString());
    await waitFor({ what: "the command to follow the log", deadline: 30_000 }, async (seen) => {
      await appendFile(followed, "a line\n");
      const text = await readFile(printed, "utf8");
      seen(text);
      return text === "" ? undefined : true;
    });
    npx.kill("SIGKILL");
    const wait = { what: `the end of process ${pid}`, deadline: 10_000 };
    await waitFor(wait, async () => ((await isAlive(pid)) ? undefined : true));
    await rm(place, { recursive: true });
  });

  test("a state file of a dead stack is recognised although its pid lives: nobody is stopped", async () => {
    const foreign = {
      name: "kafka",
      kind: "kafka",
      host: "127.0.0.1",
      ports: [{ purpose: "clients", port: 9092 }],
      readiness: { protocol: "kafka", address: "127.0.0.1:9092", brokers: 1 },
      dependsOn: [],
      log: join(home, "logs", "kafka.log"),
      output: join(home, "logs", "kafka.out"),
      pid: process.pid,
      birth: "an earlier process",
      startedAt: 0,
    };
    await writeFile(join(home, "stack.json"), JSON.stringify({ version: 1, plan: {}, processes: [foreign] }));
    expect((await statusOf(home, 3)).processes).toMatchObject([{ name: "kafka", state: "dead" }]);
    expect(await runJson(["down", ...here()])).toMatchObject({ stopped: [], dead: ["kafka"] });
    expect(await isAlive(process.pid)).toBe(true);
  });

  test("a server that dies at its start is reported with its last lines, and the others stay until down", async () => {
    const { home: spoiled, remove } = await stackHome("spoiled");
    await mkdir(join(spoiled, "kafka", "data"), { recursive: true });
    await writeFile(
      join(spoiled, "kafka", "data", "meta.properties"),
      "version=1\nnode.id=99\ncluster.id=x\n",
    );
    const run = await runCli(["up", "--home", spoiled, "--port-offset", offset]);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/kafka ended with exit code 1/);
    expect(run.stderr).toMatch(/node id/i);
    expect(run.stderr).toContain("connect waits for kafka in vain");
    expect((await statusOf(spoiled, 3)).processes).toContainEqual(
      expect.objectContaining({ name: "cassandra", state: "answering" }),
    );
    expect(await runJson(["down", "--home", spoiled])).toMatchObject({ stopped: [{ name: "cassandra" }] });
    await remove();
  });

  test("Ctrl-C while it starts leaves nothing running", async () => {
    let interrupted = false;
    const run = await runCli(["up", ...here(), "--port-offset", offset], {
      onProgress: (stderr, child) => {
        if (interrupted || !stderr.includes("cassandra: starting")) return;
        interrupted = true;
        child.kill("SIGINT");
      },
    });
    expect(run.exitCode).toBe(130);
    expect((await statusOf(home, 3)).processes).toEqual([]);
  });
});

describe("a stack of its own beside the shared one", () => {
  let first: UpResult;

  beforeAll(async () => {
    first = await runJson<UpResult>(["up", ...here(), "--port-offset", offset]);
  });

  test("answers on all three protocols within its memory", async () => {
    const { processes } = await statusOf(home, 0);
    expect(processes.map(({ name, state }) => [name, state])).toEqual([
      ["kafka", "answering"],
      ["connect", "answering"],
      ["cassandra", "answering"],
    ]);
    expect(processes.reduce((sum, { memory }) => sum + (memory ?? NaN), 0)).toBeLessThan(3e9);
  });

  test("offers the project's own plugins", async () => {
    const response = await fetch(
      `${first.connections.connect?.urls?.[0] ?? ""}/connector-plugins?connectorsOnly=false`,
    );
    const classes = ((await response.json()) as { class: string }[]).map((plugin) => plugin.class);
    expect(classes).toContain("io.cassink.datastax.DataStaxSinkConnector");
    expect(classes).toContain("io.cassink.transforms.FieldMatches");
  });

  test("doctor finds servers, plugins and clocks in order", async () => {
    const { checks } = await runJson<DoctorResult>(["doctor", ...here()]);
    expect(checks.map(({ subject }) => subject)).toEqual([
      "Node",
      "JDK",
      "Maven",
      "disk",
      "ports",
      "Kafka",
      "Kafka Connect",
      "sink plugin",
      "transforms",
      "clock of Kafka Connect",
      "Cassandra",
      "clock of Cassandra",
    ]);
  });

  test("a second up finds it and changes nothing", async () => {
    const second = await runJson<UpResult>(["up", ...here()]);
    expect(second.processes.map(({ pid, action }) => [pid, action])).toEqual(
      first.processes.map(({ pid }) => [pid, "found"]),
    );
  });

  test("an up that wants other ports is refused and told what runs", async () => {
    const run = await runCli(["up", ...here(), "--port-offset", "1"]);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`its port offset is ${offset}, not 1`);
  });

  test("another home on the same ports is told who holds them", async () => {
    const other = join(home, "other");
    const run = await runCli(["up", "--home", other, "--port-offset", offset]);
    expect(run.exitCode).toBe(1);
    for (const { pid, address } of first.processes) {
      expect(run.stderr).toContain(address);
      expect(run.stderr).toContain(`(pid ${pid}, the Cassink stack under ${home})`);
    }
    expect((await statusOf(home, 0)).processes).toHaveLength(3);
  });

  test("logs shows the last lines of one server", async () => {
    const run = await runCli(["logs", "connect", "-n", "5", ...here()]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout.trim().split("\n")).toHaveLength(5);
  });

  test("logs --follow goes on with new lines until Ctrl-C", async () => {
    const name = `followed-${offset}`;
    // The worker logs each request that it answers.
    const asking = setInterval(() => {
      void fetch(`${first.connections.connect?.urls?.[0] ?? ""}/connectors/${name}`).catch(() => undefined);
    }, 200);
    const run = await runCli(["logs", "connect", "-n", "1", "--follow", ...here()], {
      onOutput: (stdout, child) => {
        if (stdout.includes(name)) child.kill("SIGINT");
      },
    }).finally(() => clearInterval(asking));
    expect(run.stdout).toContain(name);
    expect(run.exitCode).toBe(130);
  });

  test("logs of a process that is none names the ones there are", async () => {
    const run = await runCli(["logs", "zookeeper", ...here()]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("kafka, connect, cassandra");
  });

  test("a server that is killed is seen as dead, and up starts it alone", async () => {
    const worker = first.processes.find(({ name }) => name === "connect");
    process.kill(worker?.pid ?? NaN, "SIGKILL");
    await expect.poll(() => isAlive(worker?.pid ?? NaN)).toBe(false);
    const status = await runCli(["status", ...here()]);
    expect(status.exitCode).toBe(3);
    expect(status.stdout).toContain("dead: connect; `npx cassink --home");
    const doctor = await runJson<DoctorResult>(["doctor", ...here()], { exitCode: 3 });
    expect(doctor.checks.filter(({ state }) => state !== "ok").map(({ subject }) => subject)).toEqual([
      "Kafka Connect",
    ]);
    const again = await runJson<UpResult>(["up", ...here()]);
    expect(again.processes.map(({ name, action }) => [name, action])).toEqual([
      ["kafka", "found"],
      ["connect", "restarted"],
      ["cassandra", "found"],
    ]);
    await statusOf(home, 0);
  });

  test("down stops its own servers and leaves the other stack alone; purge leaves no file", async () => {
    const { processes } = await statusOf(home, 0);
    const down = await runCli(["down", "--purge", "--yes", ...here()]);
    expect(down.exitCode).toBe(0);
    expect(await Promise.all(processes.map(({ pid }) => isAlive(pid)))).toEqual([false, false, false]);
    await expect(readFile(join(home, "stack.json"))).rejects.toThrow("ENOENT");
    await expect(readFile(join(home, "kafka", "server.properties"))).rejects.toThrow("ENOENT");
    expect((await statusOf(inject("home"), 0)).processes).toHaveLength(3);
  });
});
