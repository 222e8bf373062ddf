import type { ConnectorConfig } from "../core/connect/connector-config.js";
import type { DeployedConnector } from "../core/connect/deployed-connector.js";
import type { SinkMeasures } from "../core/connect/sink-measures.js";
import type { Logger } from "../core/connect/loggers.js";
import type { SinkOffset } from "../core/connect/sink-offset.js";
import type { ConfigError, ConnectorStatus, PluginInfo, PluginSetting } from "../core/connect/status.js";

/**
 * Kafka Connect's REST API. Answers of 409 (a rebalance is under way) are retried by the adapter;
 * no answer at all is a ServiceError that names the URL.
 */
export interface ConnectApi {
  readonly url: string;
  worker(): Promise<{
    readonly version: string;
    readonly kafkaClusterId: string;
    /** The worker's clock at its answer, milliseconds since the Unix epoch in whole seconds. */
    readonly time?: number;
  }>;
  plugins(): Promise<readonly PluginInfo[]>;
  /** The settings that a plugin declares; empty for one that declares none, or that the worker does not have. */
  pluginSettings(pluginClass: string): Promise<readonly PluginSetting[]>;
  /** All connectors with their configs and statuses: two requests, however many they are. Sorted by name. */
  connectors(): Promise<readonly DeployedConnector[]>;
  /** The configs of all connectors, by name. */
  configs(): Promise<ReadonlyMap<string, ConnectorConfig>>;
  /**
   * What the sink tasks of one worker count; undefined where it does not say, as workers of others do not.
   * @param workerId of another worker than the one of `url`
   */
  sinkMeasures(workerId?: string): Promise<readonly SinkMeasures[] | undefined>;
  /** The errors that the plugin's own validation finds; empty when the config is accepted. */
  validate(config: ConnectorConfig): Promise<readonly ConfigError[]>;
  /** Undefined when there is no such connector. */
  config(name: string): Promise<ConnectorConfig | undefined>;
  /** Creates or updates. */
  putConfig(name: string, config: ConnectorConfig): Promise<"created" | "updated">;
  /** The configs that the connector's tasks run with, by task; empty when there are none, or no connector. */
  taskConfigs(name: string): Promise<readonly ConnectorConfig[]>;
  status(name: string): Promise<ConnectorStatus | undefined>;
  restart(
    name: string,
    options: { readonly includeTasks: boolean; readonly onlyFailed: boolean },
  ): Promise<void>;
  /** Lets the tasks read nothing more; they keep their partitions. */
  pause(name: string): Promise<void>;
  /** Lets one that is paused or stopped go on. */
  resume(name: string): Promise<void>;
  /** Ends all tasks but keeps the config and the offsets; `resetOffsets` wants it done before. */
  stop(name: string): Promise<void>;
  /** Forgets what the connector has read; its next start begins at the topics' first records. */
  resetOffsets(name: string): Promise<void>;
  /** What a sink connector has committed, by Connect's word; empty for a source connector. */
  offsets(name: string): Promise<readonly SinkOffset[]>;
  /** Puts a stopped sink connector at these offsets; partitions that are not named stay where they are. */
  alterOffsets(name: string, offsets: readonly SinkOffset[]): Promise<void>;
  /** The loggers of the worker that is asked, by their names. */
  loggers(): Promise<readonly Logger[]>;
  /** Of the logger and all below it, on every worker of the cluster: they follow a moment later. */
  setLogger(name: string, level: string): Promise<void>;
  /** False when there was no such connector. */
  delete(name: string): Promise<boolean>;
}
