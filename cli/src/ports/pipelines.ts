import type { Pipeline } from "../core/pipeline/pipeline.js";
import type { Selection } from "../core/pipeline/selection.js";

/** Pipelines by their names and by their files; nothing means all. */
export interface PipelineSelection extends Selection {
  /** Copies of records and rows, instead of what the file says (core/pipeline/replication.ts). */
  readonly replication?: number;
}

/** A pipeline that was selected, or what is wrong with its file. */
export type SelectedPipeline =
  | {
      readonly name: string;
      readonly pipeline: Pipeline;
      /** Of its file. */
      readonly text: string;
    }
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
   * As {@link select}, but of several, one whose file is broken stands beside the others with its problem. A broken one
   * alone is an error here, too.
   */
  selectEach(selection: PipelineSelection): Promise<readonly SelectedPipeline[]>;
  names(): Promise<readonly string[]>;
  /** A JSON Schema of a sink's settings, by its file in schemas/connectors. */
  settingsSchema(file: string): Promise<object>;
  /** Of schemas/connectors: what Connect, its converters, transforms and clients read (core/lint/catalogue.ts). */
  connectCatalogue(): Promise<object>;
  /** The JSON Schema of plans that are kept in files. */
  planSchema(): Promise<object>;
}
