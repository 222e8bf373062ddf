import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { Pipelines } from "./pipelines.js";
import { SalesTable } from "./sales-table.js";
import type { Addresses, BenchStack } from "./stack.js";

/** What scenarios and peers share: a running stack and clients of its servers. */
export interface Bench {
  readonly stack: Omit<BenchStack, "remove">;
  readonly addresses: Addresses;
  readonly kafka: Kafka;
  readonly table: SalesTable;
  readonly pipelines: Pipelines;
  readonly signal: AbortSignal;
  /** Tells the person who waits what goes on. */
  readonly say: (text: string) => void;
}

export async function openBench(
  stack: Bench["stack"],
  { signal, say }: Pick<Bench, "signal" | "say">,
): Promise<Bench> {
  const addresses = await stack.addresses();
  return {
    stack,
    addresses,
    kafka: new Kafka({ clientId: "bench", brokers: [addresses.kafka], logLevel: logLevel.NOTHING }),
    table: new SalesTable(addresses),
    pipelines: new Pipelines(join(stack.home, "bench")),
    signal,
    say,
  };
}
