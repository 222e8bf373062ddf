import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { wrongConfigs } from "./cases/wrong-configs.js";
import type { Feed } from "./feed.js";
import type { Plugin } from "./plugins.js";
import { hasFailed, Run } from "./run.js";
import { openServers, type Servers } from "./servers.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";

const columns = "id text PRIMARY KEY, v int";
/** Case 21: the second record of three has a value that no int column takes. */
const poison: Feed = {
  id: "poison",
  reading: "json",
  tables: [{ name: "poisoned", columns, mapping: "id=key, v=value.v" }],
  records: ["1", '"no number"', "3"].map((v, index) => ({ key: String(index), value: `{"v": ${v}}` })),
};

let servers: Servers;
let run: Run;
beforeAll(async () => {
  servers = await openServers(inject("home"));
  run = new Run(servers, [poison]);
  await run.prepare();
  await run.produce();
});
afterAll(async () => {
  await run.remove();
  await servers.close();
});

/** Without anything that lets a bad record pass. */
function strict(plugin: Plugin, feed: Feed): ConnectorConfig {
  const config = Object.entries(run.names.config(plugin, feed.reading, [feed]));
  const name = run.names.connector(plugin, feed.reading);
  return { name, ...Object.fromEntries(config.filter(([key]) => !/^(errors\.|ignoreErrors)/.test(key))) };
}

/** Asks until the answer is as wanted. */
async function eventually<Answer>(
  ask: () => Promise<Answer | undefined>,
  wanted: (answer: Answer | undefined) => boolean,
): Promise<Answer> {
  return waitFor(
    { what: "another answer", deadline: 60_000, log: workerLog(inject("home")) },
    async (seen) => {
      const answer = await ask();
      seen(answer);
      return wanted(answer) ? answer : undefined;
    },
  );
}

describe("a config that cannot work", () => {
  test.each(wrongConfigs.map((one) => [one.title, one] as const))("%s", async (_, { table, key }) => {
    const feed: Feed = { ...poison, tables: [{ name: "poisoned", columns, ...table }] };
    const keys = (plugin: Plugin): Promise<readonly string[]> =>
      servers.connect.validate(strict(plugin, feed)).then((errors) => errors.map((error) => error.key));
    expect(await keys("cassink")).toEqual([expect.stringMatching(new RegExp(`\\.${key}$`))]);
    // Theirs is accepted, and fails when its task starts.
    expect(await keys("datastax")).toEqual([]);
    const name = `${run.names.run}-wrong`;
    await servers.connect.putConfig(name, { ...strict("datastax", feed), name });
    await eventually(() => servers.connect.status(name), hasFailed);
    await servers.connect.delete(name);
  });
});

describe("21: a record that can never be written, with nothing that takes it", () => {
  const committed = async (name: string): Promise<number> => {
    const [first] = await servers.committed(`connect-${name}`, run.names.topic(poison));
    return first?.offset ?? -1;
  };

  test("our sink fails the task, names the record, and holds the offset before it", async () => {
    const name = run.names.connector("cassink", "json");
    await servers.connect.putConfig(name, strict("cassink", poison));
    const status = await eventually(() => servers.connect.status(name), hasFailed);
    expect(status.tasks[0]?.trace).toContain(`${run.names.topic(poison)}-0@1`);
    expect(await committed(name)).toBeLessThanOrEqual(1);
  });

  test("the DataStax sink says RUNNING, and rewinds to it for ever", async () => {
    const name = run.names.connector("datastax", "json");
    await servers.connect.putConfig(name, strict("datastax", poison));
    const table = run.names.table("datastax", { name: "poisoned" });
    const isThere = async (): Promise<boolean> =>
      (await servers.session.query(`SELECT id FROM ${table} WHERE id = '2'`)).rows.length > 0;
    await eventually(isThere, Boolean);
    await servers.session.query(`TRUNCATE ${table}`);
    await eventually(isThere, Boolean);
    expect(await committed(name)).toBeLessThanOrEqual(1);
    const status = await servers.connect.status(name);
    expect(status?.tasks.map(({ state }) => state)).toEqual(["RUNNING"]);
  });
});
