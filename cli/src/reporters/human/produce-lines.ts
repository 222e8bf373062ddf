import type { ProduceResult } from "../../commands/produce/send.js";
import { sentText } from "./produce-sent.js";

export function render(result: ProduceResult): string {
  return sentText(result);
}
