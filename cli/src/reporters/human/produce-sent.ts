import type { ProduceResult } from "../../commands/produce/send.js";

/** `item_sales: 20,000 records acknowledged in 0.5 s (40,000/s)` and from when to when they are stamped. */
export function sentText(result: ProduceResult): string {
  const { topic, acknowledged, seconds, recordsPerSecond, interrupted } = result;
  const number = (value: number): string => value.toLocaleString("en-US");
  const records = acknowledged === 1 ? "1 record" : `${number(acknowledged)} records`;
  const lines = [
    `${topic}: ${records} acknowledged in ${seconds.toFixed(1)} s (${number(recordsPerSecond)}/s)${interrupted ? ", interrupted" : ""}`,
  ];
  if (result.firstTimestamp !== undefined && result.lastTimestamp !== undefined) {
    lines.push(`  stamped ${timeText(result.firstTimestamp)} to ${timeText(result.lastTimestamp)}`);
  }
  return `${lines.join("\n")}\n`;
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
