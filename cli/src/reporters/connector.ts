import { simpleClassName } from "../core/java/text.js";
import type { ConnectorDeleteResult } from "../commands/connector/delete.js";
import type { ConnectorDeployResult } from "../commands/connector/deploy.js";
import type { ConnectorPluginsResult } from "../commands/connector/plugins.js";
import type { ConnectorSteerResult } from "../commands/connector/steer.js";
import type { ConnectorListResult } from "../commands/connector/list.js";
import type { ConnectorValidateResult } from "../commands/connector/validate.js";
import type { LevelReport, ValidationReport } from "../commands/connector/validation.js";
import type { ConfigFinding } from "../core/lint/finding.js";
import type { Terminal } from "../ports/context.js";
import { overviewText, tasksText } from "./connector-status.js";
import { counted, green, red, shown, singleLine, textTable, yellow } from "./text.js";

export function renderDelete(result: ConnectorDeleteResult, terminal: Terminal): string {
  const rows = result.connectors.map(({ connector, action, offsetsReset, problem }) => {
    const state = offsetsReset ? `${action}, offsets reset` : action;
    return [connector, problem === undefined ? state : `${state}: ${problem}`];
  });
  return textTable(["connector", "state"], rows, terminal);
}

export function renderSteer({ connectors }: ConnectorSteerResult, terminal: Terminal): string {
  const rows = connectors.map(({ connector, action, problem }) => [
    connector,
    problem === undefined ? action : `${action}: ${problem}`,
  ]);
  return textTable(["connector", "state"], rows, terminal);
}

export function renderDeploy(result: ConnectorDeployResult, terminal: Terminal): string {
  const rows = result.connectors.map(({ connector, action, tasks }) => {
    return [connector, action, tasks === undefined ? "" : `running, ${counted(tasks, "task")}`];
  });
  const table = textTable(["connector", "action", "state"], rows, terminal);
  return `${table}${result.connectors.map((each) => previewText(each, terminal)).join("")}`;
}

/** The config of a dry run, with what changes in it as a diff has it. */
function previewText(
  { connector, config, differences = [], replaces = [] }: ConnectorDeployResult["connectors"][number],
  terminal: Terminal,
): string {
  if (config === undefined) return "";
  const changed = new Map(differences.map((difference) => [difference.key, difference]));
  const keys = [...new Set([...Object.keys(config), ...changed.keys()])];
  const line = (sign: string, key: string, value: string): string =>
    `${sign} ${singleLine(`${key}=${value}`)}`;
  const lines = keys.flatMap((key) => {
    const difference = changed.get(key);
    if (difference === undefined) return [line(" ", key, config[key] ?? "")];
    const { before, after } = difference;
    return [
      ...(before === undefined ? [] : [red(line("-", key, before), terminal)]),
      ...(after === undefined ? [] : [green(line("+", key, after), terminal)]),
    ];
  });
  const other =
    replaces.length === 0
      ? []
      : [
          `the deployed connector is another one: it ${replaces.map(shown).join(", ")}`,
          "  do: --yes replaces it",
        ];
  return `\n${[shown(connector), ...other, ...lines].map((text) => `${text}\n`).join("")}`;
}

export function renderPlugins({ plugins }: ConnectorPluginsResult, terminal: Terminal): string {
  if (plugins.every(({ sensitive }) => sensitive === undefined)) {
    const rows = plugins.map(({ class: name, type, version }) => [name, type, version]);
    return textTable(["class", "type", "version"], rows, terminal);
  }
  const rows = plugins.flatMap(({ class: name, sensitive = [] }) =>
    (sensitive.length === 0 ? ["none"] : sensitive).map((setting, index) => [
      index === 0 ? name : "",
      setting,
    ]),
  );
  return textTable(["class", "sensitive setting"], rows, terminal);
}

export function renderList({ connectors }: ConnectorListResult, terminal: Terminal): string {
  if (connectors.length === 0) return "no connectors\n";
  const rows = connectors.map(({ connector, state, tasks, topics, class: connectorClass }) => [
    connector,
    state ?? "not deployed",
    tasksText(tasks),
    topics.join(", "),
    simpleClassName(connectorClass),
  ]);
  const table = textTable(["connector", "state", "tasks", "topics", "class"], rows, terminal);
  return `${table}${overviewText(connectors, terminal)}`;
}

const levelNames: Readonly<Record<LevelReport["level"], string>> = {
  config: "config and mapping",
  connect: "Connect's validation",
  cluster: "live topics and tables",
};

export function renderValidate(result: ConnectorValidateResult, terminal: Terminal): string {
  return result.connectors.map((report) => validationText(report, terminal)).join("\n");
}

function validationText({ connector, levels, findings }: ValidationReport, terminal: Terminal): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const lines = levels.flatMap((level) => {
    const found = findings.filter((finding) => finding.level === level.level);
    return [levelText(level, found), ...found.flatMap((finding) => findingLines(finding, terminal))];
  });
  const problems = errors === 0 ? "nothing wrong" : counted(errors, "problem");
  return `${shown(connector)}: ${problems}\n${lines.map((line) => `${line}\n`).join("")}`;
}

function levelText({ level, checked, reason }: LevelReport, found: readonly ConfigFinding[]): string {
  const mark = checked ? (found.some(({ severity }) => severity === "error") ? "✗" : "✓") : "-";
  return `  ${mark} ${levelNames[level]}${checked ? "" : `: not checked: ${shown(reason ?? "")}`}`;
}

function findingLines(finding: ConfigFinding, terminal: Terminal): readonly string[] {
  const { key, position, message, hint, severity } = finding;
  const color = severity === "error" ? red : yellow;
  const place = position === undefined ? key : `${key}, at character ${position + 1}`;
  return [
    `      ${color(severity, terminal)}: ${shown(place)}`,
    `        ${shown(message)}`,
    ...(hint === undefined ? [] : [`        do: ${shown(hint)}`]),
  ];
}
