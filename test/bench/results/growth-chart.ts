import { chartStyle, escaped } from "./chart-style.js";
import type { BenchResult, GrowthResult, SizeResult } from "./result.js";
import { median } from "./statistics.js";

const [width, height] = [860, 400];
const plot = { left: 70, right: 640, top: 24, bottom: 350 };

type Round = SizeResult["rounds"][number];

const lines = [
  { title: "verify table", kind: "ours", seconds: ({ proof }: Round) => proof.seconds },
  {
    title: "reading topic and table alone",
    kind: "peer",
    seconds: ({ topic, table }: Round) => topic.seconds + table.seconds,
  },
] as const;

/** Seconds by records, both from 0 on: what is linear is a straight line. */
export function growthChart({ scenarios }: BenchResult): string {
  const growths = Object.values(scenarios).flatMap(({ measured }) =>
    measured.kind === "growth" ? [measured] : [],
  );
  const [growth = { sizes: [] }] = growths;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"`,
    `  aria-label="Seconds by records">`,
    chartStyle,
    ...drawn(growth.sizes),
    "</svg>",
    "",
  ].join("\n");
}

function drawn(sizes: GrowthResult["sizes"]): readonly string[] {
  const points = lines.map((line) => ({
    ...line,
    points: sizes.map(({ records, rounds }) => ({ records, seconds: median(rounds.map(line.seconds)) })),
  }));
  const all = points.flatMap((line) => line.points);
  const most = {
    records: Math.max(1, ...all.map(({ records }) => records)),
    seconds: Math.max(1, ...all.map(({ seconds }) => seconds)),
  };
  const x = (records: number): number =>
    Math.round(plot.left + ((plot.right - plot.left) * records) / most.records);
  const y = (seconds: number): number =>
    Math.round(plot.bottom - ((plot.bottom - plot.top) * seconds) / most.seconds);
  const axes = `M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}`;
  return [
    `<path class="axis" fill="none" d="${axes}"/>`,
    ...sizes.map(
      ({ records }) =>
        `<text class="figure" x="${x(records)}" y="${plot.bottom + 20}" text-anchor="middle">${amount(records)}</text>`,
    ),
    `<text x="${plot.right}" y="${plot.bottom + 40}" text-anchor="end">records</text>`,
    ...points.flatMap(({ title, kind, points: along }) =>
      line(
        kind,
        along.map(({ records, seconds }) => ({ x: x(records), y: y(seconds) })),
        `${title}: ${Math.round(along.at(-1)?.seconds ?? 0)} s`,
      ),
    ),
  ];
}

/** A point for each size, and words at the last one. */
function line(
  kind: "ours" | "peer",
  points: readonly { readonly x: number; readonly y: number }[],
  words: string,
): readonly string[] {
  const [last] = points.slice(-1);
  if (last === undefined) return [];
  return [
    `<polyline class="line ${kind}" points="${points.map(({ x, y }) => `${x},${y}`).join(" ")}"/>`,
    ...points.map(({ x, y }) => `<circle class="${kind}" cx="${x}" cy="${y}" r="3.5"/>`),
    `<text class="figure" x="${last.x + 10}" y="${last.y + 4}">${escaped(words)}</text>`,
  ];
}

const amount = (records: number): string =>
  records >= 1e6 ? `${records / 1e6} M` : records.toLocaleString("en");
