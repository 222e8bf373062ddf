/** Colours of both themes of whoever looks; fonts that every system has. */
export const chartStyle = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .figure { font-variant-numeric: tabular-nums }
  .ours { fill: #0969da }
  .peer { fill: #8c959f }
  .line { fill: none; stroke-width: 2 }
  .line.ours { stroke: #0969da }
  .line.peer { stroke: #8c959f }
  .axis { stroke: #d1d9e0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ours { fill: #4493f8 }
    .peer { fill: #6e7681 }
    .line.ours { stroke: #4493f8 }
    .line.peer { stroke: #6e7681 }
    .axis { stroke: #3d444d }
  }
</style>`;

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
