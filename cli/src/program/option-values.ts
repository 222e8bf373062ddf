import { type TopicPosition, parsePosition } from "../core/kafka/position.js";
import type { ReadStart } from "../core/peek/start.js";
import { type LogLevel, logLevels } from "../core/stack/log-filter.js";
import { whatIsKnown } from "../core/suggestion.js";
import { UsageError } from "../errors.js";

/** Parsers for the texts of flags. Each throws UsageError that says what it wants. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const digits = text.replaceAll("_", "");
    const value = Number(digits);
    if (!/^\d+$/.test(digits) || value < minimum || value > maximum) {
      const range = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
      throw new UsageError(`"${text}" is not a whole number ${range}`);
    }
    return value;
  };
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `5s`, `2m`, `1h`, `1d` to milliseconds; a bare number is seconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  const unit = unitMilliseconds[match?.[2] ?? "s"];
  if (match === null || unit === undefined) {
    throw new UsageError(`"${text}" is not a duration`, { hint: "write 500ms, 5s, 2m or 1h" });
  }
  return Math.round(Number(match[1]) * unit);
}

/** A time in ISO 8601, in UTC where it names no zone, as milliseconds since the Unix epoch; undefined for another text. */
function isoTime(text: string): number | undefined {
  const [, day, clock = "T00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:([T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text) ?? [];
  if (day === undefined) return undefined;
  const time = Date.parse(`${day}${clock.replace(" ", "T")}${zone}`);
  return Number.isNaN(time) ? undefined : time;
}

/** A time as {@link isoTime}, or as a count of milliseconds since the Unix epoch. */
export function timeStamp(text: string): number {
  const time = /^\d{1,15}$/.test(text) ? Number(text) : isoTime(text);
  if (time !== undefined && time >= 0) return time;
  throw new UsageError(`"${text}" is not a time`, {
    hint: "write 2026-01-31T08:15:00Z, or milliseconds since 1970",
  });
}

/** `trace=7`: the value is what stands behind the first `=`. */
export function header(text: string): { readonly key: string; readonly value: string } {
  const at = text.indexOf("=");
  if (at > 0) return { key: text.slice(0, at), value: text.slice(at + 1) };
  throw new UsageError(`"${text}" is no header`, { hint: "write name=value" });
}

/** A time, or how long ago it was. */
export type Moment =
  { readonly kind: "time"; readonly time: number } | { readonly kind: "ago"; readonly milliseconds: number };

const momentHint = "write a time as 2026-01-31T08:15:00Z, or how long ago it was: 10m, 2h, 1d";

/** `2026-01-31T08:15:00Z`, or `10m` for ten minutes ago. */
export function moment(text: string): Moment {
  const time = isoTime(text);
  if (time !== undefined) return { kind: "time", time };
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return { kind: "ago", milliseconds: duration(text) };
  throw new UsageError(`"${text}" is neither a time nor a duration`, { hint: momentHint });
}

/** Where reading of a topic begins: `earliest`, `latest`, `1187`, `orders-0@1187`, or a {@link moment}. */
export function readStart(text: string): ReadStart {
  if (text === "earliest" || text === "latest") return { kind: text };
  if (/^\d{1,15}$/.test(text)) return { kind: "offset", offset: Number(text) };
  const position = parsePosition(text);
  if (position !== undefined) return { kind: "offset", offset: position.offset, of: position };
  try {
    return moment(text);
  } catch (cause) {
    throw new UsageError(`"${text}" is no place in a topic`, {
      hint: `earliest, latest, an offset, a record's place as orders-0@1187; or ${momentHint}`,
      cause,
    });
  }
}

/** `1%` or `0.01` to a share from 0 to 1. */
export function share(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%)?$/.exec(text);
  const value = Number(match?.[1]) / (match?.[2] === undefined ? 1 : 100);
  if (match === null || !(value >= 0 && value <= 1)) {
    throw new UsageError(`"${text}" is not a share`, { hint: "write 1% or 0.01" });
  }
  return value;
}

/** A positive number: records per second. */
export function rate(text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (!(value > 0 && Number.isFinite(value))) {
    throw new UsageError(`"${text}" is not a rate`, { hint: "write records per second, as 1000 or 0.5" });
  }
  return value;
}

/** A regular expression that a whole text must match. */
export function wholePattern(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`, "u");
  } catch (error) {
    throw new UsageError(`"${text}" is no regular expression: ${(error as Error).message}`, {
      hint: "it matches the whole name: 'sales-.*'",
    });
  }
}

/** A regular expression that matches somewhere in a text. */
export function pattern(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch (error) {
    throw new UsageError(`"${text}" is no regular expression: ${(error as Error).message}`, {
      hint: "what stands for itself and means something in one has a backslash: 'topic\\[0\\]'",
    });
  }
}

/** A level of the servers' logs, in any case. */
export function logLevel(text: string): LogLevel {
  const level = logLevels.find((known) => known === text.toUpperCase());
  if (level !== undefined) return level;
  throw new UsageError(`"${text}" is no level of a log`, { hint: whatIsKnown(text, logLevels) });
}

/** The states of Connect, as people write them. */
export const connectorStates = [
  "failed",
  "running",
  "paused",
  "stopped",
  "unassigned",
  "restarting",
] as const;

export function connectorState(text: string): (typeof connectorStates)[number] {
  const state = connectorStates.find((known) => known === text.toLowerCase());
  if (state !== undefined) return state;
  throw new UsageError(`"${text}" is no state of a connector`, { hint: whatIsKnown(text, connectorStates) });
}

/** Milliseconds: since the Unix epoch, or before now. */
export interface PointInTime {
  readonly kind: "at" | "ago";
  readonly milliseconds: number;
}

/** `2026-11-27T20:00:00Z`, `2026-11-27` (UTC), or a duration: `2h` is two hours ago. */
export function pointInTime(text: string): PointInTime {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return { kind: "ago", milliseconds: duration(text) };
  const isWhole = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const milliseconds = isWhole ? Date.parse(text) : NaN;
  if (Number.isNaN(milliseconds)) {
    throw new UsageError(`"${text}" is no time`, {
      hint: "write 2026-11-27T20:00:00Z, with Z or +01:00 at its end, or 2h for two hours ago",
    });
  }
  return { kind: "at", milliseconds };
}

/** `topic-0@1187`: topic, partition and offset. */
export function position(text: string): TopicPosition {
  const found = parsePosition(text);
  if (found !== undefined) return found;
  throw new UsageError(`"${text}" is no position in a topic`, {
    hint: "write item_sales-0@1187: topic, partition and offset",
  });
}

/** `-1000`, `+1000`, `1000` */
export function signedNumber(text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (!/^[+-]?\d[\d_]*$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UsageError(`"${text}" is no number of offsets`, { hint: "write -1000 or 1000" });
  }
  return value;
}
