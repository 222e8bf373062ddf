import type { Contexts } from "../core/connections/named-context.js";

/** The user's contexts.yaml. */
export interface ContextsFile {
  /** Absolute path. */
  readonly file: string;
  /** Empty when there is no file; an InputError when it is wrong, or holds secrets that others can read. */
  readonly read: () => Promise<Contexts>;
  /**
   * Replaces the file's text by what `edit` makes of it, readable by the owner alone. No other process changes it
   * meanwhile, and a reader sees either the old text or the new one. A dry run makes the text, and writes nothing.
   */
  readonly change: (
    edit: (text: string, contexts: Contexts) => string,
    options?: { readonly dryRun: boolean },
  ) => Promise<void>;
}
