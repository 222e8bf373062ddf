import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { CqlProxy, type Fault } from "#test/support/cql-proxy/proxy.js";
import { SinkJob, type SinkJobSettings } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(() => stack.close());

/** A sink whose way to Cassandra goes through a proxy. */
async function withProxy(
  settings: SinkJobSettings,
  work: (job: SinkJob, proxy: CqlProxy) => Promise<void>,
): Promise<void> {
  const proxy = await CqlProxy.start(stack.cqlPort, settings.name.length);
  const job = await SinkJob.create(stack, {
    ...settings,
    deadLetters: true,
    config: { ...proxy.config, ...settings.config },
  });
  try {
    await work(job, proxy);
  } finally {
    await job.remove();
    await proxy.close();
  }
}

/** Everything is committed, every row is right, nothing went to the dead letters. */
async function expectAllWritten(job: SinkJob): Promise<void> {
  await job.drained();
  expect(await job.wrongRows()).toEqual([]);
  expect(await job.deadLetters()).toEqual([]);
}

/** Keeps records coming: how many requests they take is the sink's to say. */
function produceUntilFaulty(job: SinkJob, proxy: CqlProxy): Promise<true> {
  const wait = { what: "5 faults", deadline: 60_000, log: workerLog(stack.home) };
  return waitFor(wait, async (seen) => {
    seen(proxy.faults);
    await job.produce(300);
    return proxy.faults < 5 ? undefined : true;
  });
}

describe.concurrent("while records arrive, of requests that write", () => {
  it.for<Fault>([
    { error: "write timeout", share: 0.2, when: "instead" },
    { error: "write timeout", share: 0.2, when: "after" },
    { error: "overloaded", share: 0.2, when: "instead" },
    { error: "unavailable", share: 0.2, when: "instead" },
    { error: "server error", share: 0.2, when: "after" },
    { error: "bootstrapping", share: 0.2, when: "instead" },
  ])("$share are answered by $error, $when: every row is right", async (fault) => {
    const name = `${fault.error} ${fault.when}`.replaceAll(" ", "-");
    await withProxy({ name }, async (job, proxy) => {
      proxy.fault = fault;
      await job.deploy();
      await job.produce(3_000);
      await produceUntilFaulty(job, proxy);
      await expectAllWritten(job);
    });
  });
});

describe.concurrent(
  "a connection that is lost while the driver asks whether the servers agree on a schema",
  () => {
    it("hides no later change of the table: the task fails and names the column", async () => {
      await withProxy({ name: "lost-at-schema", partitions: 1 }, async (job, proxy) => {
        await job.deploy();
        await job.produce(10);
        await job.drained();
        proxy.cutAt = "SELECT schema_version FROM system.local WHERE key='local'";
        await stack.cql.execute(`ALTER TABLE ${job.table} ADD other int`);
        const wait = { what: "a lost connection", deadline: 60_000, log: workerLog(stack.home) };
        await waitFor(wait, () => Promise.resolve(proxy.cutAt === undefined ? true : undefined));
        await stack.cql.execute(`ALTER TABLE ${job.table} DROP t`);
        await job.produce(1);
        expect(await job.failed()).toMatch(/has no column t.*restart the task/);
        expect(await job.deadLetters()).toEqual([]);
      });
    });
  },
);

describe.concurrent("a change of which the driver cannot read the schema", () => {
  it("is read again, though nothing else changes: the task fails and names the column", async () => {
    const columns = "k text PRIMARY KEY, n int";
    await withProxy(
      { name: "hidden-change", partitions: 1, columns, mapping: "k=key, n=value.n" },
      async (job, proxy) => {
        await job.deploy({ "errors.tolerance": "none" });
        await job.produce(10);
        await job.drained();
        const wait = { deadline: 60_000, log: workerLog(stack.home) };
        const isReadMoreThan = (reads: number) => (): Promise<true | undefined> =>
          Promise.resolve(proxy.schemaReads > reads ? true : undefined);
        proxy.hidesSchema = true;
        for (const change of [
          `DROP TABLE ${job.table}`,
          `CREATE TABLE ${job.table} (k text PRIMARY KEY, n date)`,
        ]) {
          const before = proxy.schemaReads;
          await stack.cql.execute(change);
          await waitFor({ what: "a reading that fails", ...wait }, isReadMoreThan(before));
        }
        proxy.hidesSchema = false;
        await waitFor({ what: "another reading", ...wait }, isReadMoreThan(proxy.schemaReads));
        // Until the driver has the answer, the server takes an int for a date.
        await waitFor({ what: "a record that does not fit", ...wait }, async (seen) => {
          await job.sendBad([{ key: "a", value: '{"n":1}', timestamp: Date.now() }]);
          const status = await stack.connect.status(job.topic);
          seen(status);
          return status?.tasks[0]?.state === "FAILED" ? true : undefined;
        });
        expect(await job.failed()).toMatch(/the column n was int and is date.*restart the task/);
      },
    );
  });
});

describe.concurrent("a batch", () => {
  it("that the server refuses for its size is written row by row: every row is right", async () => {
    await withProxy({ name: "too-large" }, async (job, proxy) => {
      proxy.fault = { of: "batches", error: "batch too large", share: 1, when: "instead" };
      await job.deploy();
      await job.produce(3_000);
      await expectAllWritten(job);
      expect(proxy.faults).toBeGreaterThan(0);
    });
  });
});

/** What is to be written once where carrying it out twice gives another row than once. */
const growing = [
  {
    name: "a counter",
    columns: "k text PRIMARY KEY, n counter",
    mapping: "k=key, n=value.n",
    value: { n: 5 },
    row: { k: "a", n: 5n },
  },
  {
    name: "an append to a list",
    columns: "k text PRIMARY KEY, l list<int>",
    mapping: "k=key, more=value.more",
    query: "SET l = l + :more",
    value: { more: [1, 2] },
    row: { k: "a", l: [1, 2] },
  },
] as const;

describe.concurrent("a write that is carried out and answered by a timeout", () => {
  it.for(growing)("is not sent again where it is $name: the task names the record", async (of) => {
    const { columns, mapping, value, row } = of;
    const name = `done-${of.name.replaceAll(" ", "-")}`;
    await withProxy({ name, partitions: 1, columns, mapping }, async (job, proxy) => {
      const section = `topic.${job.topic}.${job.table}`;
      const query = "query" in of ? `UPDATE ${job.table} ${of.query} WHERE k = :k` : undefined;
      await job.deploy({
        [`${section}.deletesEnabled`]: "false",
        ...(query === undefined ? {} : { [`${section}.query`]: query }),
      });
      proxy.fault = { error: "write timeout", share: 1, when: "after" };
      await job.sendGood([{ key: "a", value: JSON.stringify(value), timestamp: Date.now() }]);
      expect(await job.failed()).toMatch(
        /it is unknown whether a statement was carried out that must not be carried out twice.*at offset 0/,
      );
      expect(proxy.faults).toBe(1);
      const { rows } = await stack.cql.execute(`SELECT * FROM ${job.table}`, [], { prepare: true });
      expect(rows.map((found) => ({ ...found }))).toEqual([row]);
      expect([...(await job.committed()).values()]).toEqual([]);
      expect(await job.deadLetters()).toEqual([]);
    });
  });

  it("is sent again where it is a plain column: the row is right", async () => {
    await withProxy({ name: "done-plain", partitions: 1 }, async (job, proxy) => {
      proxy.fault = { error: "write timeout", share: 1, when: "after" };
      await job.deploy();
      await job.sendGood([{ key: "a", value: JSON.stringify({ n: 5, t: "once" }), timestamp: Date.now() }]);
      const wait = { what: "a second attempt", deadline: 60_000, log: workerLog(stack.home) };
      await waitFor(wait, () => Promise.resolve(proxy.faults >= 2 ? true : undefined));
      proxy.fault = undefined;
      await expectAllWritten(job);
    });
  });
});

describe.concurrent("while records arrive, the way to Cassandra", () => {
  it("is slow: every row is right", async () => {
    await withProxy({ name: "slow" }, async (job, proxy) => {
      proxy.slowest = 400;
      await job.deploy();
      await job.produce(3_000);
      await expectAllWritten(job);
    });
  });

  it("is cut again and again: every row is right", async () => {
    await withProxy({ name: "cut" }, async (job, proxy) => {
      await job.deploy();
      await job.produce(500);
      await job.drained();
      proxy.slowest = 100;
      for (let cuts = 0; cuts < 6; cuts += 1) {
        await job.produce(800);
        proxy.reset();
        await setTimeout(500);
      }
      await expectAllWritten(job);
    });
  });

  it("is a black hole when the task stops: it stops in time, and every row is right afterwards", async () => {
    await withProxy({ name: "stopping", partitions: 1 }, async (job, proxy) => {
      await job.deploy();
      await job.produce(500);
      await job.drained();
      proxy.silent = true;
      await job.produce(500);
      const wait = { what: "writes in flight", deadline: 30_000, log: workerLog(stack.home) };
      await waitFor(wait, () => Promise.resolve(proxy.swallowed > 0 ? true : undefined));
      const log = (await readFile(workerLog(stack.home), "utf8")).length;
      await job.stop();
      // Connect begins the next task after 5 s even where the old one hangs, as it would here for its retry.timeout.
      const ended = { what: "the end of the task's consumer", deadline: 30_000, log: workerLog(stack.home) };
      await waitFor(ended, async () => {
        const said = (await readFile(workerLog(stack.home), "utf8")).slice(log);
        return said.includes(`connector-consumer-${job.topic}-0 unregistered`) ? true : undefined;
      });
      proxy.silent = false;
      await job.startAgain();
      await expectAllWritten(job);
    });
  });

  it("is changed by an update of the config: the old one is not used any more", async () => {
    const other = await CqlProxy.start(stack.cqlPort, 1);
    try {
      await withProxy({ name: "updated" }, async (job, proxy) => {
        await job.deploy();
        await job.produce(500);
        await job.drained();
        await job.deploy(other.config);
        proxy.silent = true;
        await job.produce(500);
        await job.drained();
        // The old task may have tried until it was stopped.
        const before = proxy.swallowed;
        await job.produce(500);
        await expectAllWritten(job);
        expect(proxy.swallowed).toBe(before);
      });
    } finally {
      await other.close();
    }
  });

  it("is a black hole for 15 s: every row is right", async () => {
    await withProxy({ name: "hole", config: { queryExecutionTimeout: "4" } }, async (job, proxy) => {
      await job.deploy();
      await job.produce(1_000);
      await job.drained();
      proxy.silent = true;
      await job.produce(1_000);
      await setTimeout(15_000);
      proxy.silent = false;
      await job.produce(1_000);
      await expectAllWritten(job);
    });
  });
});

describe.concurrent("while a task starts, the schema", () => {
  it("cannot be read: the task waits, and no table is said to be missing", async () => {
    await withProxy({ name: "unread", partitions: 1 }, async (job, proxy) => {
      await job.deploy();
      await job.produce(500);
      await job.drained();
      proxy.hidesSchema = true;
      await job.restart();
      await job.produce(500);
      await waitFor(
        { what: "the task to say why it waits", deadline: 60_000, log: workerLog(stack.home) },
        async () => {
          const log = await readFile(workerLog(stack.home), "utf8");
          return /unread.*the schema cannot be read/.test(log) ? true : undefined;
        },
      );
      proxy.hidesSchema = false;
      await expectAllWritten(job);
    });
  });
});

describe.concurrent("what does not pass by itself", () => {
  it("spends retry.timeout: the task fails, its offset held, and after a restart every row is right", async () => {
    await withProxy(
      { name: "spent", partitions: 1, config: { "retry.timeout": "5" } },
      async (job, proxy) => {
        await job.deploy();
        await job.produce(1_000);
        await job.drained();
        proxy.fault = { error: "unavailable", share: 1, when: "instead" };
        await job.produce(1_000);
        expect(await job.failed(30_000)).toMatch(
          /not written in \d+ s and \d+ attempts: .*Unavailable.*restart the task/s,
        );
        expect([...(await job.committed()).values()]).toEqual([1_000]);
        expect(await job.deadLetters()).toEqual([]);
        proxy.fault = undefined;
        await job.restart();
        await expectAllWritten(job);
      },
    );
  });

  it("is a wrong password: the task fails at once and names auth.*; with the right one every row is right", async () => {
    await withProxy({ name: "password", partitions: 1 }, async (job, proxy) => {
      const right = "the-secret-7731";
      proxy.password = right;
      const wrong = { "auth.username": "cassink", "auth.password": "not-the-secret-7731" };
      await expect(job.deploy(wrong)).rejects.toThrow(/Connector configuration is invalid/);
      await job.deploy({ "auth.username": "cassink", "auth.password": right });
      await job.produce(1_000);
      await job.drained();
      proxy.password = "another-secret-7731";
      await job.produce(1_000);
      await job.restart();
      const cause = await job.failed(30_000);
      expect(cause).toContain("auth.username and auth.password");
      expect(cause).not.toContain("secret-7731");
      await job.deploy({ "auth.username": "cassink", "auth.password": proxy.password });
      await expectAllWritten(job);
    });
  });
});
