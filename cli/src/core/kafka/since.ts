import { UsageError } from "../../errors.js";
import { type Moment, momentHint } from "../moment.js";
import { type StartingPoint, startingPoint } from "./starting-point.js";

/** Offsets, or a time. */
export type SincePoint = Extract<StartingPoint, { readonly kind: "offset" | "positions" }> | Moment;

/** From where on records are later ones: where the last verification ended, or a point. */
export type Since = { readonly text: string } & (
  { readonly kind: "last" } | { readonly kind: "point"; readonly point: SincePoint }
);

const hint = `write last, an offset, TOPIC-PARTITION@OFFSET of each partition with commas between them; or ${momentHint}`;

/** @throws UsageError for what is none of `last`, `1187`, `sales-0@1187,sales-1@40` and a moment */
export function since(text: string): Since {
  if (text === "last") return { kind: "last", text };
  const point = pointOf(text);
  if (isEnd(point)) throw notThere(text);
  return { kind: "point", point, text };
}

type TopicEnd = Exclude<StartingPoint, SincePoint>;

const isEnd = (point: StartingPoint): point is TopicEnd =>
  point.kind === "earliest" || point.kind === "latest";

function pointOf(text: string): SincePoint | TopicEnd {
  try {
    return startingPoint(text);
  } catch (cause) {
    throw notThere(text, cause);
  }
}

const notThere = (text: string, cause?: unknown): UsageError =>
  new UsageError(`"${text}" is no place from which on records are later ones`, { hint, cause });
