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
  /** Start time as the operating system prints it; it distinguishes this process from a later one with the same pid. */
  readonly birth: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** The file in which it writes its class-data archive when it exits, and the file that later starts read. */
  readonly archive?: { readonly written: string; readonly kept: string };
}

/** JVM arguments without effect, by which a process of a stack is recognised in the list of processes. */
export function markArguments(home: string, name: string): readonly string[] {
  return [`-Dcassink.home=${home}`, `-Dcassink.process=${name}`];
}

/** Reads the state; undefined when the text is not a state file of this version. */
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
