import type { ParsedMapping } from "./mapping.js";
import type { TableSuffix } from "./topic-keys.js";

/** What one sink takes under `topic.*`. */
export interface TopicGrammar {
  readonly tableSettings: readonly TableSuffix[];
  readonly parseMapping: (text: string) => ParsedMapping;
  /** Columns are then matched with fields of the same name. */
  readonly mappingMayBeLeftOut: boolean;
  /** The form in which the names of units are compared. */
  readonly unitName: (text: string) => string;
}
