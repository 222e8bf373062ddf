import { resolutionKey, type Resolution } from "#cli/core/dead-letters/resolution.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";

/** What a letter of a test says; the rest is usual. */
export interface LetterOf {
  /** `sales-0@5`; undefined for a letter without Connect's headers. */
  readonly origin?: string | undefined;
  readonly connector?: string;
  readonly message?: string;
  readonly time?: number;
  readonly key?: string | null;
  readonly value?: string | null;
  /** Headers of the record itself. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A dead letter as Connect writes it. */
export function letterOf(offset: number, letter: LetterOf): KafkaRecord {
  const { origin, connector = "sales", time = 1_000, key = "k", value = "v", headers = {} } = letter;
  const [, topic = "", partition = "", at = ""] = /^(.+)-(\d+)@(\d+)$/.exec(origin ?? "") ?? [];
  const message =
    letter.message ?? `${origin ?? "x-0@0"}: shop.sales: column n, from value.n: a text is not a number`;
  const told = {
    "__connect.errors.topic": topic,
    "__connect.errors.partition": partition,
    "__connect.errors.offset": at,
    "__connect.errors.connector.name": connector,
    "__connect.errors.exception.message": message,
    "__connect.errors.exception.stacktrace": `org.apache.kafka.connect.errors.DataException: ${message}\n\tat io.cassink.sink.X.y(X.java:1)`,
  };
  const all = { ...headers, ...(origin === undefined ? {} : told) };
  return {
    partition: 0,
    offset,
    timestamp: time,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: Object.entries(all).map(([name, text]) => ({ key: name, value: Buffer.from(text) })),
  };
}

/** A note as `dlq replay` and `dlq purge` write it. */
export function resolutionOf(of: Partial<Resolution> & Pick<Resolution, "origin">): KafkaRecord {
  const note: Resolution = {
    ...{ action: "purged", connector: "sales", time: 1_000, letter: "dead-0@0", count: 0 },
    at: "2026-01-01T00:00:00.000Z",
    ...of,
  };
  return {
    ...{ partition: 0, offset: 0, timestamp: 0, headers: [] },
    key: Buffer.from(resolutionKey(note.connector, note.origin, note.time)),
    value: Buffer.from(JSON.stringify(note)),
  };
}
