import { feedOf } from "#cli/commands/verify/feeds.js";
import { verifyPlan, type PlannedTopic } from "#cli/commands/verify/plan.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { ColumnDescription, TableDescription } from "#cli/core/cql/table.js";
import type { RecordOutcome } from "#cli/core/rows/topic-fold.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";
import { fakeContext } from "#test/support/fakes/context.js";

/** Milliseconds, after the times of all records. */
const now = 1_800_000_000_000;

const kinds: Readonly<Record<string, ColumnDescription["kind"]>> = {
  PARTITION_KEY: "partition_key",
  CLUSTERING: "clustering",
  STATIC: "static",
  OTHER: "regular",
};

/** By table: a write time, `refused`, `filtered` or `unpredictable`. */
export type Outcomes = ReadonlyMap<string, string>;

/** A record of a log; a time below 0 is none. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly time: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** What `verify table` makes of a connector's records, without servers. */
export class LogVerify {
  readonly #topics: readonly PlannedTopic[];
  readonly #shift: bigint;
  #outcomes = new Map<string, string>();

  private constructor(topics: readonly PlannedTopic[], shift: number) {
    this.#topics = topics;
    this.#shift = BigInt(shift);
    for (const { fold, tables } of topics) {
      fold.watch((_, table, outcome) => {
        this.#outcomes.set(`ks.${tables[table]?.description.name ?? ""}`, this.#text(outcome));
      });
    }
  }

  /**
   * @param settings of the connector, without its connection and converters
   * @param tables by name: columns as `name kind type`
   */
  static async of(
    settings: Readonly<Record<string, string>>,
    tables: Readonly<Record<string, readonly string[]>>,
  ): Promise<LogVerify> {
    const text = "org.apache.kafka.connect.storage.StringConverter";
    const config = {
      "connector.class": "io.cassink.sink.CassandraSinkConnector",
      "key.converter": text,
      "value.converter": text,
      ...settings,
    };
    const sink = sinkConfig(config);
    if (sink === undefined) throw new Error("no sink");
    const { context } = fakeContext({
      clock: { now: () => now },
      cassandra: {
        describeTable: (keyspace, name) => Promise.resolve(described(keyspace, name, tables[name] ?? [])),
      },
    });
    const plan = await verifyPlan([feedOf("sink", config, sink)], "a file", 5, context);
    return new LogVerify(plan.topics, Math.max(...plan.tables.map(({ shift }) => shift)));
  }

  /** Microseconds that the connector's generation adds to each write time. */
  get shift(): bigint {
    return this.#shift;
  }

  add({ topic, partition, offset, time, key, value }: LogRecord): Outcomes {
    this.#outcomes = new Map();
    const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));
    const record = { partition, offset, timestamp: time, key: bytes(key), value: bytes(value), headers: [] };
    this.#topics.find((planned) => planned.topic === topic)?.fold.add(record);
    return new Map([...this.#outcomes].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #text(outcome: RecordOutcome): string {
    return outcome.kind === "written" ? String(BigInt(outcome.writeTime) + this.#shift) : outcome.kind;
  }
}

function described(keyspace: string, name: string, columns: readonly string[]): TableDescription {
  return {
    keyspace,
    name,
    tellsElementTimes: true,
    columns: columns.map((text) => {
      const [column = "", kind = "", ...type] = text.split(" ");
      const typeText = type.join(" ");
      return {
        name: column,
        typeText,
        type: parseCqlType(typeText),
        kind: kinds[kind] ?? "regular",
        position: 0,
        clusteringOrder: "none",
      };
    }),
  };
}
