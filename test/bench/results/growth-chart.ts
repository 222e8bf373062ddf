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
  const x = (records: number): string =>
    (plot.left + ((plot.right - plot.left) * records) / most.records).toFixed(1);
  const y = (seconds: number): string =>
    (plot.bottom - ((plot.bottom - plot.top) * seconds) / most.seconds).toFixed(1);
  const axes = `M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}`;
  return [
    `<path class="axis" fill="none" d="${axes}"/>`,
    ...sizes.map(
      ({ records }) =>
        `<text class="figure" x="${x(records)}" y="${plot.bottom + 20}" text-anchor="middle">${amount(records)}</text>`,
    ),
    `<text x="${plot.right}" y="${plot.bottom + 40}" text-anchor="end">records</text>`,
    ...points.flatMap(({ title, kind, points: along }) => [
      `<polyline class="line ${kind}" points="${along.map(({ records, seconds }) => `${x(records)},${y(seconds)}`).join(" ")}"/>`,
      ...along.map(
        ({ records, seconds }) => `<circle class="${kind}" cx="${x(records)}" cy="${y(seconds)}" r="3.5"/>`,
      ),
      ...along
        .slice(-1)
        .map(
          ({ records, seconds }) =>
            `<text class="figure" x="${Number(x(records)) + 10}" y="${Number(y(seconds)) + 4}">${escaped(title)}: ${Math.round(seconds)} s</text>`,
        ),
    ]),
  ];
}

const amount = (records: number): string =>
  records >= 1e6 ? `${records / 1e6} M` : records.toLocaleString("en");
