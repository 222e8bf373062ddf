import type { BenchResult, PeerResult } from "./result.js";
import { chartStyle, escaped } from "./chart-style.js";

const width = 860;
const labels = 290;
const figures = 130;
const barHeight = 18;
const rowHeight = 26;
const titleHeight = 40;
const margin = 16;

/** docs/benchmarks/sink.svg: rows a second, a bar for each peer of each race. */
export function rateChart({ scenarios }: BenchResult): string {
  const races = Object.values(scenarios).flatMap(({ title, measured }) =>
    measured.kind === "race" ? [{ title, peers: measured.peers.filter(hasRate) }] : [],
  );
  const most = Math.max(1, ...races.flatMap(({ peers }) => peers.map((peer) => peer.rowsPerSecond)));
  const lines: string[] = [];
  let top = margin;
  for (const { title, peers } of races) {
    lines.push(`<text class="title" x="${margin}" y="${top + 24}">${escaped(title)}: rows/s</text>`);
    top += titleHeight;
    for (const peer of peers) {
      lines.push(...bar(peer, top, most));
      top += rowHeight;
    }
    top += margin;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" role="img"`,
    `  aria-label="Rows a second of each peer, by scenario">`,
    chartStyle,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

type RatedPeer = PeerResult & { readonly rowsPerSecond: number };

function hasRate(peer: PeerResult): peer is RatedPeer {
  return peer.rowsPerSecond !== undefined;
}

function bar({ peer, title, rowsPerSecond, runs }: RatedPeer, top: number, most: number): string[] {
  const length = ((width - labels - figures - 2 * margin) * rowsPerSecond) / most;
  const left = margin + labels;
  const text = top + barHeight - 4;
  const kind = peer.startsWith("ours") ? "ours" : "peer";
  const isRight = runs.every(({ verified }) => verified.clean);
  const figure = `${Math.round(rowsPerSecond).toLocaleString("en")}${isRight ? "" : " (table wrong)"}`;
  return [
    `<text x="${left - 10}" y="${text}" text-anchor="end">${escaped(title)}</text>`,
    `<rect class="${kind}" x="${left}" y="${top}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/>`,
    `<text class="figure" x="${(left + length + 6).toFixed(1)}" y="${text}">${figure}</text>`,
  ];
}
