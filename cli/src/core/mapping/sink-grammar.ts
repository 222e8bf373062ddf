import { isOwnSink } from "../connect/class-name.js";
import type { ParsedMapping } from "./mapping.js";
import { parseMapping } from "../sinks/datastax/parse-mapping.js";
import { parsePathMapping } from "../sinks/cassink/parse-mapping.js";
import { tableSuffixes, type TableSuffix } from "./topic-keys.js";

/** What a sink takes under `topic.*`. */
export interface TopicGrammar {
  readonly tableSettings: readonly TableSuffix[];
  readonly parseMapping: (text: string) => ParsedMapping;
  /** Columns are then matched with fields of the same name. */
  readonly mappingMayBeLeftOut: boolean;
  /** The form in which the names of units are compared. */
  readonly unitName: (text: string) => string;
}

const engineGrammar: TopicGrammar = {
  tableSettings: tableSuffixes.filter((suffix) => suffix !== "missingFields"),
  parseMapping,
  mappingMayBeLeftOut: false,
  unitName: (text) => text.trim(),
};

const ownGrammar: TopicGrammar = {
  tableSettings: tableSuffixes,
  parseMapping: parsePathMapping,
  mappingMayBeLeftOut: true,
  unitName: (text) => text.trim().toUpperCase(),
};

export function topicGrammar(connectorClass: string): TopicGrammar {
  return isOwnSink(connectorClass) ? ownGrammar : engineGrammar;
}
