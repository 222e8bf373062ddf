import type { ItemSalesResult } from "../commands/produce/item-sales.js";
import type { MonitoringResult } from "../commands/produce/monitoring.js";
import type { ProduceResult } from "../commands/produce/send.js";
import type { WeatherResult } from "../commands/produce/weather.js";
import { counted, number, secondsText, shown } from "./text.js";

/** `item_sales: 20,000 records acknowledged in 0.5 s (40,000/s)` and from when to when they are stamped. */
export function renderSent(result: ProduceResult): string {
  const { topic, acknowledged, seconds, recordsPerSecond, interrupted, firstTimestamp, lastTimestamp } =
    result;
  const records = `${topic}: ${counted(acknowledged, "record")}`;
  // What is not sent has no rate.
  const sent =
    recordsPerSecond === undefined
      ? `${records} would be sent`
      : `${records} acknowledged in ${secondsText(seconds)} (${number(recordsPerSecond)}/s)`;
  const stamped =
    firstTimestamp === undefined || lastTimestamp === undefined
      ? ""
      : `  stamped ${timeText(firstTimestamp)} to ${timeText(lastTimestamp)}\n`;
  return `${sent}${interrupted ? ", interrupted" : ""}\n${stamped}${durableText(result)}`;
}

/** `  20,000 receipts in item_sales_written; from send to receipt 210 ms of half of them, 1,404 ms of 99 %` */
function durableText({ durable: report, interrupted }: ProduceResult): string {
  if (report === undefined) return "";
  const { receiptsTopic, durable, p50 = 0, p99 = 0, filtered, filteredOrRefused, missing } = report;
  const latency = durable === 0 ? "" : `; from send to receipt p50 ${number(p50)} ms, p99 ${number(p99)} ms`;
  const lines = [
    `${counted(durable, "record")} durable, by receipts in ${receiptsTopic}${latency}`,
    ...(filtered === 0 ? [] : [`${number(filtered)} not written: a transform drops them`]),
    ...(filteredOrRefused === 0
      ? []
      : [
          `${number(filteredOrRefused)} not written: dropped by a transform, or refused (cassink verify table)`,
        ]),
    ...(missing === 0 ? [] : missingLines(report, interrupted)),
  ];
  return lines.map((line) => `  ${line}\n`).join("");
}

/** Of which records it is not known whether they are durable, why, and what to do. */
function missingLines(
  report: NonNullable<ProduceResult["durable"]>,
  interrupted: boolean,
): readonly string[] {
  const { missing, firstMissing, connector, halted } = report;
  const name = shown(connector);
  const when = interrupted
    ? "not yet known to be durable"
    : halted === undefined
      ? "without a receipt in time"
      : "without a receipt";
  const first = `${number(missing)} ${when}, the first ${firstMissing.map(shown).join(", ")}`;
  if (halted === undefined)
    return interrupted ? [first] : [first, `   do: cassink connector explain ${name}`];
  const { state, task, cause } = halted;
  const part = task === undefined ? `connector ${name}` : `task ${task} of connector ${name}`;
  const said = {
    absent: { why: `the cluster has no connector ${name}`, fix: "cassink connector deploy" },
    paused: { why: `connector ${name} is paused`, fix: `cassink connector resume ${name}` },
    stopped: { why: `connector ${name} is stopped`, fix: `cassink connector resume ${name}` },
    failed: {
      why: `${part} has failed${cause === undefined ? "" : `: ${shown(cause)}`}`,
      fix: `cassink connector explain ${name}`,
    },
  }[state];
  return [first, `  ${said.why}`, `   do: ${said.fix}`];
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function renderItemSales(result: ItemSalesResult): string {
  const { emptyStore = 0, tie } = result;
  const empty =
    emptyStore > 0 ? `  ${number(emptyStore)} with an empty store_id, which the pipeline drops\n` : "";
  const tied =
    tie > 1
      ? `  every ${number(tie)} share one time stamp: a sink that orders by time alone decides wrongly\n`
      : "";
  return `${renderSent(result)}${empty}${tied}`;
}

export function renderWeather(result: WeatherResult): string {
  const { source, cities, missed, missedReason } = result;
  const missing =
    missed > 0 ? `  ${missed} readings did not come; last reason: ${missedReason ?? "unknown"}\n` : "";
  return `${renderSent(result)}  ${source} weather of ${counted(cities, "city", "cities")}\n${missing}`;
}

export function renderMonitoring(result: MonitoringResult): string {
  const { host, disks, missed, missedReason } = result;
  const missing =
    missed > 0
      ? `  a disk could not be measured ${counted(missed, "time")}; last reason: ${shown(missedReason ?? "unknown")}\n`
      : "";
  const measured =
    host === undefined
      ? ""
      : `  processor, memory and ${disks.length === 1 ? "disk" : "disks"} ${shown(disks.join(", "))} of ${shown(host)}\n`;
  return `${renderSent(result)}${measured}${missing}`;
}
