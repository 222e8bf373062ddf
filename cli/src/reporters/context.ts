import type { ContextAddResult } from "../commands/context/add.js";
import type { ContextListResult } from "../commands/context/list.js";
import type { ContextRemoveResult } from "../commands/context/remove.js";
import type { ContextShowResult } from "../commands/context/show.js";
import type { ContextUseResult } from "../commands/context/use.js";
import type { Terminal } from "../ports/context.js";
import { visible } from "../core/visible.js";
import { textTable } from "./text.js";

export function renderAdd({ context, action, current, file }: ContextAddResult): string {
  const next = current
    ? "It is the current context."
    : `Use it with --context ${context}, or always with \`cassink context use ${context}\`.`;
  return `Context ${context} is ${action} in ${visible(file)}.\n${next}\n`;
}

export function renderUse({ current }: ContextUseResult): string {
  return current === undefined ? "There is no current context.\n" : `The current context is ${current}.\n`;
}

export function renderRemove({ context, wasCurrent }: ContextRemoveResult): string {
  return `Context ${context} is removed.${wasCurrent ? " There is no current context now." : ""}\n`;
}

export function renderList({ contexts, file }: ContextListResult, terminal: Terminal): string {
  if (contexts.length === 0) return `No context is in ${visible(file)}. \`cassink context add\` adds one.\n`;
  const addresses = (list: readonly string[]): string => (list.length === 0 ? "-" : list.join(","));
  const rows = contexts.map(({ name, current, kafka, connect, cassandra }) => [
    name,
    current ? "*" : "",
    ...[kafka, connect, cassandra].map(addresses),
  ]);
  return textTable(["context", "current", "kafka", "connect", "cassandra"], rows, terminal);
}

export function renderShow({ context, current, settings }: ContextShowResult, terminal: Terminal): string {
  const rows = Object.entries(settings).flatMap(([leg, values]) =>
    Object.entries(values).map(([key, value]) => [leg, key, shownSetting(value)]),
  );
  const title = `Context ${context}${current ? ", the current one" : ""}`;
  return `${title}\n${textTable(["server", "key", "value"], rows, terminal)}`;
}

function shownSetting(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, text]) => `${key}=${String(text)}`)
    .join(", ");
}
