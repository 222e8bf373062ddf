import type { ParsedMapping } from "./mapping.js";
import type { TableSuffix } from "./topic-keys.js";

/** How one sink reads its `topic.*` keys: where the DataStax sink and Cassink's sink differ. */
export interface TopicGrammar {
  /** The settings of a table that the sink knows. */
  readonly tableSettings: readonly TableSuffix[];
  readonly parseMapping: (text: string) => ParsedMapping;
  /** Whether `mapping` may be omitted, so that each column is written from the field of the same name. */
  readonly mappingMayBeLeftOut: boolean;
  /** The name of a unit as a constant of TimeUnit: a sink may take `seconds` for SECONDS. */
  readonly unitName: (text: string) => string;
}
