import { InputError } from "../../errors.js";
import type { SchemaProblem } from "../documents/schema-check.js";
import type { PlannedChange, PlannedDifference } from "./planned-change.js";

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
  /** Absolute, or as it is found from the folder of the plan. */
  readonly file: string;
  /** Of what the pipeline's file and its CQL files say. */
  readonly digest: string;
  /** Of the connector's config with the addresses and logins that are filled in. */
  readonly config: string;
}

export interface KeptChange extends PlannedChange {
  /** The digest of what was there. */
  readonly seen: string;
  /** The server's own id of the topic or table that was there, where it says one. */
  readonly id?: string;
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
  for (const since of now.changes) {
    if (isFileMoved(since.pipeline)) continue;
    const then = plan.changes.find(({ kind, name }) => kind === since.kind && name === since.name);
    const text = then === undefined ? "is not in the plan, which was edited" : movedOf(then, since);
    if (text !== undefined) lines.push(`${since.kind} ${since.name}: ${text}`);
  }
  const others = plan.changes.filter(
    (then) =>
      !isFileMoved(then.pipeline) &&
      !now.changes.some(({ kind, name }) => kind === then.kind && name === then.name),
  );
  const edited = others.map(({ kind, name }) => `${kind} ${name}: is of none of the plan's pipelines`);
  return [...lines, ...edited, ...repeated(plan.changes)];
}

/** What stands in the plan more than once: the first decides what is compared, and a reader may look at another. */
function repeated(changes: readonly KeptChange[]): readonly string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const { kind, name } of changes) (seen.has(`${kind} ${name}`) ? again : seen).add(`${kind} ${name}`);
  return [...again].map((each) => `${each}: is more than once in the plan, which was edited`);
}

/** What has moved of one topic, table or connector; undefined for nothing. */
function movedOf(then: KeptChange, since: KeptChange): string | undefined {
  if (then.id !== undefined && since.id !== undefined && then.id !== since.id) {
    return `was dropped and made again: its id was ${then.id}, and is ${since.id}`;
  }
  // A plan that makes something has no id of it, and neither has one of servers that told none then, and none now.
  if (then.id === undefined && since.id !== undefined && then.action !== "create") {
    return "has no id in the plan, which was edited, or made before the server told ids";
  }
  if (since.seen !== then.seen) return since.action === "none" ? undefined : movedText(then, since);
  // What was seen and what the file says are the same, so the change must be: somebody has edited it.
  return saysSame(then, since) ? undefined : "the plan says another change than deploying makes";
}

const saysSame = (then: KeptChange, since: KeptChange): boolean =>
  then.action === since.action &&
  JSON.stringify(then.differences.map(parts)) === JSON.stringify(since.differences.map(parts));

const parts = ({ what, before, after, note, remedy }: PlannedDifference): readonly unknown[] => [
  what,
  before,
  after,
  note,
  remedy,
];

function movedText(then: KeptChange, since: KeptChange): string {
  if (since.action === "create") return "was there, and is gone";
  if (then.action === "create") return "was not there, and is now another than planned";
  const differs = since.differences.filter(({ note }) => note === undefined).map(({ what }) => what);
  return `has been changed on the cluster${differs.length === 0 ? "" : ` (now another: ${differs.join(", ")})`}`;
}
