import { type ConnectorConfig, isolationLevel } from "../../../core/connect/connector-config.js";
import type { CommandContext } from "../../../ports/context.js";

/** What lies between two offsets of some partitions. */
export interface CountedRecords {
  readonly records: number;
  /** Different keys of theirs: as many rows or fewer, where a row is a key. */
  readonly keys: number;
  readonly withoutKey: number;
}

/** Offsets that are read to count what lies there. */
export const mostCounted = 200_000;

export interface CountedRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** Undefined where they are more than {@link mostCounted}. */
export async function countRecords(
  ranges: readonly CountedRange[],
  config: ConnectorConfig,
  { kafka, signal, progress }: CommandContext,
): Promise<CountedRecords | undefined> {
  const total = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  if (total > mostCounted) return undefined;
  const keys = new Set<string>();
  let records = 0;
  let withoutKey = 0;
  for (const topic of new Set(ranges.map((range) => range.topic))) {
    await kafka.read({
      topic,
      ranges: ranges.filter((range) => range.topic === topic),
      isolation: isolationLevel(config),
      signal,
      onRecords: (read) => {
        for (const { key } of read) {
          if (key === null) withoutKey += 1;
          else keys.add(Buffer.from(key).toString("latin1"));
        }
        records += read.length;
        progress.report({ kind: "records read", done: records, total });
      },
    });
  }
  return { records, keys: keys.size, withoutKey };
}
