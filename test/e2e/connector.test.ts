import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { scaled } from "#test/support/scaled.js";
import type { ConnectorDeleteResult } from "#cli/commands/connector/delete.js";
import type { ConnectorDeployResult } from "#cli/commands/connector/deploy.js";
import type { ConnectorDescribeResult } from "#cli/commands/connector/describe.js";
import type { ConnectorLagResult } from "#cli/commands/connector/lag.js";
import type { ConnectorLoggersGetResult } from "#cli/commands/connector/loggers/get.js";
import type { ConnectorLoggersSetResult } from "#cli/commands/connector/loggers/set.js";
import type { ConnectorSteerResult } from "#cli/commands/connector/steer.js";
import type { ConnectorListResult } from "#cli/commands/connector/list.js";
import type { ConnectorDetails } from "#cli/commands/connector/status.js";
import type { ConnectorValidateResult } from "#cli/commands/connector/validate.js";
import type { TableShowResult } from "#cli/commands/table/show.js";
import { type CliRun, runCli, runJson } from "#test/support/cli.js";
import { checkOutput } from "#test/support/output-schema.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";

const home = inject("home");
const on = (...args: string[]): string[] => [...args, "--home", home];

let sales: PipelineCopy;
let folder: string;
const file = (): string[] => ["--file", sales.file];
const event = (id: string, more: object = {}): string =>
  JSON.stringify({
    item_id: id,
    item_sold: 23,
    item_name: "Plates",
    timestamp_ms: "1530305100936",
    store_id: "Hermitage - 1",
    ...more,
  });
const send = async (pipeline: PipelineCopy, ...lines: readonly string[]): Promise<CliRun> => {
  const run = await runCli(on("topic", "produce", pipeline.file, "--raw"), {
    input: `${lines.join("\n")}\n`,
  });
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return run;
};
/** The table's rows when there are as many, or as they are after half a minute. */
const rowsOf = async (pipeline: PipelineCopy, count: number): Promise<readonly Record<string, unknown>[]> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const shown = await runJson<TableShowResult>(on("table", "show", "--file", pipeline.file));
    const { columns = [], rows = [] } = shown.tables[0] ?? {};
    if (rows.length >= count || Date.now() > deadline) {
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    }
  }
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-connector-"));
  sales = await copyPipeline("item-sales");
});
afterAll(async () => {
  await sales.remove(home);
  await rm(folder, { recursive: true, force: true });
});

describe("before topic and table are there", () => {
  test("validate names both, and what to do", async () => {
    const result = await runJson<ConnectorValidateResult>(on("connector", "validate", ...file()), {
      exitCode: 3,
    });
    expect(result.connectors[0]?.findings.map(({ level, message }) => [level, message])).toEqual([
      ["connect", `there is no keyspace ${sales.keyspace}`],
      ["cluster", `there is no topic "${sales.topic}"`],
      ["cluster", `there is no table ${sales.keyspace}.dg_item_sales`],
    ]);
  });

  test("deploy deploys nothing", async () => {
    const run = await runCli(on("connector", "deploy", ...file()));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("nothing is deployed");
    const list = await runJson<ConnectorListResult>(on("connector", "list", ...file()), { exitCode: 3 });
    expect(list.connectors).toMatchObject([{ connector: sales.connector, tasks: [] }]);
    expect(list.connectors[0]).not.toHaveProperty("state");
  });

  test("status finds that it is not deployed", async () => {
    const run = await runCli(on("connector", "status", ...file()));
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain("not deployed");
  });
});

describe("with topic and table", () => {
  beforeAll(async () => {
    await runJson(on("topic", "create", ...file()));
    await runJson(on("table", "init", ...file()));
  });

  test("validate finds nothing wrong, on all three levels", async () => {
    const result = await runJson<ConnectorValidateResult>(on("connector", "validate", ...file()));
    expect(result.connectors[0]?.levels.every(({ checked }) => checked)).toBe(true);
    expect(result.connectors[0]?.findings).toEqual([]);
  });

  test("validate names a column that the table does not have, its place, and the one that was meant", async () => {
    const mistyped = join(dirname(sales.file), "mistyped.yaml");
    const text = await readFile(sales.file, "utf8");
    await writeFile(mistyped, text.replace("item_sold=value", "itme_sold=value"));
    const result = await runJson<ConnectorValidateResult>(on("connector", "validate", "--file", mistyped), {
      exitCode: 3,
    });
    // The CQL file that the pipeline names says it before any server is asked, and it is said once.
    expect(result.connectors[0]?.findings).toEqual([
      expect.objectContaining({ level: "config", hint: 'did you mean "item_sold"?', position: 50 }),
    ]);
  });

  test("a dry run shows the config and deploys nothing", async () => {
    const run = await runCli(on("connector", "deploy", "--dry-run", ...file()));
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("would create");
    expect(run.stdout).toContain(`topics=${sales.topic}`);
    const list = await runJson<ConnectorListResult>(on("connector", "list", ...file()), { exitCode: 3 });
    expect(list.connectors).toMatchObject([{ connector: sales.connector, tasks: [] }]);
    expect(list.connectors[0]).not.toHaveProperty("state");
  });

  test("deploy creates the connector, and it carries: filtered, dated, exact", async () => {
    const result = await runJson<ConnectorDeployResult>(on("connector", "deploy", ...file()));
    expect(result.connectors).toEqual([
      { pipeline: sales.connector, connector: sales.connector, action: "created", tasks: 2 },
    ]);
    await send(sales, event("plates-235"), event("plates-236", { store_id: "" }), event("plates-237"));
    const rows = await rowsOf(sales, 2);
    expect(rows.map((row) => row["item_id"]).sort()).toEqual(["plates-235", "plates-237"]);
    expect(rows.find((row) => row["item_id"] === "plates-235")).toEqual({
      item_id: "plates-235",
      item_name: "Plates",
      item_sold: "23",
      store_id: "Hermitage - 1",
      timestamp_dt: "2018-06-29",
      timestamp_ms: "2018-06-29T20:45:00.936Z",
    });
  });

  test("deploy leaves alone what has not changed", async () => {
    const result = await runJson<ConnectorDeployResult>(on("connector", "deploy", ...file()));
    expect(result.connectors[0]).toMatchObject({ action: "unchanged", tasks: 2 });
  });

  test("list and status show it at work, with nothing left to carry", async () => {
    const list = await runJson<ConnectorListResult>(on("connector", "list", sales.connector));
    expect(list.connectors).toContainEqual({
      connector: sales.connector,
      class: "io.cassink.sink.CassandraSinkConnector",
      topics: [sales.topic],
      state: "RUNNING",
      tasks: [
        { id: 0, state: "RUNNING" },
        { id: 1, state: "RUNNING" },
      ],
    });
    const status = await runJson<ConnectorDetails>(on("connector", "status", "--sample", "30s", ...file()));
    expect(status.connectors[0]?.notMoving).toEqual([]);
    expect(status.connectors[0]?.consumerGroup).toBe(`connect-${sales.connector}`);
  });

  test("lag waits until all is carried, get gives back what validate takes, and describe shows both", async () => {
    const { connector } = sales;
    const lag = await runJson<ConnectorLagResult>(on("connector", "lag", connector, "--wait-for-zero"));
    expect(lag).toMatchObject({ lag: 0, connectors: [{ connector, state: "RUNNING" }] });
    const { stdout: input } = await runCli(on("connector", "get", connector));
    expect(input).toMatch(new RegExp(`^name=${connector}\n`));
    expect((await runCli(on("connector", "validate", "-f", "-"), { input })).exitCode).toBe(0);
    const described = await runJson<ConnectorDescribeResult>(on("connector", "describe", connector));
    expect(described.connectors[0]).toMatchObject({ topics: [sales.topic], config: { name: connector } });
  });

  test("watch ends well with Ctrl-C", async () => {
    let isEnding = false;
    const watched = await runCli(
      on("connector", "watch", sales.connector, "--interval", "200ms", "-o", "json"),
      {
        onOutput: (stdout, process) => {
          if (!isEnding && stdout.split("\n").length > 2) process.kill("SIGINT");
          isEnding ||= stdout.split("\n").length > 2;
        },
      },
    );
    expect(watched.exitCode, watched.stderr).toBe(0);
    const moments = watched.stdout.trimEnd().split("\n");
    for (const line of moments) checkOutput(["connector", "watch"], JSON.parse(line));
    expect(moments[1]).toMatch(/"lag":0,"rowsPerSecond":0,/);
  });

  test("a logger gets its level back after a time, and after a kill by the next command", async () => {
    const env = { CASSINK_CONFIG_HOME: folder };
    const name = "io.cassink.test.levels";
    const set = (time: string): string[] => on("connector", "loggers", "set", name, "DEBUG", "--for", time);
    const kept = await runJson<ConnectorLoggersSetResult>(set("100ms"), { env });
    expect(kept).toMatchObject({ before: "INFO", level: "DEBUG", putBack: [{ name, level: "INFO" }] });
    await runCli(set("10m"), {
      env,
      onProgress: (stderr, process) => {
        if (stderr.includes("Ctrl-C")) process.kill("SIGKILL");
      },
    });
    const get = on("connector", "loggers", "get", "--logger", name);
    const found = await runJson<ConnectorLoggersGetResult>(get, { env });
    expect(found).toMatchObject({
      asked: { name, level: "INFO" },
      restored: [{ logger: name, level: "DEBUG", restored: [{ name, level: "INFO" }] }],
    });
    expect((await runJson<ConnectorLoggersGetResult>(get, { env })).restored).toEqual([]);
  });

  test("pause, resume, stop and restart do so, and leave alone what is so already", async () => {
    const steer = async (move: string): Promise<unknown> => {
      const { connectors } = await runJson<ConnectorSteerResult>(on("connector", move, sales.connector));
      return connectors.map(({ action }) => action);
    };
    const state = async (): Promise<string | undefined> => {
      const list = await runJson<ConnectorListResult>(on("connector", "list", sales.connector), {
        exitCode: 3,
      });
      return list.connectors[0]?.state;
    };
    expect([await steer("pause"), await state(), await steer("pause")]).toEqual([
      ["paused"],
      "PAUSED",
      ["unchanged"],
    ]);
    expect([await steer("resume"), await steer("resume")]).toEqual([["resumed"], ["unchanged"]]);
    expect([await steer("stop"), await state()]).toEqual([["stopped"], "STOPPED"]);
    expect([await steer("resume"), await steer("restart")]).toEqual([["resumed"], ["restarted"]]);
    await runJson<ConnectorListResult>(on("connector", "list", sales.connector));
  });

  test("status names the cause for which a task has failed at a record", async () => {
    await send(sales, event("bad", { timestamp_ms: "not a time" }));
    await expect
      .poll(async () => (await runCli(on("connector", "status", "--sample", "1s", ...file()))).stdout, {
        timeout: scaled(60_000),
      })
      .toContain("column timestamp_dt, from value.timestamp_ms: a text is not a number");
  });

  test("restart --failed starts the task again, and names the record at which it fails again", async () => {
    const run = await runCli(on("connector", "restart", "--failed", sales.connector));
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain("column timestamp_dt, from value.timestamp_ms: a text is not a number");
  });
});

describe("the DataStax sink", () => {
  let pipeline: PipelineCopy;
  beforeAll(async () => {
    pipeline = await copyPipeline("item-sales", (text) =>
      text.replace("io.cassink.sink.CassandraSinkConnector", "io.cassink.datastax.DataStaxSinkConnector"),
    );
    await runJson(on("topic", "create", "--file", pipeline.file));
    await runJson(on("table", "init", "--file", pipeline.file));
    await runJson(on("connector", "deploy", "--file", pipeline.file));
  });
  afterAll(() => pipeline.remove(home));

  test("stands still at a record and goes on being RUNNING: status names the record", async () => {
    await send(pipeline, event("bad", { timestamp_ms: "not a time" }));
    const status = await runJson<ConnectorDetails>(on("connector", "status", "--file", pipeline.file), {
      exitCode: 3,
    });
    expect(status.connectors[0]?.state?.state).toBe("RUNNING");
    const [stuck, ...others] = status.connectors[0]?.notMoving ?? [];
    expect(others).toEqual([]);
    const run = await runCli(on("connector", "status", "--sample", "1s", "--file", pipeline.file));
    expect(run.stdout).toContain(
      `is not moving at ${pipeline.topic}-${String(stuck?.partition)}@${String(stuck?.offset)}`,
    );
  });
});

describe("a Connect config that is no pipeline", () => {
  const config = (more: Record<string, string> = {}): Record<string, string> => ({
    "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
    "tasks.max": "1",
    topics: sales.topic,
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
    [`topic.${sales.topic}.${sales.keyspace}.dg_item_sales.mapping`]: "item_id=value.item_id",
    ...more,
  });
  const name = (): string => `plain-${sales.connector}`;
  const json = async (more: Record<string, string> = {}): Promise<string> => {
    const path = join(folder, "plain.json");
    await writeFile(path, JSON.stringify({ name: name(), config: config(more) }));
    return path;
  };

  test("is deployed from standard input as .properties", async () => {
    const input = Object.entries({ name: name(), ...config() })
      .map(([key, value]) => `${key}=${value}\n`)
      .join("");
    const result = await runJson<ConnectorDeployResult>(on("connector", "deploy", "--file", "-"), { input });
    expect(result.connectors).toEqual([{ pipeline: name(), connector: name(), action: "created", tasks: 1 }]);
  });

  test("whose new version cannot reach Cassandra is no success, although its old tasks ran a moment ago", async () => {
    const path = await json({
      contactPoints: "127.0.0.1",
      port: "1",
      "loadBalancing.localDc": "datacenter1",
    });
    const run = await runCli(on("connector", "deploy", "--file", path));
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain(`connector ${name()} does not run: task 0 has failed`);
    expect(run.stderr).toContain("AllNodesFailedException: Could not reach any contact point");
    const status = await runCli(on("connector", "status", "--file", path));
    expect(status.exitCode).toBe(3);
    expect(status.stdout).toContain("task 0 has failed");
  });

  test("runs again once it is corrected", async () => {
    const result = await runJson<ConnectorDeployResult>(on("connector", "deploy", "--file", await json()));
    expect(result.connectors[0]).toMatchObject({ action: "updated", tasks: 1 });
  });

  test("is deleted with its offsets, and deleting it again does no harm", async () => {
    const path = await json();
    const first = await runJson<ConnectorDeleteResult>(
      on("connector", "delete", "--offsets", "--file", path),
    );
    expect(first.connectors[0]).toMatchObject({ action: "deleted", offsetsReset: true });
    const second = await runJson<ConnectorDeleteResult>(on("connector", "delete", "--file", path));
    expect(second.connectors[0]).toMatchObject({ action: "absent", offsetsReset: false });
  });

  test("with a password shows none of it", async () => {
    const path = await json({ "auth.username": "writer", "auth.password": "hunter22" });
    const dry = await runCli(on("connector", "deploy", "--dry-run", "--file", path));
    const validated = await runCli(on("connector", "validate", "-o", "json", "--file", path));
    expect(dry.stdout).toContain("auth.password=********");
    expect([dry.stdout, dry.stderr, validated.stdout, validated.stderr].join("")).not.toContain("hunter22");
  });
});

describe("Cassink's sink", () => {
  const name = (suffix: string): string => `own-${suffix}-${sales.connector}`;
  const config = async (suffix: string, more: Record<string, string> = {}): Promise<string> => {
    const path = join(folder, `own-${suffix}.json`);
    const mapping = `topic.${sales.topic}.${sales.keyspace}.dg_item_sales.mapping`;
    const all = {
      "connector.class": "io.cassink.sink.CassandraSinkConnector",
      "tasks.max": "2",
      topics: sales.topic,
      "key.converter": "org.apache.kafka.connect.storage.StringConverter",
      "value.converter": "org.apache.kafka.connect.storage.StringConverter",
      "errors.tolerance": "all",
      "errors.log.enable": "true",
      [mapping]: "item_id=value.item_id, item_sold=value.item_sold, timestamp_ms=value.timestamp_ms",
      [`topic.${sales.topic}.codec.timestamp`]: "UNITS_SINCE_EPOCH",
      ...more,
    };
    await writeFile(path, JSON.stringify({ name: name(suffix), config: all }));
    return path;
  };
  beforeAll(async () => {
    await runJson(on("topic", "create", ...file()));
    await runJson(on("table", "init", ...file()));
  });
  const deployed = new Set<string>();
  const deploy = async (suffix: string, more: Record<string, string> = {}): Promise<string> => {
    const path = await config(suffix, more);
    await runJson<ConnectorDeployResult>(on("connector", "deploy", "--file", path));
    deployed.add(path);
    return path;
  };
  afterAll(async () => {
    for (const path of deployed) await runCli(on("connector", "delete", "--file", path));
  });

  test("says in status what its tasks have done, bad records included", async () => {
    const path = await deploy("counting");
    const bad = event("bad", { timestamp_ms: "not a time" });
    await send(sales, event("cups-1"), event("cups-1"), event("cups-2"), bad);
    const totals = async (): Promise<ConnectorDetails["connectors"][number]["totals"]> => {
      const status = await runJson<ConnectorDetails>(
        on("connector", "status", "--sample", "30s", "--file", path),
      );
      return status.connectors[0]?.totals;
    };
    const deadline = Date.now() + 30_000;
    let seen = await totals();
    while ((seen?.recordsReported ?? 0) === 0 && Date.now() < deadline) seen = await totals();
    expect(seen).toMatchObject({ tasks: 2, recordsIgnored: 0, deadLettersWaiting: 0, requestsInFlight: 0 });
    expect(seen?.recordsReported).toBeGreaterThanOrEqual(1);
    expect(seen?.rowsWritten).toBeGreaterThanOrEqual(2);
    expect(seen?.rowsSuperseded).toBeGreaterThanOrEqual(1);
    const { rowsWritten = 0, rowsSuperseded = 0, recordsReported = 0 } = seen ?? {};
    expect(seen?.recordsRead).toBe(rowsWritten + rowsSuperseded + recordsReported);
    const shown = await runCli(on("connector", "status", "--file", path));
    expect(shown.stdout).toMatch(/since start +read +written +superseded +deleted +reported/);
  });

  test("names the record that a converter cannot read, in status and in verify, with its tasks", async () => {
    const own = await copyPipeline("item-sales");
    const mine = (...args: string[]): string[] => on(...args, "--file", own.file);
    await runJson(mine("topic", "create"));
    await runJson(mine("table", "init"));
    await runJson(mine("connector", "deploy"));
    await send(own, event("good"), "<xml>");
    const status = async (): Promise<string> =>
      (await runCli(mine("connector", "status", "--sample", "0s"))).stdout;
    const place = new RegExp(`the record: ${own.topic}-\\d@\\d, its value: JsonConverter cannot read it`);
    await expect.poll(status, { timeout: scaled(60_000) }).toMatch(place);
    expect((await status()).match(/JsonConverter cannot read it/g)).toHaveLength(1);
    const verified = await runCli(mine("verify", "table", "--wait", "5s"));
    expect(verified.stdout + verified.stderr).toMatch(place);
    await own.remove(home);
  });

  test("is told everything that is wrong at once: the mapping, the live table, the data centre", async () => {
    const mapping = `topic.${sales.topic}.${sales.keyspace}.dg_item_sales.mapping`;
    const path = await config("thrice", {
      [mapping]:
        "item_id=value.item_id, timestamp_ms=value.timestamp_ms, item_sodl=value.item_sold, nonsense",
      "loadBalancing.localDc": "nowhere",
    });
    const result = await runJson<ConnectorValidateResult>(on("connector", "validate", "--file", path), {
      exitCode: 3,
    });
    const errors = result.connectors[0]?.findings.filter(({ severity }) => severity === "error");
    expect(errors?.map(({ key, message }) => [key, message])).toEqual([
      [mapping, "expected '=' after nonsense"],
      ["loadBalancing.localDc", expect.stringContaining("nowhere is not one of datacenter1")],
      [mapping, expect.stringContaining('has no column "item_sodl"')],
    ]);
  });

  test("is refused where another connector writes the same table with other write times", async () => {
    await deploy("counting");
    const other = await config("corrected", { generation: "1" });
    const result = await runJson<ConnectorValidateResult>(on("connector", "validate", "--file", other), {
      exitCode: 3,
    });
    expect(result.connectors[0]?.findings).toContainEqual(
      expect.objectContaining({
        level: "connect",
        severity: "error",
        key: "generation",
        message: expect.stringContaining(`connector ${name("counting")} writes`) as string,
      }),
    );
    const run = await runCli(on("connector", "deploy", "--file", other));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("nothing is deployed");
  });
});

describe("the weather pipeline", () => {
  let weather: PipelineCopy;

  beforeAll(async () => {
    weather = await copyPipeline("weather");
    await runJson(on("topic", "create", "--file", weather.file));
    await runJson(on("table", "init", "--file", weather.file));
    await runJson(on("connector", "deploy", "--file", weather.file));
  });
  afterAll(() => weather.remove(home));

  test("carries a whole reply, and one that lacks all that comes only sometimes", async () => {
    const whole = {
      coord: { lon: 7.367, lat: 45.133 },
      weather: [
        { id: 501, main: "Rain", description: "moderate rain", icon: "10d" },
        { id: 701, main: "Mist", description: "mist", icon: "50d" },
      ],
      base: "stations",
      main: {
        temp: 284.2,
        feels_like: 282.93,
        temp_min: 283.06,
        temp_max: 286.82,
        pressure: 1021,
        humidity: 60,
        sea_level: 1021,
        grnd_level: 910,
      },
      visibility: 10000,
      wind: { speed: 4.09, deg: 121, gust: 3.47 },
      rain: { "1h": 2.73 },
      clouds: { all: 83 },
      dt: 1726660758,
      sys: { type: 1, id: 6736, country: "IT", sunrise: 1726636384, sunset: 1726680975 },
      timezone: 7200,
      id: 3165523,
      name: "Province of Turin",
      cod: 200,
    };
    const bare = {
      coord: { lon: -30, lat: 40 },
      weather: [{ id: 800, main: "Clear", description: "clear sky", icon: "01n" }],
      main: {
        temp: 284,
        feels_like: 282.93,
        temp_min: 283.06,
        temp_max: 286.82,
        pressure: 1021.5,
        humidity: 60,
      },
      wind: { speed: 4 },
      clouds: { all: 0 },
      dt: 1726660768,
      id: 42,
      name: "",
    };
    await send(weather, JSON.stringify(whole), JSON.stringify(bare));
    const rows = await rowsOf(weather, 2);
    const byCity = new Map(rows.map((row) => [row["city_id"], row]));
    expect(byCity.get("3165523")).toMatchObject({
      day: "2024-09-18",
      observed_at: "2024-09-18T11:59:18.000Z",
      sunrise: "2024-09-18T05:13:04.000Z",
      city: "Province of Turin",
      country: "IT",
      conditions: [
        { id: "501", main: "Rain", description: "moderate rain", icon: "10d" },
        { id: "701", main: "Mist", description: "mist", icon: "50d" },
      ],
      temperature: 284.2,
      wind_gust: 3.47,
      rain_1h: 2.73,
      snow_1h: null,
    });
    expect(byCity.get("42")).toMatchObject({
      observed_at: "2024-09-18T11:59:28.000Z",
      pressure: 1021.5,
      wind_gust: null,
      rain_1h: null,
      sea_level_pressure: null,
      sunrise: null,
      country: null,
    });
  });
});
