import type { Pipeline } from "../core/pipeline/pipeline.js";

/** A pipeline by its name, or by its file; neither means all. */
export interface PipelineSelection {
  readonly pipeline?: string;
  readonly file?: string;
  /** Copies of records and rows, instead of what the file says (core/pipeline/replication.ts). */
  readonly replication?: number;
}

/** A pipeline that was selected, or what is wrong with its file. */
export type SelectedPipeline =
  | { readonly name: string; readonly pipeline: Pipeline }
  | {
      /** The name of its file, without the extension. */
      readonly name: string;
      readonly problem: Error;
    };

/** The pipeline files that come with the project, and any other by its path. */
export interface Pipelines {
  /** @throws UsageError with a did-you-mean for a name that is not known, InputError for a file that is broken */
  select(selection: PipelineSelection): Promise<readonly Pipeline[]>;
  /**
   * As {@link select}, but where all pipelines are meant, one whose file is broken stands beside the others with its
   * problem. One that is named and broken is an error here, too.
   */
  selectEach(selection: PipelineSelection): Promise<readonly SelectedPipeline[]>;
  names(): Promise<readonly string[]>;
  /** A JSON Schema of a sink's settings, by its file in schemas/connectors. */
  settingsSchema(file: string): Promise<object>;
}
