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
