import type { LintFinding, LintResult, LintedFile } from "../commands/connector/lint.js";
import type { Terminal } from "../ports/context.js";
import { counted, folded, red, yellow } from "./text.js";

export function renderLint(result: LintResult, terminal: Terminal): string {
  if (result.form === "github") return result.files.flatMap(annotations).join("");
  if (result.form === "sarif") return `${JSON.stringify(sarif(result), undefined, 2)}\n`;
  return text(result, terminal);
}

/** `file:line:column: error: key: message; hint`, as compilers write it, and a summary. */
function text({ files }: LintResult, terminal: Terminal): string {
  const lines = files.flatMap(({ file, findings }) =>
    findings.flatMap((finding) => {
      const { severity, line, column } = finding;
      const paint = severity === "error" ? red : yellow;
      const place = `${file}:${line}:${column}: `;
      const [first = "", ...rest] = folded(`${place}${severity}: ${messageOf(finding)}`, terminal.width);
      return [first.replace(`${severity}:`, `${paint(severity, terminal)}:`), ...rest];
    }),
  );
  const all = files.flatMap(({ findings }) => findings);
  const errors = all.filter(({ severity }) => severity === "error").length;
  const found =
    all.length === 0
      ? "nothing wrong"
      : `${counted(errors, "error")}, ${counted(all.length - errors, "warning")}`;
  return [...lines, `${counted(files.length, "file")}: ${found}`].map((line) => `${line}\n`).join("");
}

function messageOf({ key, message, hint }: LintFinding): string {
  return [key === "" ? message : `${key}: ${message}`, ...(hint === undefined ? [] : [hint])].join("; ");
}

/** Workflow commands of GitHub Actions, by the escaping rules of its toolkit (`@actions/core`, command.ts). */
function annotations({ file, findings }: LintedFile): readonly string[] {
  return findings.map((finding) => {
    const { severity, line, column } = finding;
    const place = `file=${property(file)},line=${line},col=${column},title=cassink`;
    return `::${severity} ${place}::${data(messageOf(finding))}\n`;
  });
}

const data = (value: string): string =>
  value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (value: string): string => data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** SARIF 2.1.0 (OASIS): one run with one rule. */
function sarif({ files }: LintResult): object {
  const results = files.flatMap(({ file, findings }) =>
    findings.map((finding) => ({
      ruleId: "config",
      level: finding.severity,
      message: { text: messageOf(finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: finding.line, startColumn: finding.column },
          },
        },
      ],
    })),
  );
  const rules = [
    {
      id: "config",
      shortDescription: { text: "A connector's config that will not work, or that its owner may not mean" },
    },
  ];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "cassink", rules } }, results }],
  };
}

/** A relative path stays one, with its segments escaped; an absolute one becomes a file URI. */
function uriOf(file: string): string {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}
