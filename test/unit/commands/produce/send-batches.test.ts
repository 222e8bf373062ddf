import { describe, expect, it } from "vitest";
import type { OutgoingRecord } from "#cli/core/kafka/record.js";
import { sendBatches } from "#cli/commands/produce/send-batches.js";
import { InputError, ServiceError } from "#cli/errors.js";

const batch = (...values: string[]): OutgoingRecord[] =>
  values.map((value) => ({ key: null, value, timestamp: 0 }));

async function* from(...batches: (OutgoingRecord[] | Error)[]): AsyncGenerator<OutgoingRecord[]> {
  for (const each of batches) {
    await Promise.resolve();
    if (each instanceof Error) throw each;
    yield each;
  }
}

describe("sendBatches", () => {
  it("sends in order, one batch at a time, and counts what was acknowledged", async () => {
    const sent: unknown[] = [];
    const totals: number[] = [];
    let underWay = 0;
    const acknowledged = await sendBatches({
      batches: from(batch("a", "b"), batch("c"), batch("d")),
      send: async (records) => {
        expect(++underWay).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        underWay -= 1;
        sent.push(...records.map(({ value }) => String(value)));
      },
      onAcknowledged: (total) => totals.push(total),
    });
    expect(acknowledged).toBe(4);
    expect(sent).toEqual(["a", "b", "c", "d"]);
    expect(totals).toEqual([2, 3, 4]);
  });

  it("makes the next batch while one is under way, and no more than that", async () => {
    let made = 0;
    let sent = 0;
    async function* counting(): AsyncGenerator<OutgoingRecord[]> {
      for (; made < 5;) {
        await Promise.resolve();
        made += 1;
        yield batch(String(made));
      }
    }
    await sendBatches({
      batches: counting(),
      send: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        sent += 1;
        expect(made - sent).toBeLessThanOrEqual(1);
      },
      onAcknowledged: () => undefined,
    });
    expect(sent).toBe(5);
  });

  it("says after a failure how many records were acknowledged, and sends nothing after it", async () => {
    let calls = 0;
    const failure = await sendBatches({
      batches: from(batch("a", "b"), batch("c"), batch("d")),
      send: () =>
        ++calls === 2
          ? Promise.reject(new ServiceError("Kafka", "gone", { where: "x:1" }))
          : Promise.resolve(),
      onAcknowledged: () => undefined,
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({
      message: "gone",
      where: "x:1",
      lines: ["at least 2 records were acknowledged before that"],
    });
    expect(calls).toBe(2);
  });

  it("waits for the batch under way before it tells of a bad line", async () => {
    let sent = 0;
    const failure = await sendBatches({
      batches: from(batch("a"), new InputError("bad line", { where: "f:2" })),
      send: async () => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        sent += 1;
      },
      onAcknowledged: () => undefined,
    }).catch((error: unknown) => error);
    expect(sent).toBe(1);
    expect(failure).toMatchObject({
      where: "f:2",
      lines: ["at least 1 record was acknowledged before that"],
    });
  });
});
