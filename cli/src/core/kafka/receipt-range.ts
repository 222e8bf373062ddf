import type { KafkaRecord } from "./record.js";

/** What a receipt tells of a range of a partition (docs/receipts.md has its fields). */
export interface ReceiptRange {
  readonly topic: string;
  readonly partition: number;
  /** Included. */
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** Rows in all tables: written, deleted and superseded. */
  readonly rows: number;
  /** Records that are bad for some table. */
  readonly refused: number;
}

/** Undefined for a record that is no receipt of a range. */
export function receiptRange({ value }: Pick<KafkaRecord, "value">): ReceiptRange | undefined {
  const { topic, partition, from, to, written, deleted, superseded, refused } = fields(value);
  if (typeof topic !== "string") return undefined;
  const numbers = [partition, from, to, written, deleted, superseded, refused];
  if (!numbers.every(Number.isSafeInteger)) return undefined;
  const [of = 0, start = 0, end = 0, ...counts] = numbers as readonly number[];
  const [writes = 0, deletes = 0, overwritten = 0, bad = 0] = counts;
  return {
    topic,
    partition: of,
    from: start,
    to: end,
    rows: writes + deletes + overwritten,
    refused: bad,
  };
}

function fields(value: Uint8Array | null): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(value ?? undefined));
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
