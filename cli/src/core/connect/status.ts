export type TaskState =
  "RUNNING" | "FAILED" | "PAUSED" | "UNASSIGNED" | "RESTARTING" | "STOPPED" | "DESTROYED";

interface TaskStatus {
  readonly id: number;
  readonly state: TaskState;
  readonly workerId: string;
  /** The Java stack trace of a failed task. */
  readonly trace?: string;
}

export interface ConnectorStatus {
  readonly name: string;
  readonly connector: { readonly state: TaskState; readonly workerId: string; readonly trace?: string };
  readonly tasks: readonly TaskStatus[];
  readonly type: "sink" | "source" | "unknown";
}

export interface ConfigError {
  readonly key: string;
  readonly value: string | null;
  readonly messages: readonly string[];
}

/** A setting as its plugin declares it. */
export interface PluginSetting {
  readonly name: string;
  /** Of Kafka's ConfigDef: `STRING`, `INT`, `PASSWORD`, ... */
  readonly type: string;
  /** As a text; absent where it has none, and for a secret `[hidden]`. */
  readonly default?: string;
}

export interface PluginInfo {
  readonly class: string;
  readonly type: string;
  readonly version: string;
}
