import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/produce/monitoring.js";
import { InputError, InterruptedError, UsageError } from "#cli/errors.js";
import type { Host } from "#cli/ports/host.js";
import type { ProduceMonitoringInput } from "#cli/program/produce.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeKafka, pipelineOf } from "#test/support/fakes/kafka.js";

interface Event {
  readonly host: string;
  readonly metric: string;
  readonly at: string;
  readonly tags: Readonly<Record<string, string>>;
}

const topic = { name: "host_metrics", partitions: 4, replication: 1, configs: {}, key: "host" };

/** A machine whose processors count on with each look. */
function setup(disk: Host["disk"] = () => Promise.resolve({ used: 1, available: 2 })) {
  const controller = new AbortController();
  const { kafka, sent } = fakeKafka();
  let looks = 0;
  const { context, facts } = fakeContext({
    kafka,
    pipelines: {
      select: ({ name }) => Promise.resolve(name?.[0] === "monitoring" ? [pipelineOf(topic)] : []),
    },
    signal: controller.signal,
    files: {
      // eslint-disable-next-line @typescript-eslint/require-await -- as lines come
      async *readLines() {
        yield '{"host":"b","metric":"load"}';
      },
    },
    host: {
      name: "vm",
      processors: () => ({ user: ++looks * 10, system: looks * 20, idle: looks * 70 }),
      memory: () => ({ used: 3, available: 4 }),
      disk,
    },
  });
  const records = () => sent.get("host_metrics") ?? [];
  const events = () => records().map(({ value }) => JSON.parse(String(value)) as Event);
  return { context, controller, facts, records, events };
}

const failureOf = (input: ProduceMonitoringInput, context = setup().context): Promise<unknown> =>
  run(input, context).catch((error: unknown) => error);

describe("produce monitoring", () => {
  it("sends a round each interval: the processor's from the second one on, keyed by the host", async () => {
    const { context, records, events } = setup();
    const result = await run({ duration: 12_000 }, context);
    expect(result).toMatchObject({ acknowledged: 4 + 7 + 7, host: "vm", disks: ["/"], missed: 0 });
    expect(events().filter(({ metric }) => metric === "cpu")).toHaveLength(6);
    for (const [index, { host, at }] of events().entries()) {
      expect(records()[index]).toMatchObject({ key: host, timestamp: Date.parse(at) });
    }
    expect(new Set(events().map(({ at }) => at)).size).toBe(3);
    const named = events().map(({ metric, at, tags }) => JSON.stringify([metric, at, tags]));
    expect(new Set(named).size).toBe(named.length);
  });

  it("ends at the count, in the midst of a round", async () => {
    const { context, events } = setup();
    expect(await run({ count: 6, interval: 100 }, context)).toMatchObject({ acknowledged: 6 });
    expect(events().map(({ metric }) => metric)).toEqual([
      ...["memory", "memory", "disk", "disk"],
      ...["cpu", "cpu"],
    ]);
  });

  it("measures the disks that are named, each once, under the name that is given", async () => {
    const { context, events } = setup();
    const result = await run({ count: 6, host: "web-1", disk: ["/var", "/", "/var"] }, context);
    expect(result).toMatchObject({ host: "web-1", disks: ["/var", "/"] });
    expect(events().flatMap(({ tags: { path = [] } }) => path)).toEqual(["/var", "/var", "/", "/"]);
  });

  it("does not begin with a disk that is not there, and goes on without one that goes away", async () => {
    const gone = new InputError("there is no such path", { where: "/mnt" });
    const { context: none, records } = setup(() => Promise.reject(gone));
    expect(await failureOf({ disk: ["/mnt"] }, none)).toMatchObject({ message: "there is no such path" });
    expect(records()).toEqual([]);
    let looks = 0;
    const { context, facts } = setup(() =>
      ++looks === 2 ? Promise.reject(gone) : Promise.resolve({ used: 1, available: 2 }),
    );
    expect(await run({ duration: 12_000, disk: ["/mnt"] }, context)).toMatchObject({
      acknowledged: 4 + 5 + 7,
      missed: 1,
      missedReason: "/mnt: there is no such path",
    });
    expect(facts).toContainEqual({ kind: "disk missed", path: "/mnt", reason: "there is no such path" });
  });

  it("ends with what was sent at Ctrl-C", async () => {
    let looks = 0;
    const { context, controller } = setup(() => {
      if (++looks === 2) controller.abort(new InterruptedError());
      return Promise.resolve({ used: 1, available: 2 });
    });
    expect(await run({}, context)).toMatchObject({ acknowledged: 11, interrupted: true });
  });

  it("sends the lines of a file instead", async () => {
    const { context, records } = setup();
    const result = await run({ events: "lines.ndjson" }, context);
    expect(result).toMatchObject({ acknowledged: 1, host: undefined, disks: [] });
    expect(records()).toMatchObject([{ key: "b", value: '{"host":"b","metric":"load"}' }]);
  });

  it.each<[ProduceMonitoringInput, string]>([
    [{ interval: 0 }, "--interval is shorter than 100 ms"],
    [{ interval: 99 }, "--interval is shorter than 100 ms"],
    [{ events: "lines.ndjson", interval: 1_000 }, "--interval is about what is measured"],
    [{ events: "lines.ndjson", disk: ["/"] }, "--disk is about what is measured"],
  ])("says what is wrong with %j", async (input, message) => {
    const failure = await failureOf(input);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).message).toContain(message);
  });
});
