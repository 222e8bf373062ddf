import type { Pipeline } from "../core/pipeline/pipeline.js";

/** The pipeline files that come with the project, and any other by its path. */
export interface Pipelines {
  /** One by name (UsageError with a did-you-mean), one by file, or all when neither is given. */
  select(choice: {
    readonly name?: string | undefined;
    readonly file?: string | undefined;
  }): Promise<readonly Pipeline[]>;
  names(): Promise<readonly string[]>;
  /** A JSON Schema of a sink's settings, by its file in schemas/connectors. */
  settingsSchema(file: string): Promise<object>;
}
