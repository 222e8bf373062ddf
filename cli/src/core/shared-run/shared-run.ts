import type { ControlRecord } from "./control-record.js";
import { type Phase, phases, type Task, taskCount, type TaskCounts, taskName } from "./task.js";

/** Beats that a member writes since the last record of another one, after which that one is taken for dead. */
export const silentBeats = 10;

/**
 * The same, after which the topics are removed though that one has not left. It may be alive, on a machine that is too busy
 * to send, and would find no report any more.
 */
export const goneBeats = 30;

interface Member {
  /** Beats of the others since its last record, by member. */
  readonly beats: Map<string, number>;
  hasLeft: boolean;
}

interface Attempt {
  readonly member: string;
  readonly attempt: string;
}

/** What a member is to do next. */
export type Next =
  /** Write that it takes the task. */
  | { readonly kind: "claim"; readonly task: Task }
  /** It holds the task. */
  | { readonly kind: "work"; readonly task: Task; readonly attempt: string }
  /** Others hold all tasks that there are now. */
  | { readonly kind: "wait" }
  /** The report is there. */
  | { readonly kind: "done" };

/** What the records of a control topic, taken in their order, say of a run. Each member comes to the same. */
export class SharedRun {
  readonly #members = new Map<string, Member>();
  readonly #holders = new Map<string, Attempt>();
  readonly #done = new Map<string, string>();
  readonly #doneIn = new Map<Phase, number>();
  #first: { readonly version: string; readonly plan: string } | undefined;
  #counts: TaskCounts | undefined;
  #lastToLeave: string | undefined;
  readonly #late = new Set<string>();

  /** What the run is about: what its first member said. */
  get about(): { readonly version: string; readonly plan: string } | undefined {
    return this.#first;
  }

  get counts(): TaskCounts | undefined {
    return this.#counts;
  }

  /** How many members are at it, as the one that asks knows it. */
  living(by: string): number {
    return [...this.#members].filter(([name, { hasLeft }]) => !hasLeft && !this.#isSilent(name, by)).length;
  }

  /** Members that have not left: they are at it, or were killed. */
  get present(): number {
    return [...this.#members.values()].filter(({ hasLeft }) => !hasLeft).length;
  }

  isMember(name: string): boolean {
    return this.#members.has(name);
  }

  /** Whether it came when the report was there: that tells of an earlier moment than it asks about. */
  isLate(name: string): boolean {
    return this.#late.has(name);
  }

  /** How many tasks of a phase are done, of how many. */
  progress(phase: Phase): { readonly done: number; readonly total: number } {
    return { done: this.#doneIn.get(phase) ?? 0, total: taskCount(phase, this.#counts) };
  }

  /** The attempt whose result counts; undefined while there is none. */
  result(task: Task): string | undefined {
    return this.#done.get(taskName(task));
  }

  /** @returns whether the record counts: others are of members that were refused, or came too late */
  take(record: ControlRecord): boolean {
    if (record.kind === "join") return this.#join(record);
    const member = this.#members.get(record.member);
    // One that has left beats on, to know whether it is the last.
    if (member === undefined || (member.hasLeft && record.kind !== "beat")) return false;
    member.beats.clear();
    switch (record.kind) {
      case "beat":
        for (const [name, { beats }] of this.#members) {
          if (name !== record.member) beats.set(record.member, (beats.get(record.member) ?? 0) + 1);
        }
        return true;
      case "claim":
        return this.#claim(record);
      case "done":
        return this.#finish(record);
      case "leave":
        member.hasLeft = true;
        this.#lastToLeave = record.member;
        return true;
    }
  }

  next(member: string): Next {
    const phase = this.#phase;
    if (phase === undefined) return { kind: "done" };
    const count = taskCount(phase, this.#counts);
    const first = this.#firstOf(member, count);
    let free: Next | undefined;
    for (let step = 0; step < count; step++) {
      const task = { phase, index: (first + step) % count };
      const name = taskName(task);
      if (this.#done.has(name)) continue;
      const holder = this.#holders.get(name);
      if (holder?.member === member) return { kind: "work", task, attempt: holder.attempt };
      if (free === undefined && this.#isFree(holder, member)) free = { kind: "claim", task };
    }
    return free ?? { kind: "wait" };
  }

  /**
   * What a member that has left has still to do. The last one to leave removes the topics, and it alone: what is removed
   * twice may be another run's by then. Others that are still at it leave later, and are waited for unless they are gone.
   */
  lastDuty(member: string): "wait" | "remove" | "none" {
    if (this.#members.get(member)?.hasLeft !== true) return "wait";
    if (this.#lastToLeave !== member) return "none";
    const areGone = [...this.#members].every(
      ([name, { hasLeft }]) => hasLeft || this.#silence(name, member) >= goneBeats,
    );
    return areGone ? "remove" : "wait";
  }

  get #phase(): Phase | undefined {
    return phases.find((phase) => (this.#doneIn.get(phase) ?? 0) < taskCount(phase, this.#counts));
  }

  /** Members begin at different tasks, so that they seldom want the same. */
  #firstOf(member: string, count: number): number {
    const names = [...this.#members.keys()];
    return Math.floor((Math.max(0, names.indexOf(member)) * count) / Math.max(1, names.length));
  }

  #join({ member, version, plan }: ControlRecord & { readonly kind: "join" }): boolean {
    if (this.#phase === undefined) {
      this.#late.add(member);
      return false;
    }
    this.#first ??= { version, plan };
    if (this.#first.version !== version || this.#first.plan !== plan) return false;
    if (this.#members.has(member)) return false;
    this.#members.set(member, { beats: new Map(), hasLeft: false });
    return true;
  }

  #claim({ member, task, attempt }: ControlRecord & { readonly kind: "claim" }): boolean {
    const name = taskName(task);
    const holder = this.#holders.get(name);
    const isTheirs = task.phase === this.#phase && task.index < taskCount(task.phase, this.#counts);
    if (!isTheirs || this.#done.has(name) || !this.#isFree(holder, member)) return false;
    this.#holders.set(name, { member, attempt });
    return true;
  }

  /** The first one counts, of whichever attempt: each is right. */
  #finish({ task, attempt, counts }: ControlRecord & { readonly kind: "done" }): boolean {
    const name = taskName(task);
    if (task.phase !== this.#phase || this.#done.has(name)) return false;
    this.#done.set(name, attempt);
    this.#holders.delete(name);
    this.#doneIn.set(task.phase, (this.#doneIn.get(task.phase) ?? 0) + 1);
    if (task.phase === "start") this.#counts = counts;
    return true;
  }

  #isFree(holder: Attempt | undefined, member: string): boolean {
    if (holder === undefined) return true;
    if (holder.member === member) return false;
    return this.#members.get(holder.member)?.hasLeft === true || this.#isSilent(holder.member, member);
  }

  #isSilent(member: string, by: string): boolean {
    return this.#silence(member, by) >= silentBeats;
  }

  /** Beats that the other one has written since the member's last record. */
  #silence(member: string, by: string): number {
    return this.#members.get(member)?.beats.get(by) ?? 0;
  }
}
