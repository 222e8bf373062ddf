import type { Pipeline } from "../core/pipeline/pipeline.js";

/** A pipeline by its name, or by its file; neither means all. */
export interface PipelineSelection {
  readonly pipeline?: string;
  readonly file?: string;
  /** Copies of records and rows, instead of what the file says (core/pipeline/replication.ts). */
  readonly replication?: number;
}

/** The pipeline files that come with the project, and any other by its path. */
export interface Pipelines {
  /** @throws UsageError with a did-you-mean for a name that is not known */
  select(selection: PipelineSelection): Promise<readonly Pipeline[]>;
  names(): Promise<readonly string[]>;
  /** A JSON Schema of a sink's settings, by its file in schemas/connectors. */
  settingsSchema(file: string): Promise<object>;
}
