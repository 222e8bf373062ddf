import { isChange } from "../connect/config-differences.js";
import type { DeployedConnector } from "../connect/deployed-connector.js";
import { healthOf, statesOf } from "../connect/deployed-connector.js";
import type { Fault } from "../faults/fault.js";
import type { PlannedChange } from "../pipeline/planned-change.js";
import { type Check, finding, good, warning } from "./check.js";

const subject = "connector";

/**
 * Whether the connector of this name is this pipeline's, and as the file says.
 * @param words by which a command names the pipeline
 */
export function deployedChecks({ action, differences }: PlannedChange, words: string): readonly Check[] {
  switch (action) {
    case "create":
    case "none":
      return [];
    case "cannot": {
      const traits = differences.filter(({ remedy }) => remedy !== undefined).map(({ what }) => what);
      const seen = `another one has this name: ${traits.join(", ")}`;
      const advice = `give one of the two another name; cassink connector deploy ${words} --yes replaces the other one`;
      return [finding(subject, seen, advice)];
    }
    case "change": {
      const keys = differences.filter(isChange).map(({ what }) => what);
      if (keys.length === 0) return [];
      const seen = `it is deployed with another config than the file's: ${keys.join(", ")}`;
      return [warning(subject, seen, `cassink connector plan ${words} shows both`)];
    }
  }
}

/** What `connector explain` says of one connector. */
export type Explained = Pick<Fault, "code" | "title" | "fix"> & {
  readonly parts: readonly string[];
  readonly cause?: string;
  readonly records: readonly string[];
};

/** Codes that other lines of the report are about. */
const toldElsewhere = ["topic-missing", "not-deployed", "dead-letters"];

export function explainedChecks(explanations: readonly Explained[]): readonly Check[] {
  return explanations
    .filter(({ code }) => !toldElsewhere.includes(code))
    .map(({ code, title, parts, cause, records, fix }) => {
      const [first] = records;
      const seen = [
        `${parts.length === 0 ? "" : `${parts.join(", ")}: `}${title} (${code})`,
        ...(first === undefined || cause?.includes(first) === true ? [] : [`at ${first}`]),
        ...(cause === undefined ? [] : [cause]),
      ].join("; ");
      const check = finding(subject, seen, fix.join("; "));
      return first === undefined ? check : { ...check, where: first };
    });
}

/** Where nothing is wrong with it. */
export function wellCheck(deployed: DeployedConnector | undefined): Check {
  if (deployed === undefined) return good(subject, "not deployed yet: the name is free");
  const tasks = deployed.status?.tasks.length ?? 0;
  const runs = healthOf(statesOf(deployed)) === "running";
  return good(
    subject,
    `${runs ? "runs" : "is there"} as the file says, ${tasks === 1 ? "1 task" : `${tasks} tasks`}`,
  );
}
