import { type TopicPosition, parsePosition } from "../core/kafka/position.js";
import { duration, isoTime } from "../core/moment.js";
import { type LogLevel, logLevels } from "../core/stack/log-filter.js";
import { whatIsKnown } from "../core/suggestion.js";
import { UsageError } from "../errors.js";

export { duration, moment } from "../core/moment.js";

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

/** A duration during which something can happen. */
export function positiveDuration(text: string): number {
  const milliseconds = duration(text);
  if (milliseconds > 0) return milliseconds;
  throw new UsageError(`"${text}" is no time at all`, { hint: "write 500ms, 5s, 2m or 1h" });
}

/** A text in which there is something to read. */
export function notBlank(text: string): string {
  if (text.trim() !== "") return text;
  throw new UsageError(`"${text}" is blank`, { hint: "write a name, or leave the flag out" });
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
