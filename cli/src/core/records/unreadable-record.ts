import type { ConverterConfig } from "./converters.js";

/** A record that a converter of the connector cannot read. */
export interface UnreadableRecord {
  /** `item-sales-0@17` */
  readonly position: string;
  readonly side: ConverterConfig["side"];
  readonly cause: string;
}

/** `item-sales-0@17, its value: JsonConverter cannot read it: …` */
export function unreadableText({ position, side, cause }: UnreadableRecord): string {
  return `${position}, its ${side}: ${cause}`;
}
