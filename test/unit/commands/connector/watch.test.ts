import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/watch.js";
import type { SinkMeasures } from "#cli/core/connect/sink-measures.js";
import type { WatchedMoment } from "#cli/core/connect/watched.js";
import { InterruptedError, ServiceError } from "#cli/errors.js";
import type { CommandContext } from "#cli/ports/context.js";
import { momentOnScreen, renderMoment } from "#cli/reporters/connector-watch.js";
import { fakeWorker, pipeline } from "./fake-worker.js";

const before = { ...pipeline().connector.config, topics: "sales" };
const input = { name: ["sales"], interval: 2_000 };

/** What is shown in so many looks; then Ctrl-C is pressed. `written` is what the task has written at each look. */
async function watched(
  looks: number,
  written: readonly number[],
  failsAt = -1,
): Promise<readonly WatchedMoment[]> {
  const moments: WatchedMoment[] = [];
  const controller = new AbortController();
  let look = -1;
  const measures = (): readonly SinkMeasures[] => [
    {
      type: "task-metrics",
      tags: { connector: "sales", task: "0" },
      values: { "rows-written-total": written[look] ?? 0, "retries-total": 3, "offsets-held-by-ties": 5 },
    },
  ];
  const { context } = fakeWorker({
    before,
    ports: {
      connect: {
        sinkMeasures: (worker) => {
          // Without a worker it is the first question of each look.
          if (worker === undefined) look += 1;
          return Promise.resolve(measures());
        },
      },
      kafka: {
        hasRecords: () => Promise.resolve(true),
        availableOffsets: () => {
          if (look === failsAt) return Promise.reject(new ServiceError("Kafka", "Kafka does not answer"));
          return Promise.resolve({ partitions: [{ partition: 0, low: 0, high: 10 }], leaderless: [] });
        },
        groupOffsets: () => Promise.resolve([{ partition: 0, offset: 10 - look }]),
        firstRecord: () => Promise.resolve(undefined),
      },
    },
  });
  const emitting = Object.assign(Object.create(context) as CommandContext, {
    signal: controller.signal,
    emit: (moment: WatchedMoment) => {
      moments.push(moment);
      if (moments.length === looks) controller.abort(new InterruptedError());
    },
  });
  expect(await run(input, emitting)).toEqual({ outcome: "clean" });
  return moments;
}

describe("connector watch", () => {
  it("shows state, lag, and rows a second from the second look on; Ctrl-C is its end", async () => {
    const [first, second] = await watched(2, [100, 350]);
    expect(first?.connectors).toEqual([
      {
        connector: "sales",
        state: "RUNNING",
        tasks: [
          { id: 0, state: "RUNNING" },
          { id: 1, state: "RUNNING" },
        ],
        lag: 0,
        errors: 0,
        retries: 3,
        held: 5,
      },
    ]);
    expect(second?.connectors).toMatchObject([{ lag: 1, rowsPerSecond: 125 }]);
  });

  it("has no rate where tasks have started anew", async () => {
    const [, second] = await watched(2, [100, 20]);
    expect(second?.connectors[0]).not.toHaveProperty("rowsPerSecond");
  });

  it("goes on after a look that fails, and fails with the first", async () => {
    const moments = await watched(3, [1, 1, 1], 1);
    expect(moments.map(({ problem }) => problem)).toEqual([undefined, "Kafka does not answer", undefined]);
    await expect(watched(1, [], 0)).rejects.toThrow("Kafka does not answer");
  });
});

describe("a moment", () => {
  const moment: WatchedMoment = {
    time: "2026-01-01T00:00:00.000Z",
    connectors: ["sales", "returns", "weather"].map((connector) => ({
      connector,
      state: "RUNNING",
      tasks: [{ id: 0, state: "RUNNING" }],
      lag: 1200,
      seconds: 12,
      rowsPerSecond: 4.5,
      errors: 0,
      retries: 0,
      held: 7,
    })),
  };

  it("is a line for each connector where it is no terminal", () => {
    expect(renderMoment(moment).split("\n")[0]).toBe(
      "2026-01-01T00:00:00.000Z sales: state RUNNING, tasks 1 running, lag 1,200, behind 12 s, rows/s 4.5, errors 0, retries 0, held 7",
    );
    expect(renderMoment({ ...moment, problem: "no answer" })).toBe("2026-01-01T00:00:00.000Z no answer\n");
  });

  it.each([
    [100, 24],
    [100, 5],
    [40, 8],
  ])("fits a terminal of %d columns and %d rows, and clears only what is left over", (width, rows) => {
    const text = momentOnScreen(moment, { width, color: false }, rows, false);
    expect(text.startsWith("\u001b[Hconnector")).toBe(true);
    expect(text.endsWith("\u001b[J")).toBe(true);
    expect(text).not.toContain("\u001b[2J");
    const lines = text.split("\n").slice(0, -1);
    expect(lines.length).toBeLessThan(rows);
    for (const line of lines)
      expect(line.replace("\u001b[H", "").replace("\u001b[K", "").length).toBeLessThanOrEqual(width);
    expect(momentOnScreen(moment, { width, color: false }, rows, true)).toContain("\u001b[2J");
  });

  it.each([true, false])(
    "lets no line go over the edge, where the terminal would break it: color %s",
    (color) => {
      const long = "a-connector-whose-name-is-longer-than-the-terminal";
      const problem = "no answer from http://a-worker.of-a-cluster.example.com:8083/connectors";
      const connectors = moment.connectors.map((each) => ({ ...each, connector: long }));
      const text = momentOnScreen({ ...moment, connectors, problem }, { width: 40, color }, 24, false);
      const lines = stripVTControlCharacters(text).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBe(40);
      expect(lines[0]).toBe("connector a-connector-whose-name-is-lon…");
    },
  );
});
