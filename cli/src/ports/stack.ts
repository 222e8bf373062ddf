import type { MachineReport } from "../core/stack/machine.js";
import type { ConnectionSettings } from "../core/connections/settings.js";
import type { CommitLogSync } from "../core/stack/plan.js";
import type { ProcessKind } from "../core/stack/process.js";
import type { Progress } from "./progress.js";

/** The local stack under one home folder: real Kafka, Connect workers and Cassandra as JVM processes. */
export interface Stack {
  /** Absolute folder of state, logs and data. */
  readonly home: string;
  /**
   * Starts what is not running and waits until all of it answers. A ServiceError says what hinders: no JDK, a
   * taken port. An UnfinishedStartError names the servers that died or did not answer in time, with their last log
   * lines; the others go on. When the signal is aborted, what this call started is stopped.
   */
  start(request: StartRequest): Promise<StartReport>;
  /** Stops what `start` started and nothing else. */
  stop(request: StopRequest): Promise<StopReport>;
  /** Every process of the state file; empty when there is none. */
  processes(): Promise<readonly ProcessStatus[]>;
  /** The last lines of each named process' log, all processes when none is named. */
  lastLines(names: readonly string[], count: number): Promise<readonly LogExcerpt[]>;
  /** Calls back with every line of the logs as far as they are kept, those of one log in their order. */
  readLogs(names: readonly string[], onLine: (line: LogLine) => void): Promise<void>;
  /** Calls back with each line that is added to the logs until the signal is aborted. */
  follow(names: readonly string[], onLine: (line: LogLine) => void, signal: AbortSignal): Promise<void>;
  /** What this machine offers for a stack: JDK, Maven, disk, ports. */
  machine(): Promise<MachineReport>;
}

/** What a stack shall be. What is left out is taken from the running stack, and else is the default. */
export interface StackWishes {
  /** 1 by default, or as many as have left data under the home. */
  readonly brokers?: number | undefined;
  /** 1 by default. */
  readonly workers?: number | undefined;
  /** As `brokers`. */
  readonly nodes?: number | undefined;
  /** `periodic` by default. */
  readonly commitLogSync?: CommitLogSync | undefined;
  /** Added to every port; 0 by default. */
  readonly portOffset?: number | undefined;
  /** False by default, unless the stack under the home is one already. */
  readonly secure?: boolean | undefined;
  /** More folders of Connect plugins; none by default. */
  readonly pluginPaths?: readonly string[] | undefined;
}

export interface StartRequest extends StackWishes {
  /** Milliseconds within which every process must answer; longer by default for more servers. */
  readonly deadline?: number | undefined;
  /** Says what would be started, and starts nothing. */
  readonly dryRun?: boolean | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface StartReport {
  readonly processes: readonly StartedReport[];
  readonly connections: ConnectionSettings;
  /** Seconds from the first process to the last answer. */
  readonly seconds: number;
}

export interface StartedReport {
  readonly name: string;
  readonly kind: ProcessKind;
  /** Absent in a dry run where it would be started. */
  readonly pid?: number;
  readonly address: string;
  /** `found` ran before; `restarted` belonged to the stack and had died. */
  readonly action: "found" | "started" | "restarted";
  /** Seconds until it answered. */
  readonly seconds: number;
}

export interface StopRequest {
  /** Deletes data and logs as well. */
  readonly purge: boolean;
  /** Says what would be stopped, and stops nothing. */
  readonly dryRun?: boolean | undefined;
  readonly progress: Progress;
}

export interface StopReport {
  readonly stopped: readonly {
    readonly name: string;
    readonly pid: number;
    readonly by: "signal" | "kill";
  }[];
  /** Processes of the state file that were dead already. */
  readonly dead: readonly string[];
  /** False too where `up` has not made the home folder. */
  readonly purged: boolean;
}

export interface ProcessStatus {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly address: string;
  readonly pid: number;
  /** `silent` is alive and does not answer by its protocol. */
  readonly state: "answering" | "silent" | "dead";
  /** Seconds since its start; absent when it is dead. */
  readonly uptime?: number;
  /** Bytes resident; absent when it is dead or the system does not tell. */
  readonly memory?: number;
  readonly log: string;
}

export interface LogExcerpt {
  readonly name: string;
  readonly file: string;
  readonly lines: readonly string[];
}

export interface LogLine {
  readonly name: string;
  readonly line: string;
}
