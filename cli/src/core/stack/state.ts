import type { StackPlan } from "./plan.js";
import type { ProcessKind, ProcessPort, Readiness } from "./process.js";

/** `<home>/stack.json`: what `up` started. */
export interface StackState {
  readonly version: 1;
  readonly plan: StackPlan;
  readonly processes: readonly StartedProcess[];
}

export interface StartedProcess {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly host: string;
  readonly ports: readonly ProcessPort[];
  readonly readiness: Readiness;
  readonly dependsOn: readonly string[];
  readonly log: string;
  readonly output: string;
  readonly pid: number;
  /** What tells this process from a later one that was given the same pid; the system's own text. */
  readonly birth: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Where it leaves its class-data archive when it ends, and where that is kept for later starts. */
  readonly archive?: { readonly written: string; readonly kept: string };
}

/** The JVM arguments by which a process of a stack is recognised in a list of processes. */
export function markArguments(home: string, name: string): readonly string[] {
  return [`-Dcassink.home=${home}`, `-Dcassink.process=${name}`];
}

/** Reads the state; undefined when the text is none that this version has written. */
export function parseState(text: string): StackState | undefined {
  try {
    const state = JSON.parse(text) as Partial<StackState> | null;
    return state?.version === 1 && Array.isArray(state.processes) && state.plan !== undefined
      ? (state as StackState)
      : undefined;
  } catch {
    return undefined;
  }
}
