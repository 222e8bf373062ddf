import type { ConnectorConfig } from "./connector-config.js";
import { hasReferences, isMaskOf, isMasked, isResolvedFrom } from "./hidden-value.js";
import { isSameValue } from "./same-value.js";
import { shownValue } from "./secret-keys.js";
import type { PluginSetting } from "./status.js";

/**
 * Why a difference is none that deploying would make, as far as it can be seen:
 * - `masked`: the cluster shows a mask, so what is behind it cannot be seen
 * - `resolved`: the cluster shows a value where the new config has a reference, which it may have resolved
 * - `default`: the cluster has added the setting's own default
 * - `internal`, `version`: a key that the cluster adds for itself, or for the version of a plugin
 */
export const notes = ["masked", "resolved", "default", "internal", "version"] as const;

/** A key with another value in one of two configs. Values are as they may be printed: of two secrets both are masks. */
export interface ConfigDifference {
  readonly key: string;
  /** Undefined where the deployed config does not have the key. */
  readonly before?: string;
  /** Undefined where the new config does not have it. */
  readonly after?: string;
  /** Absent for a change. */
  readonly note?: (typeof notes)[number];
}

/** Whether deploying changes it for certain. */
export const isChange = ({ note }: { readonly note?: ConfigDifference["note"] }): boolean =>
  note === undefined;

/** Whether nobody can see if deploying changes it. */
export const isHidden = ({ note }: Pick<ConfigDifference, "note">): boolean =>
  note === "masked" || note === "resolved";

/**
 * Key by key, sorted. No difference is what Connect takes for the same, and the connector's name, which it adds to a
 * config that has none.
 * @param before the deployed config, as the cluster shows it
 * @param settings those that the connector's plugin declares; without them, values are compared as texts
 */
export function configDifferences(
  name: string,
  before: ConnectorConfig,
  after: ConnectorConfig,
  settings: readonly PluginSetting[] = [],
): readonly ConfigDifference[] {
  const old: ConnectorConfig = { ...before, name };
  const now: ConnectorConfig = { ...after, name };
  const declared = new Map(settings.map((setting) => [setting.name, setting]));
  const resolves = !hasReferences(before);
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [old[key], now[key]];
    const setting = declared.get(key);
    if (was === is || (was !== undefined && is !== undefined && isSameValue(was, is, setting?.type)))
      return [];
    const note = is === undefined ? addedBy(key, was ?? "", setting) : hidden(was, is, resolves);
    return [{ key, ...shownAs("before", key, was), ...shownAs("after", key, is), ...(note && { note }) }];
  });
}

function hidden(was: string | undefined, is: string, resolves: boolean): ConfigDifference["note"] {
  if (was === undefined) return undefined;
  if (isMaskOf(was, is)) return "masked";
  // Connect leaves references as they are; where it shows one, a value is no resolved one.
  return resolves && isResolvedFrom(was, is) ? "resolved" : undefined;
}

/** Keys that managed services put into the configs that they show. */
const ofServices = [
  "cloud.environment",
  "cloud.provider",
  "kafka.endpoint",
  "kafka.region",
  "valid.kafka.api.key",
];

/** Of a key that only the deployed config has: how the cluster may have added it. */
function addedBy(key: string, value: string, setting: PluginSetting | undefined): ConfigDifference["note"] {
  if (key.startsWith("__") || ofServices.includes(key)) return "internal";
  if (/(^|\.)plugin\.version$/.test(key)) return "version";
  if (setting?.type === "PASSWORD" && isMasked(value)) return "masked";
  const standard = setting?.default;
  return standard !== undefined && isSameValue(value, standard, setting?.type) ? "default" : undefined;
}

function shownAs(side: "before" | "after", key: string, value: string | undefined): object {
  return value === undefined ? {} : { [side]: shownValue(key, value) };
}
