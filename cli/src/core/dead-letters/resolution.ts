import type { KafkaRecord } from "../kafka/record.js";
import { recordName } from "./letter.js";

/** What can become of a dead letter. */
export const resolved = ["replayed", "purged", "quarantined"] as const;

/**
 * What has become of a record that was dead-lettered. It stands in a compacted topic beside that of the letters, under
 * the connector, the record's position and its time, so that the last word about a record counts.
 */
export interface Resolution {
  readonly action: (typeof resolved)[number];
  readonly connector: string;
  /** The record: `topic-partition@offset`. */
  readonly origin: string;
  /**
   * The time of the record, in milliseconds since the Unix epoch. A record of another time at this position is another
   * one: its topic was made again.
   */
  readonly time: number;
  /** The letter that was looked at: `topic-partition@offset`; absent where it is no longer known. */
  readonly letter?: string;
  /** How often the record has been replayed. */
  readonly count: number;
  /** When this was noted, as ISO 8601. */
  readonly at: string;
  /** Of one that was replayed: where it is now, `topic-partition@offset`. */
  readonly to?: string;
}

/** The key of a resolution. A connector's name may hold anything, a position no slash. */
export const resolutionKey = (connector: string, origin: string, time: number): string =>
  keyWithin(connector, recordName(origin, time));

/** The record of a {@link resolutionKey} of this connector; undefined for another key. */
export function recordOfKey(
  key: string,
  connector: string,
): { readonly origin: string; readonly time: number } | undefined {
  const start = keyWithin(connector, "");
  const [, origin, time] =
    /^([^/]+)\/(-?\d+)$/.exec(key.startsWith(start) ? key.slice(start.length) : "") ?? [];
  return origin === undefined ? undefined : { origin, time: Number(time) };
}

/** A key for something else of a connector. */
export const keyWithin = (connector: string, name: string): string => `${connector}/${name}`;

/** What is said in a topic of resolutions, by its last words: they are kept as text, which takes a third of the memory. */
export class Resolutions {
  readonly #said = new Map<string, string>();

  /** Takes the next record of the topic. */
  add({ key, value }: Pick<KafkaRecord, "key" | "value">): void {
    if (key === null) return;
    const name = Buffer.from(key).toString("utf8");
    if (value === null) this.#said.delete(name);
    else this.#said.set(name, Buffer.from(value).toString("utf8"));
  }

  /** What is noted of a record of this connector at this time; undefined where nothing is. */
  of(connector: string, origin: string, time: number): Resolution | undefined {
    const said =
      this.#said.get(resolutionKey(connector, origin, time)) ??
      // What was noted before the time was a part of the key.
      this.#said.get(keyWithin(connector, origin));
    const found = said === undefined ? undefined : resolutionOf(parsed(said));
    const isOfIt = found?.connector === connector && found.origin === origin && found.time === time;
    return isOfIt ? found : undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Undefined for what is no resolution: anybody may write to the topic. */
function resolutionOf(said: unknown): Resolution | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const { action, connector, origin, time, letter, count, at, to } = said as Record<string, unknown>;
  const isKnown = resolved.some((known) => known === action);
  const texts = [connector, origin, letter ?? "", at];
  if (!isKnown || !texts.every((text) => typeof text === "string")) return undefined;
  if (typeof time !== "number" || typeof count !== "number") return undefined;
  // One that was sent again and does not say where to cannot be looked up.
  if (action === "replayed" ? typeof to !== "string" : to !== undefined) return undefined;
  return said as unknown as Resolution;
}
