import { namesIn, type ConnectorConfig } from "../connect/connector-config.js";
import { didYouMean, whatIsKnown } from "../suggestion.js";
import { type ConfigFinding, errorInConfig } from "./finding.js";

/**
 * Checks `transforms` and `predicates`: each listed name has a type, each predicate that a transform uses is declared,
 * and each key belongs to a listed name. Connect silently ignores `transforms.flt.type` when `flt` is not listed.
 */
export function lintTransforms(config: ConnectorConfig): readonly ConfigFinding[] {
  return [...lintList(config, "transforms"), ...lintList(config, "predicates"), ...usedPredicates(config)];
}

function lintList(config: ConnectorConfig, list: "transforms" | "predicates"): readonly ConfigFinding[] {
  const names = namesIn(config[list]);
  const findings: ConfigFinding[] = [];
  const kind = list === "transforms" ? "transform" : "predicate";
  for (const name of names) {
    if (config[`${list}.${name}.type`] !== undefined) continue;
    findings.push({
      ...errorInConfig,
      key: `${list}.${name}.type`,
      message: `is missing: ${kind} "${name}" needs a class`,
    });
  }
  for (const key of Object.keys(config)) {
    if (!key.startsWith(`${list}.`)) continue;
    const name = key.split(".")[1] ?? "";
    if (names.includes(name)) continue;
    const message = `nobody reads this key: "${name}" is not in ${list}`;
    const hint = didYouMean(name, names) ?? `add "${name}" to ${list}, or take the key away`;
    findings.push({ ...errorInConfig, key, message, hint });
  }
  return findings;
}

function usedPredicates(config: ConnectorConfig): readonly ConfigFinding[] {
  const declared = namesIn(config["predicates"]);
  return namesIn(config["transforms"]).flatMap((name) => {
    const key = `transforms.${name}.predicate`;
    const used = config[key];
    if (used === undefined || declared.includes(used)) return [];
    const message = `there is no predicate "${used}"`;
    return [{ ...errorInConfig, key, message, hint: whatIsKnown(used, declared) }];
  });
}
