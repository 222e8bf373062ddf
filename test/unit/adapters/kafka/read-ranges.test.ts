import type Cluster from "kafkajs/src/cluster/index.js";
import { describe, expect, it } from "vitest";
import type { FetchResponse, FetchedPartition } from "#cli/adapters/kafka/fetch-response.js";
import { serviceError } from "#cli/adapters/kafka/service-error.js";
import { RangeReader } from "#cli/adapters/kafka/read-ranges.js";
import { ServiceError } from "#cli/errors.js";
import type { ReadRequest } from "#cli/ports/kafka.js";

type Answer = Partial<FetchedPartition> & { readonly partition: number };

/**
 * A batch without compression that holds `count` records, all without key and value.
 * @param attributes of the batch: 16 is transactional
 */
function batch(baseOffset: number, count: number, attributes = 0, producerId = 0): Buffer {
  const records = Array.from({ length: count }, (_, index) =>
    // Length 6, attributes, time and offset deltas (zigzag), null key, null value, no headers.
    Buffer.from([12, 0, 0, index * 2, 1, 1, 0]),
  );
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(BigInt(baseOffset), 0);
  header.writeInt32BE(49 + records.length * 7, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(attributes, 21);
  header.writeInt32BE(count - 1, 23);
  header.writeBigInt64BE(BigInt(producerId), 43);
  header.writeInt32BE(count, 57);
  return Buffer.concat([header, ...records]);
}

/** A batch of ten offsets of which the log cleaner has left every second one. */
function thinned(): Buffer {
  const bytes = batch(0, 5);
  bytes.writeInt32BE(9, 23);
  for (let index = 0; index < 5; index++) bytes.writeInt8(index * 4, 61 + index * 7 + 3);
  return bytes;
}

/** The marker that ends a transaction: its key is a version and 0 to abort, 1 to commit. */
function marker(offset: number, kind: 0 | 1, producerId: number): Buffer {
  const record = Buffer.from([18, 0, 0, 0, 8, 0, 0, 0, kind, 1, 0]);
  record.writeInt8((record.length - 1) * 2, 0);
  const bytes = Buffer.concat([batch(offset, 1, 0x30, producerId).subarray(0, 61), record]);
  bytes.writeInt32BE(49 + record.length, 8);
  return bytes;
}

/** Brokers that give their answers in order, whatever is asked; `leaders` says who leads which partition. */
function cluster(
  leaders: () => Record<string, number[]>,
  answers: Record<string, (Answer[] | Error | "silence")[]>,
) {
  const state = { refreshes: 0, fetches: 0 };
  const fake = {
    addTargetTopic: () => Promise.resolve(),
    refreshMetadata: () => Promise.resolve(void (state.refreshes += 1)),
    findLeaderForPartitions: (_: string, partitions: readonly number[]) =>
      Object.fromEntries(
        Object.entries(leaders()).map(([id, led]) => [id, led.filter((one) => partitions.includes(one))]),
      ),
    findBroker: ({ nodeId }: { readonly nodeId: string }) =>
      Promise.resolve({
        connectionPool: {
          send: async (): Promise<FetchResponse> => {
            state.fetches += 1;
            const answer = answers[nodeId]?.shift();
            await new Promise((resolve) => setImmediate(resolve));
            if (answer === "silence") return new Promise(() => undefined);
            if (answer instanceof Error) throw answer;
            const partitions = (answer ?? []).map((partition) => ({
              ...{ errorCode: 0, highWatermark: 10, lastStableOffset: 10, logStartOffset: 0, aborted: [] },
              ...{ recordSet: Buffer.alloc(0) },
              ...partition,
            }));
            return { clientSideThrottleTime: 0, errorCode: 0, partitions };
          },
        },
      }),
  };
  return { fake: fake as unknown as Cluster, state };
}

async function read(
  fake: Cluster,
  partitions: readonly number[],
  patience = 2_000,
  more: Partial<ReadRequest> = {},
): Promise<string[]> {
  const seen: string[] = [];
  const request = {
    ...more,
    topic: "t",
    ranges: partitions.map((partition) => ({ partition, from: 0, to: 10 })),
    signal: new AbortController().signal,
    onRecords: (records: readonly { partition: number; offset: number }[]) =>
      void seen.push(...records.map(({ partition, offset }) => `${partition}@${offset}`)),
  };
  await new RangeReader(fake, request, patience).read();
  return seen;
}

const all = (partition: number): string[] =>
  Array.from({ length: 10 }, (_, offset) => `${partition}@${offset}`);

describe("RangeReader", () => {
  it("throws what the caller's function throws, which is no fault of Kafka's", async () => {
    const { fake } = cluster(() => ({ 1: [0] }), { 1: [[{ partition: 0, recordSet: batch(0, 10) }]] });
    const broken = new RangeError("Maximum call stack size exceeded");
    const request = {
      topic: "t",
      ranges: [{ partition: 0, from: 0, to: 10 }],
      signal: new AbortController().signal,
      onRecords: () => {
        throw broken;
      },
    };
    const thrown = await new RangeReader(fake, request).read().catch((error: unknown) => error);
    expect(serviceError(thrown, { bootstrapServers: ["a:1"] }, "read topic t")).toBe(broken);
  });

  it("reads from all leaders, each record once and in order", async () => {
    const { fake } = cluster(() => ({ 1: [0], 2: [1] }), {
      1: [[{ partition: 0, recordSet: batch(0, 4) }], [{ partition: 0, recordSet: batch(4, 6) }]],
      2: [[{ partition: 1, recordSet: batch(0, 10) }]],
    });
    const seen = await read(fake, [0, 1]);
    expect(seen.filter((one) => one.startsWith("0@"))).toEqual(all(0));
    expect(seen.filter((one) => one.startsWith("1@"))).toEqual(all(1));
  });

  it("gives no record twice when a fetch begins with a batch that was read in part", async () => {
    const { fake } = cluster(() => ({ 1: [0] }), {
      1: [[{ partition: 0, recordSet: batch(0, 5) }], [{ partition: 0, recordSet: batch(3, 7) }]],
    });
    expect(await read(fake, [0])).toEqual(all(0));
  });

  it("goes on at the new leader when a partition moves, and after a broken connection", async () => {
    let leader = "1";
    const broken = Object.assign(new Error("closed"), {
      name: "KafkaJSConnectionClosedError",
      retriable: true,
    });
    const { fake, state } = cluster(
      () => {
        const now = leader;
        leader = "2";
        return { [now]: [0] };
      },
      {
        1: [[{ partition: 0, recordSet: batch(0, 4) }], [{ partition: 0, errorCode: 6 }]],
        2: [broken, [{ partition: 0, recordSet: batch(4, 6) }]],
      },
    );
    expect(await read(fake, [0])).toEqual(all(0));
    expect(state.refreshes).toBe(3);
  });

  it("ends where nothing is left below the high watermark", async () => {
    const { fake } = cluster(() => ({ 1: [0] }), {
      1: [[{ partition: 0, recordSet: batch(0, 7) }], [{ partition: 0, highWatermark: 12 }]],
    });
    expect(await read(fake, [0])).toHaveLength(7);
  });

  it("gives up when records do not come, and says how far it got", async () => {
    const { fake } = cluster(() => ({ 1: [0] }), {
      1: [
        [{ partition: 0, recordSet: batch(0, 7) }],
        ...Array.from({ length: 100_000 }, () => [{ partition: 0, highWatermark: 7 }]),
      ],
    });
    const failure = await read(fake, [0], 200).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({ where: "t-0@7" });
  });

  it("gives up on a broker that holds the connection and never answers", async () => {
    const { fake } = cluster(() => ({ 1: [0] }), { 1: ["silence"] });
    const start = Date.now();
    await expect(read(fake, [0], 200)).rejects.toBeInstanceOf(ServiceError);
    expect(Date.now() - start).toBeLessThan(2_000);
  });

  it.each([
    [1, "no longer holds this offset"],
    [29, "it needs READ on topic "],
    [87, "error code 87"],
  ])("says why the broker refuses: code %d", async (errorCode, words) => {
    const { fake } = cluster(() => ({ 1: [0] }), { 1: [[{ partition: 0, errorCode }]] });
    await expect(read(fake, [0])).rejects.toThrow(words);
  });

  it("says which batch it cannot read", async () => {
    const bad = batch(0, 10);
    bad.writeInt16BE(2, 21);
    const { fake } = cluster(() => ({ 1: [0] }), { 1: [[{ partition: 0, recordSet: bad }]] });
    const failure = await read(fake, [0]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ where: "t-0@0", lines: ["compression snappy, 10 records"] });
  });

  it("asks nothing for ranges that are empty", async () => {
    const { fake, state } = cluster(() => ({}), {});
    const request = {
      topic: "t",
      ranges: [{ partition: 0, from: 5, to: 5 }],
      signal: new AbortController().signal,
      onRecords: () => undefined,
    };
    await new RangeReader(fake, request).read();
    expect(state.fetches).toBe(0);
  });

  it("leaves out transaction markers, and says of no offset that it is empty which has one", async () => {
    const set = Buffer.concat([batch(0, 4, 16, 7), marker(4, 0, 7), batch(5, 5)]);
    const { fake } = cluster(() => ({ 1: [0] }), { 1: [[{ partition: 0, recordSet: set }]] });
    const gaps: unknown[] = [];
    const seen = await read(fake, [0], 2_000, { onGap: (gap) => gaps.push(gap) });
    expect(seen).toEqual(all(0).filter((at) => at !== "0@4"));
    expect(gaps).toEqual([]);
  });

  it("leaves out the records of aborted transactions for read_committed, and those of no other", async () => {
    const set = Buffer.concat([
      batch(0, 2, 16, 7),
      batch(2, 1, 16, 8),
      marker(3, 0, 7),
      batch(4, 2, 16, 7),
      marker(6, 1, 7),
      batch(7, 3),
    ]);
    const aborted = [{ producerId: 7, firstOffset: 0 }];
    const { fake } = cluster(() => ({ 1: [0] }), { 1: [[{ partition: 0, recordSet: set, aborted }]] });
    const seen = await read(fake, [0], 2_000, { isolation: "read_committed" });
    expect(seen).toEqual(["0@2", "0@4", "0@5", "0@7", "0@8", "0@9"]);
  });

  it("says which offsets the log cleaner has emptied, in order with the records", async () => {
    const { fake } = cluster(() => ({ 1: [0] }), { 1: [[{ partition: 0, recordSet: thinned() }]] });
    const gaps: unknown[] = [];
    const seen = await read(fake, [0], 2_000, { onGap: ({ from, to }) => gaps.push([from, to]) });
    expect(seen).toEqual(["0@0", "0@2", "0@4", "0@6", "0@8"]);
    expect(gaps).toEqual([1, 3, 5, 7, 9].map((offset) => [offset, offset + 1]));
  });
});
