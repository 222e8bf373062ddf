import type { KafkaRecord } from "./record.js";

/** Of which record a receipt tells, and in which table it is durable (docs/receipts.md has its headers). */
export interface ReceiptOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** `keyspace.table` */
  readonly table: string;
}

/** Undefined for a record that is no receipt of a record. */
export function receiptOrigin({ headers }: Pick<KafkaRecord, "headers">): ReceiptOrigin | undefined {
  const text = (name: string): string =>
    new TextDecoder().decode(headers.find(({ key }) => key === `cassink.${name}`)?.value ?? undefined);
  const [topic, table, partition, offset] = [text("topic"), text("table"), text("partition"), text("offset")];
  if (topic === "" || ![partition, offset].every((number) => /^\d+$/.test(number))) return undefined;
  return { topic, table, partition: Number(partition), offset: Number(offset) };
}
