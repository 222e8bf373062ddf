import type { Pipeline } from "../core/pipeline/pipeline.js";

/** The pipeline files that come with the project, and any other by its path. */
export interface Pipelines {
  /** One by name (UsageError with a did-you-mean), one by file, or all when neither is given. */
  select(choice: {
    readonly name?: string | undefined;
    readonly file?: string | undefined;
  }): Promise<readonly Pipeline[]>;
  names(): Promise<readonly string[]>;
  /** The JSON Schema of the settings that a Cassandra sink of this class has. */
  settingsSchema(connectorClass: string): Promise<object>;
}
