/** All tasks of a phase are done before those of the next. */
export const phases = ["start", "read", "range", "report"] as const;
export type Phase = (typeof phases)[number];

/** One of the pieces into which a run is parted. Only one member's result of it counts. */
export interface Task {
  readonly phase: Phase;
  /** From 0. */
  readonly index: number;
}

/** How many tasks the phases have whose number is known once the first one is done. */
export interface TaskCounts {
  /** Partitions that are read. */
  readonly reads: number;
  /** Ranges of the ring. */
  readonly ranges: number;
}

export function taskCount(phase: Phase, counts: TaskCounts | undefined): number {
  if (phase === "read") return counts?.reads ?? 0;
  return phase === "range" ? (counts?.ranges ?? 0) : 1;
}

/** `read 3` */
export const taskName = ({ phase, index }: Task): string => `${phase} ${index}`;
