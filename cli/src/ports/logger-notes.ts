import type { LoggerLevel } from "../core/connect/loggers.js";

/** Levels that a running command will put back. */
export interface LevelNote {
  /** Address of the Connect worker. */
  readonly url: string;
  /** Kafka's id of the cluster behind it: the same worker has other addresses. Absent in notes of before. */
  readonly cluster?: string;
  readonly logger: string;
  /** What it has set. */
  readonly level: string;
  /** What must be set to put all back, in this order. */
  readonly before: readonly LoggerLevel[];
}

export interface KeptNote extends LevelNote {
  readonly id: string;
  /** The process that puts the levels back; undefined when it does not live any more. */
  readonly pid: number | undefined;
}

/** Notes in the user's config folder, so that a command that is killed leaves word of what it has changed. */
export interface LoggerNotes {
  list(): Promise<readonly KeptNote[]>;
  /** As this process's. @returns its id */
  keep(note: LevelNote): Promise<string>;
  /** Leaves it to the next command. */
  abandon(id: string): Promise<void>;
  forget(id: string): Promise<void>;
}
