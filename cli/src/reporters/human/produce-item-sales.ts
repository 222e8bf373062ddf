import type { ItemSalesResult } from "../../commands/produce/item-sales.js";
import { sentText } from "./produce-sent.js";

export function render(result: ItemSalesResult): string {
  const lines: string[] = [];
  if (result.emptyStore !== undefined && result.emptyStore > 0) {
    lines.push(
      `  ${result.emptyStore.toLocaleString("en-US")} with an empty store_id, which the pipeline drops`,
    );
  }
  if (result.tie > 1) {
    lines.push(
      `  every ${result.tie.toLocaleString("en-US")} share one time stamp: a sink that orders by time alone decides wrongly`,
    );
  }
  return `${sentText(result)}${lines.map((line) => `${line}\n`).join("")}`;
}
