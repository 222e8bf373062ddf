import { type KafkaRecord, positionText } from "../kafka/record.js";
import { headerText, replayHeaders } from "./letter.js";
import type { LetterSource } from "./read-letters.js";
import { keyWithin, resolutionKey } from "./resolution.js";

/**
 * Whose replay a record is, as {@link resolutionKey} writes it, or without the time where the record does not say it: it
 * was sent before there was a header for it. Undefined for any other record.
 */
export function replayOf(record: KafkaRecord): string | undefined {
  if (record.headers.length === 0) return undefined;
  const origin = headerText(record, replayHeaders.origin);
  const connector = headerText(record, replayHeaders.connector);
  if (origin === undefined || connector === undefined) return undefined;
  const time = headerText(record, replayHeaders.time);
  return time === undefined ? keyWithin(connector, origin) : resolutionKey(connector, origin, Number(time));
}

/** Ranges of offsets, `from` included, `to` not. */
interface Ranges {
  readonly topic: string;
  readonly ranges: readonly { readonly partition: number; readonly from: number; readonly to: number }[];
}

/** The replayed records in these parts of topics: where they stand, by whose replays they are. A record may have several. */
export async function replaysIn(
  parts: readonly Ranges[],
  kafka: Pick<LetterSource, "read">,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const { topic, ranges } of parts) {
    const filled = ranges.filter(({ from, to }) => to > from);
    if (filled.length === 0) continue;
    await kafka.read({
      topic,
      ranges: filled,
      signal,
      onRecords: (records) => {
        for (const record of records) {
          const of = replayOf(record);
          if (of === undefined) continue;
          const place = positionText(topic, record.partition, record.offset);
          const known = found.get(of);
          if (known === undefined) found.set(of, [place]);
          else known.push(place);
        }
      },
    });
  }
  return found;
}
