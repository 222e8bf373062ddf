import type { DownResult } from "../../commands/stack/down.js";

export function render(result: DownResult): string {
  const lines = result.stopped.map(
    ({ name, pid, by }) =>
      `${name} (pid ${pid}) ${by === "signal" ? "stopped" : "was killed: it did not end by itself"}`,
  );
  lines.push(...result.dead.map((name) => `${name} had ended already`));
  if (lines.length === 0) lines.push(`No stack is running under ${result.home}.`);
  if (result.purged) lines.push(`Data and logs under ${result.home} are deleted.`);
  return `${lines.join("\n")}\n`;
}
