import type { WeatherResult } from "../../commands/produce/weather.js";
import { sentText } from "./produce-sent.js";

export function render(result: WeatherResult): string {
  const cities = result.cities === 1 ? "1 city" : `${result.cities} cities`;
  const lines = [`  ${result.source} weather of ${cities}`];
  if (result.missed > 0) {
    lines.push(`  ${result.missed} readings did not come; last reason: ${result.missedReason ?? "unknown"}`);
  }
  return `${sentText(result)}${lines.join("\n")}\n`;
}
