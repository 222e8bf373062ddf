import type { Verified } from "#test/bench/harness/verification.js";
import type {
  GrowthResult,
  LatencyResult,
  LatencySeries,
  Measured,
  MemoryResult,
  PeerResult,
  RaceResult,
  Ratio,
  SizeResult,
} from "./result.js";
import { median } from "./statistics.js";

/** Of what, and which figures of several rounds. */
export function amount(measured: Measured): string {
  if (measured.kind === "latency") return "Unique keys at a steady pace.";
  if (measured.kind === "growth") return "Medians.";
  const records = `${whole(measured.records)} records of up to ${whole(measured.items)} items`;
  return measured.kind === "race" ? `${records}; medians.` : `${records}; a heap of ${measured.heap} MB.`;
}

export function body(measured: Measured): string[] {
  if (measured.kind === "race") return race(measured);
  if (measured.kind === "growth") return growth(measured);
  return measured.kind === "latency" ? latency(measured) : memory(measured);
}

function race({ peers, ratios }: RaceResult): string[] {
  return [
    ...table(["peer", "rows/s", "of each round", "CPU-s per million rows", "table"], peers.map(peerRow)),
    "",
    ...ratioTable(ratios),
  ];
}

const ratioTable = (ratios: readonly Ratio[]): string[] =>
  ratios.length === 0 ? [] : table(["ratio", "seen", "wanted", ""], ratios.map(ratioRow));

function growth({ sizes, ratios }: GrowthResult): string[] {
  const of = (size: SizeResult, figure: (round: SizeResult["rounds"][number]) => number): number =>
    median(size.rounds.map(figure));
  return [
    ...table(
      [
        "records",
        "rounds",
        "seconds",
        "CPU-s per million records",
        "resident",
        "10,000 changed",
        "topic alone",
        "table alone",
        "table",
      ],
      sizes.map((size) => [
        whole(size.records),
        String(size.rounds.length),
        of(size, ({ proof }) => proof.seconds).toFixed(1),
        of(size, ({ proof }) => (proof.processorSeconds * 1e6) / size.records).toFixed(1),
        `${whole(of(size, ({ proof }) => proof.resident))} MB`,
        `${of(size, ({ since }) => since.seconds).toFixed(1)} s`,
        `${of(size, ({ topic }) => topic.seconds).toFixed(1)} s`,
        `${of(size, (round) => round.table.seconds).toFixed(1)} s`,
        verdict(size.verified),
      ]),
    ),
    "",
    ...ratioTable(ratios),
  ];
}

function peerRow({ title, rowsPerSecond, runs, processorSecondsPerMillion, failures }: PeerResult): string[] {
  return [
    title,
    rowsPerSecond === undefined ? "-" : whole(rowsPerSecond),
    runs.map((run) => whole(run.rowsPerSecond)).join(" · "),
    processorSecondsPerMillion?.toFixed(1) ?? "-",
    [...new Set(runs.map(({ verified }) => verdict(verified))), ...failures.map(() => "a run failed")].join(
      "; ",
    ),
  ];
}

function ratioRow({ what, value, target, met }: Ratio): string[] {
  const wanted = "atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  return [what, value.toFixed(2), wanted, met ? "met" : "not met"];
}

function latency({ series }: LatencyResult): string[] {
  return table(
    ["peer", "records/s", "p50", "p95", "p99", "most", "samples", "wanted", "table"],
    series.map((one) => [
      one.title,
      whole(one.rate),
      ...[one.p50, one.p95, one.p99, one.most].map((value) => `${value.toFixed(1)} ms`),
      whole(one.samples),
      wantedLatency(one),
      [...new Set(one.rounds.map(({ verified }) => verdict(verified)))].join("; "),
    ]),
  );
}

function wantedLatency({ p50, p99, wanted }: LatencySeries): string {
  if (wanted === undefined) return "";
  const met = p50 <= wanted.p50 && p99 <= wanted.p99;
  return `p50 ≤ ${wanted.p50} ms, p99 ≤ ${wanted.p99} ms: ${met ? "met" : "not met"}`;
}

function memory({ run, samples, growthPerMillion }: MemoryResult): string[] {
  const live = samples.flatMap(({ liveHeap }) => (liveHeap === undefined ? [] : [liveHeap]));
  const growth = growthPerMillion === undefined ? "-" : `${growthPerMillion.toFixed(2)} MB`;
  return table(
    ["rows/s", "live heap by tenths of the topic", "growth per million", "resident at most", "table"],
    [
      [
        whole(run.rowsPerSecond),
        live.map((value) => value.toFixed(0)).join(" · ") + " MB",
        growth,
        `${whole(Math.max(...samples.map(({ resident }) => resident)))} MB`,
        verdict(run.verified),
      ],
    ],
  );
}

function verdict({ clean, missing, different, unexpected, refused, failure }: Verified): string {
  if (clean) return "right";
  if (failure !== undefined) return "**not verified**";
  const counts = Object.entries({ missing, different, unexpected, refused });
  const found = counts.filter(([, count]) => count > 0).map(([what, count]) => `${whole(count)} ${what}`);
  return `**wrong**: ${found.join(", ")}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
