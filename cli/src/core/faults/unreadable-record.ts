import type { Stage } from "./fault.js";

/** A record that a converter of the connector cannot read, or one of its transforms refuses. */
export interface UnreadableRecord {
  /** `item-sales-0@17` */
  readonly position: string;
  readonly side: Stage;
  readonly cause: string;
}

/** `item-sales-0@17, its value: JsonConverter cannot read it: …`, or `item-sales-0@17, the transform "price": …` */
export function unreadableText({ position, side, cause }: UnreadableRecord): string {
  return `${position}, ${side === "transform" ? "" : `its ${side}: `}${cause}`;
}
