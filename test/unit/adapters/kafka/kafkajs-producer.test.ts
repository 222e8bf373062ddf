import { describe, expect, it } from "vitest";
import { createProducer } from "#cli/adapters/kafka/kafkajs-producer.js";
import { FakeKafkaCluster } from "#test/support/fakes/kafka-cluster.js";

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: null, value: `v${index}`, timestamp: index }));

async function send(cluster: FakeKafkaCluster, count: number): Promise<void> {
  const producer = await createProducer(cluster.client(), () => Promise.resolve(cluster.leaders.length));
  await producer.send("sales", records(count));
  await producer.close();
}

const all = (count: number): string[] => records(count).map(({ value }) => value);
const sorted = (cluster: FakeKafkaCluster): string[] =>
  cluster.held.flat().sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

describe("a producer whose leaders move while it sends", () => {
  // Broker 1 has answered for partition 0 when broker 2 dies and partition 1 moves to broker 1.
  it("sends what moved to a broker that has answered already", async () => {
    const cluster = new FakeKafkaCluster([1, 2, 3]);
    cluster.onRequest = (node) => {
      if (node !== 2) return true;
      cluster.leaders[1] = 1;
      return false;
    };
    await send(cluster, 30);
    expect(sorted(cluster)).toEqual(all(30));
  });

  // Broker 1 has answered for partition 0, which then moves to broker 2, and broker 3's request is sent again.
  it("sends nothing twice when what was acknowledged moves", async () => {
    const cluster = new FakeKafkaCluster([1, 3, 3]);
    let isFirst = true;
    cluster.onRequest = (node) => {
      if (node !== 3 || !isFirst) return true;
      isFirst = false;
      cluster.leaders[0] = 2;
      return false;
    };
    await send(cluster, 30);
    expect(sorted(cluster)).toEqual(all(30));
  });

  it("keeps one copy of what a broker took and did not acknowledge", async () => {
    const cluster = new FakeKafkaCluster([1, 2, 2]);
    let died = false;
    cluster.onAnswer = (node) => {
      if (node !== 2 || died) return true;
      died = true;
      cluster.leaders[1] = cluster.leaders[2] = 1;
      return false;
    };
    await send(cluster, 30);
    expect(sorted(cluster)).toEqual(all(30));
    expect(cluster.held.map(({ length }) => length)).toEqual([10, 10, 10]);
  });

  it("keeps the order within each partition", async () => {
    const cluster = new FakeKafkaCluster([1, 2]);
    let requests = 0;
    cluster.onRequest = (node, partitions) => {
      requests += 1;
      if (requests % 3 !== 2) return true;
      for (const partition of partitions) cluster.leaders[partition] = node === 1 ? 2 : 1;
      return false;
    };
    await send(cluster, 8_000);
    for (const held of cluster.held)
      expect(held.map((value) => Number(value.slice(1)))).toEqual(
        held.map((value) => Number(value.slice(1))).sort((a, b) => a - b),
      );
    expect(sorted(cluster)).toEqual(all(8_000));
  });

  it("is an error that names the partition when the cluster no longer has it", async () => {
    const cluster = new FakeKafkaCluster([1, 2, 3]);
    cluster.leaders[1] = undefined;
    await expect(send(cluster, 30)).rejects.toThrow(/partition 1 .*not acknowledged/);
    expect(cluster.held[1]).toEqual([]);
  });
});
