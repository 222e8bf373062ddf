import type { ConnectorConfig } from "../connect/connector-config.js";
import type { TopicGrammar } from "../mapping/topic-grammar.js";
import type { SinkRules } from "./sink-rules.js";

/** All that the program must know of one sink. A third sink is a folder beside these two, and a line in sink-of.ts. */
export interface Sink {
  /** The full names of the connector classes that are this sink. */
  readonly classes: readonly string[];
  /** The JSON Schema of its settings: a file of schemas/connectors. */
  readonly settingsSchema: string;
  readonly grammar: TopicGrammar;
  /** Whether {@link rules} say what becomes of values that have Connect schemas. */
  readonly judgesSchemas: boolean;
  /** Whether {@link rules} say what is bound to statements whose rows no model tells. */
  readonly tellsStatements: boolean;
  /** Whether a null value deletes the row of a table of key columns alone. */
  readonly deletesRowsOfKeys: boolean;
  /** Undefined where write times are always made of the records' times. */
  readonly writeTimes?: (config: ConnectorConfig) => WriteTimes;
  /** What is told of rows that are written. Undefined for a sink that tells nothing. */
  readonly receipts?: (config: ConnectorConfig) => Receipts | undefined;
  /**
   * The rules by which it turns records into rows, loaded when they are asked for: `verify table` alone needs them, and
   * they are most of a sink's code.
   * @param now milliseconds since the Unix epoch: what has expired by then is no longer in a table
   * @throws InputError naming a setting without which nothing can be judged
   */
  readonly rules: (config: ConnectorConfig, now: number) => Promise<SinkRules>;
}

/** The settings, as texts, that decide how write times are made. */
export interface WriteTimes {
  readonly order: string;
  readonly "order.epoch": string;
  readonly generation: string;
}

/** The topic to which a sink tells what is durable in its tables, as docs/receipts.md has it. */
export interface Receipts {
  readonly topic: string;
  /** `record`: of each record in each table; `range`: of each range of offsets. */
  readonly mode: "record" | "range";
  readonly transactional: boolean;
}
