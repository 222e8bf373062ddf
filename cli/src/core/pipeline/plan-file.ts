import { InputError } from "../../errors.js";
import type { SchemaProblem } from "../documents/schema-check.js";
import type { PlannedChange } from "./planned-change.js";

/**
 * A plan that was kept, and digests of all that it was made of (schemas/plan.schema.json). Secrets are masked in it, and
 * their digests are salted and slow.
 */
export interface PlanFile {
  readonly format: "cassink plan";
  readonly formatVersion: 1;
  /** When it was made, as `2026-11-27T21:00:00.000Z`. */
  readonly made: string;
  /** Kafka's id of the cluster behind Connect. */
  readonly cluster: string;
  /** What `--replication` said. */
  readonly replication?: number;
  readonly salt: string;
  readonly pipelines: readonly PlannedPipeline[];
  readonly changes: readonly KeptChange[];
}

export interface PlannedPipeline {
  readonly name: string;
  readonly file: string;
  /** Of what the pipeline's file and its CQL files say. */
  readonly digest: string;
  /** Of the connector's config with the addresses and logins that are filled in. */
  readonly config: string;
}

export interface KeptChange extends PlannedChange {
  /** The digest of what was there. */
  readonly seen: string;
}

/** What a plan is compared with: the same, made anew. */
export type PlanNow = Pick<PlanFile, "cluster" | "pipelines" | "changes">;

/**
 * @param file for messages
 * @throws InputError for what is no plan, or one of another version
 */
export function parsePlan(
  text: string,
  file: string,
  check: (value: unknown) => readonly SchemaProblem[],
): PlanFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw noPlan(file, [], cause);
  }
  const problems = check(value);
  if (problems.length > 0)
    throw noPlan(
      file,
      problems.map(({ message }) => message),
    );
  return value as PlanFile;
}

function noPlan(file: string, lines: readonly string[], cause?: unknown): InputError {
  return new InputError(`${file} is no plan of this version`, {
    where: file,
    lines,
    hint: "make one with: cassink connector plan --out FILE",
    cause,
  });
}

/**
 * What has moved since the plan was made, a line each. A topic, table or connector that is now what the plan makes of it
 * has not: somebody has carried out a part of the plan.
 */
export function movedSince(plan: PlanFile, now: PlanNow): readonly string[] {
  if (plan.cluster !== now.cluster) return ["the servers: the plan was made for another cluster"];
  const lines: string[] = [];
  const isFileMoved = (name: string): boolean => {
    const [then, since] = [plan, now].map(({ pipelines }) => pipelines.find((each) => each.name === name));
    return then?.digest !== since?.digest;
  };
  for (const { name, file, config } of plan.pipelines) {
    const since = now.pipelines.find((each) => each.name === name);
    if (isFileMoved(name)) lines.push(`pipeline ${name}: ${file} or a CQL file of it says something else`);
    else if (since?.config !== config)
      lines.push(`pipeline ${name}: other addresses or logins are filled in for its connector`);
  }
  for (const then of plan.changes) {
    if (isFileMoved(then.pipeline)) continue;
    const since = now.changes.find(({ kind, name }) => kind === then.kind && name === then.name);
    if (since === undefined || since.seen === then.seen || since.action === "none") continue;
    lines.push(`${then.kind} ${then.name}: ${movedText(then, since)}`);
  }
  return lines;
}

function movedText(then: KeptChange, since: KeptChange): string {
  if (since.action === "create") return "was there, and is gone";
  if (then.action === "create") return "was not there, and is now another than planned";
  const differs = since.differences.filter(({ note }) => note === undefined).map(({ what }) => what);
  return `has been changed on the cluster${differs.length === 0 ? "" : ` (now another: ${differs.join(", ")})`}`;
}
