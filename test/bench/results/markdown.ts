import type { Verified } from "#test/bench/harness/verification.js";
import type { Machine } from "./machine.js";
import type {
  BenchResult,
  LatencyResult,
  LatencySeries,
  Measured,
  MemoryResult,
  PeerResult,
  RaceResult,
  Ratio,
  ScenarioResult,
} from "./result.js";

/** docs/benchmarks/sink.md */
export function markdown({ scenarios }: BenchResult): string {
  const results = Object.values(scenarios);
  return [
    "# The sink and its peers, measured",
    "",
    "<!-- Written by npm run bench. -->",
    "",
    "What each figure means stands in the [README](README.md), all runs in [sink.json](sink.json).",
    "",
    "![Rows a second of each peer, by scenario](sink.svg)",
    "",
    ...results.flatMap((result) => section(result)),
    "## Measured on",
    "",
    ...machines(results),
    "",
  ].join("\n");
}

function section({ title, measuredAt, measured }: ScenarioResult): string[] {
  return [`## ${title}`, "", `${amount(measured)} ${measuredAt.slice(0, 10)}.`, "", ...body(measured), ""];
}

function amount(measured: Measured): string {
  if (measured.kind === "latency") return "Unique keys at a steady pace.";
  const records = `${whole(measured.records)} records of up to ${whole(measured.items)} items`;
  return measured.kind === "race" ? `${records}; medians.` : `${records}; a heap of ${measured.heap} MB.`;
}

function body(measured: Measured): string[] {
  if (measured.kind === "race") return race(measured);
  return measured.kind === "latency" ? latency(measured) : memory(measured);
}

function race({ peers, ratios }: RaceResult): string[] {
  return [
    ...table(["peer", "rows/s", "of each round", "CPU-s per million rows", "table"], peers.map(peerRow)),
    "",
    ...(ratios.length === 0 ? [] : table(["ratio", "seen", "wanted", ""], ratios.map(ratioRow))),
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

/** Each machine and set of versions once, with what was measured on it. */
function machines(results: readonly ScenarioResult[]): string[] {
  const texts = new Map<string, string[]>();
  for (const { machine, title } of results) {
    const text = describe(machine);
    texts.set(text, [...(texts.get(text) ?? []), title]);
  }
  if (texts.size === 1) return [...texts.keys()];
  return [...texts].flatMap(([text, titles]) => [text, "", ...titles.map((title) => `- ${title}`), ""]);
}

function describe({ processor, cores, memory: gibibytes, system, versions }: Machine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${processor}, ${cores} cores, ${gibibytes} GiB, ${system}. ${list.join(", ")}. All on one machine.`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
