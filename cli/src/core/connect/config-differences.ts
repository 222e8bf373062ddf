import type { ConnectorConfig } from "./connector-config.js";
import { shownValue } from "./secret-keys.js";

/** A key with another value in one of two configs. Values are as they may be printed: of two secrets both are masks. */
export interface ConfigDifference {
  readonly key: string;
  /** Undefined where the deployed config does not have the key. */
  readonly before?: string;
  /** Undefined where the new config does not have it. */
  readonly after?: string;
}

/** Key by key, sorted. Connect adds the connector's name to a config that has none: that is no difference. */
export function configDifferences(
  name: string,
  before: ConnectorConfig,
  after: ConnectorConfig,
): readonly ConfigDifference[] {
  const old: ConnectorConfig = { ...before, name };
  const now: ConnectorConfig = { ...after, name };
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys
    .filter((key) => old[key] !== now[key])
    .map((key) => ({ key, ...shownAs("before", old, key), ...shownAs("after", now, key) }));
}

function shownAs(side: "before" | "after", config: ConnectorConfig, key: string): object {
  const value = config[key];
  return value === undefined ? {} : { [side]: shownValue(key, value) };
}
