import type { ConnectorValidateResult } from "../../commands/connector/validate.js";
import type { LevelReport, ValidationReport } from "../../commands/connector/validation.js";
import type { ConfigFinding } from "../../core/lint/finding.js";
import type { Terminal } from "../../ports/context.js";

const levelNames: Readonly<Record<LevelReport["level"], string>> = {
  config: "config and mapping",
  connect: "Connect's validation",
  cluster: "live topics and tables",
};

export function render(result: ConnectorValidateResult, terminal: Terminal): string {
  return result.connectors.map((report) => reportText(report, terminal)).join("\n");
}

function reportText({ connector, levels, findings }: ValidationReport, terminal: Terminal): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const lines = levels.flatMap((level) => {
    const found = findings.filter((finding) => finding.level === level.level);
    return [levelText(level, found), ...found.flatMap((finding) => findingLines(finding, terminal))];
  });
  const verdict = errors === 0 ? "nothing wrong" : errors === 1 ? "1 problem" : `${errors} problems`;
  return `${connector}: ${verdict}\n${lines.map((line) => `${line}\n`).join("")}`;
}

function levelText({ level, checked, reason }: LevelReport, found: readonly ConfigFinding[]): string {
  const mark = checked ? (found.some(({ severity }) => severity === "error") ? "✗" : "✓") : "-";
  return `  ${mark} ${levelNames[level]}${checked ? "" : `: not checked: ${reason ?? ""}`}`;
}

function findingLines(finding: ConfigFinding, terminal: Terminal): readonly string[] {
  const { key, position, message, hint, severity } = finding;
  const color = severity === "error" ? 31 : 33;
  const label = terminal.color ? `\u001b[${color}m${severity}\u001b[39m` : severity;
  const place = position === undefined ? key : `${key}, at character ${position + 1}`;
  return [
    `      ${label}: ${place}`,
    `        ${message}`,
    ...(hint === undefined ? [] : [`        do: ${hint}`]),
  ];
}
