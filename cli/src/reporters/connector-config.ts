import type { ConnectorDescribeResult } from "../commands/connector/describe.js";
import type { ConnectorGetResult } from "../commands/connector/get.js";
import type { ConnectorConfig } from "../core/connect/connector-config.js";
import { invisible } from "../core/visible.js";
import type { Terminal } from "../ports/context.js";
import { renderStatus } from "./connector-status.js";
import { bold, shown, singleLine } from "./text.js";

/** As Java reads .properties, so that every value comes back as it is. */
export function renderGet({ connectors }: ConnectorGetResult): string {
  return connectors.map(({ connector, config }) => propertiesText({ name: connector, ...config })).join("\n");
}

function propertiesText(config: ConnectorConfig): string {
  return Object.entries(config)
    .map(
      ([key, value]) =>
        `${escaped(key).replaceAll(/[ =:]|^[#!]/g, "\\$&")}=${escaped(value).replace(/^ /, "\\ ")}\n`,
    )
    .join("");
}

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(invisible, (character) => short[character] ?? unicodeEscapes(character));
}

/** One for each half of a character beyond U+FFFF. */
function unicodeEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

export function renderDescribe({ connectors, status }: ConnectorDescribeResult, terminal: Terminal): string {
  const described = connectors.map((each) => {
    const group = status.connectors.find(({ connector }) => connector === each.connector)?.consumerGroup;
    const facts = [
      ["class", `${each.class}${each.version === undefined ? "" : ` ${each.version}`}`],
      ["topics", each.topics.join(", ")],
      ["group", group ?? ""],
      ["dead letters", each.deadLetterTopic ?? "none"],
    ];
    const lines = facts.map(([title = "", text = ""]) => `  ${title.padEnd(13)} ${singleLine(text)}`);
    const config = Object.entries(each.config).map(([key, value]) => `  ${singleLine(`${key}=${value}`)}`);
    return `${bold(shown(each.connector), terminal)}\n${[...lines, "", "config", ...config].join("\n")}\n`;
  });
  return [renderStatus(status, terminal), ...described].join("\n");
}
