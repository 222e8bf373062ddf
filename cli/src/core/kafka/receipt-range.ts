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

const numbers = ["partition", "from", "to", "written", "deleted", "superseded", "refused"] as const;

/** Undefined for a record that is no receipt of a range. */
export function receiptRange({ value }: Pick<KafkaRecord, "value">): ReceiptRange | undefined {
  const told = fields(value);
  const { topic } = told;
  if (typeof topic !== "string" || !numbers.every((name) => Number.isSafeInteger(told[name])))
    return undefined;
  const { partition, from, to, written, deleted, superseded, refused } = told as Readonly<
    Record<(typeof numbers)[number], number>
  >;
  return { topic, partition, from, to, rows: written + deleted + superseded, refused };
}

function fields(value: Uint8Array | null): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(value ?? undefined));
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
