import { phases, type Phase, type Task, type TaskCounts } from "./task.js";

/**
 * What members of a run write into its control topic. Ids of members and attempts are drawn: no two are the same.
 *
 * `join`: `version` and `plan` say what it is about, and `pipeline` for whom to list it; `beat`: it lives; `claim`: it takes a task; `done`: the attempt has come to its end, with its result as the record's payload; `leave`: it
 * does nothing any more.
 */
export type ControlRecord =
  | {
      readonly kind: "join";
      readonly member: string;
      readonly pipeline: string;
      readonly version: string;
      /** A digest of all that it is about. */
      readonly plan: string;
    }
  | { readonly kind: "beat"; readonly member: string }
  | {
      readonly kind: "claim";
      readonly member: string;
      readonly task: Task;
      readonly attempt: string;
    }
  | {
      readonly kind: "done";
      readonly member: string;
      readonly task: Task;
      readonly attempt: string;
      /** Of the first task alone. */
      readonly counts?: TaskCounts;
    }
  | { readonly kind: "leave"; readonly member: string };

/** A control record as it is in the topic; a payload that is too large for one record comes in pieces before it. */
export type ControlKey =
  | { readonly kind: "piece"; readonly of: string }
  /** @param pieces how many have come before it, of the same sender */
  | (ControlRecord & { readonly pieces: number });

/** Whose pieces belong to a record. */
export const payloadOf = (record: ControlRecord): string =>
  record.kind === "done" ? record.attempt : record.member;

export const controlText = (key: ControlKey): string => JSON.stringify(key);

/** Undefined for what no member of this version writes. */
export function readControlKey(text: string): ControlKey | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== "object" || read === null) return undefined;
  const key = read as Record<string, unknown>;
  if (key["kind"] === "piece") return typeof key["of"] === "string" ? (read as ControlKey) : undefined;
  const isRecord = typeof key["member"] === "string" && typeof key["pieces"] === "number";
  const check = checks[key["kind"] as ControlRecord["kind"]];
  return isRecord && check?.(key) === true ? (read as ControlKey) : undefined;
}

type Check = (key: Record<string, unknown>) => boolean;

const isAttempt: Check = ({ task, attempt }) => typeof attempt === "string" && isTask(task);

const checks: Readonly<Partial<Record<string, Check>>> = {
  join: (key) => ["version", "plan", "pipeline"].every((name) => typeof key[name] === "string"),
  beat: () => true,
  claim: isAttempt,
  done: isAttempt,
  leave: () => true,
};

function isTask(value: unknown): boolean {
  const { phase, index } = (value ?? {}) as Partial<Task>;
  return phases.includes(phase as Phase) && Number.isInteger(index);
}
