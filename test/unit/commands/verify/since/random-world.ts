import type { CqlValue } from "#cli/core/cql/value.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Random } from "#cli/core/generate/random.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { now } from "../random-table.js";

/* Random topics into one table with static columns and collections: what the records say, and the config that maps them. */

export const kinds = {
  id: ["text", "partition_key"],
  c: ["int", "clustering"],
  s: ["int", "static"],
  w: ["set<int>", "static"],
  a: ["int", "regular"],
  b: ["text", "regular"],
  n: ["list<int>", "regular"],
  m: ["map<text, int>", "regular"],
} as const;
export const regular = ["a", "b", "n", "m"] as const;
export const statics = ["s", "w"] as const;
export type Name = (typeof regular)[number] | (typeof statics)[number];
export const timedNames: readonly Name[] = ["a", "b", "s"];
export const epoch = 1_500_000_000_000_000;

export const description: TableDescription = {
  keyspace: "k",
  name: "t",
  columns: Object.entries(kinds).map(([name, [typeText, kind]]) => ({
    ...{ name, typeText, kind, position: kind === "regular" || kind === "static" ? -1 : 0 },
    type: parseCqlType(typeText),
    clusteringOrder: "none",
  })),
};

/** What one record says; fields that its topic does not map are not in it. */
export interface Said {
  readonly topic: number;
  readonly partition: number;
  readonly offset: number;
  readonly id: string;
  readonly c: number;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly fields: Readonly<Partial<Record<Name, CqlValue | null>>>;
  /** Seconds; 0 is for ever. */
  readonly ttl: number;
  /** `refused`: a text for an integer; `unknown`: a time to live of which nobody says what becomes of it. */
  readonly kind: "put" | "delete" | "refused" | "unknown";
  /** Microseconds. */
  readonly writeTime: number;
}

export interface World {
  readonly order: "time" | "log" | "mapped";
  /** Of each topic: the columns that it maps. */
  readonly mapped: readonly (readonly Name[])[];
  readonly said: readonly Said[];
  /** By topic and partition. */
  readonly logs: readonly (readonly (readonly KafkaRecord[])[])[];
}

const names: readonly Name[] = [...statics, ...regular];
const partitionsOf = (topic: number): number => 2 - topic;

export function randomWorld(random: Random): World {
  const order = (["time", "time", "log", "mapped"] as const)[random.below(4)] ?? "time";
  const topics = 1 + random.below(2);
  const mapped = Array.from({ length: topics }, (_, topic) =>
    topic === 0 && random.below(4) > 0 ? names : names.filter(() => random.below(3) > 0),
  ).map((some) => (some.length === 0 ? names : some));
  const grain = random.below(3) === 0 ? 100_000 : 1;
  const mostLate = random.below(3) === 0 ? 300 : 0;
  const said: Said[] = [];
  const lengths = new Map<string, number>();
  const counts = new Map<string, number>();
  const count = 4 + random.below(60);
  for (let index = 0; index < count; index++) {
    const topic = random.below(topics);
    const [id, c] = [`k${random.below(5)}`, random.below(2)];
    const partition = Number(id.slice(1)) % partitionsOf(topic);
    const log = `${topic}/${partition}`;
    const offset = lengths.get(log) ?? 0;
    lengths.set(log, offset + 1);
    const late = random.below(6) === 0 ? random.below(mostLate + 1) : 0;
    const exact = now - 1_000_000 + (500 + index - late) * 1000 + index;
    const time = Math.floor(exact / grain) * grain;
    const of = mapped[topic] ?? names;
    const fields = fieldsOf(of, random);
    const isDelete = of.length === names.length && of.every((name) => fields[name] === null);
    const other = random.below(30);
    const kind = isDelete
      ? "delete"
      : other === 0 && of.includes("a")
        ? "refused"
        : other === 1
          ? "unknown"
          : "put";
    const counted = [log, id, of.some(isStatic) ? "" : c, time].join("/");
    const before = counts.get(counted) ?? 0;
    // A refused record is not counted, one of which nobody knows what it writes is.
    if (kind !== "refused") counts.set(counted, before + 1);
    const writeTime =
      order === "log"
        ? epoch + offset
        : order === "time"
          ? 1000 * time + before
          : 1000 * (exact - random.below(300_000));
    const ttl = isDelete ? 0 : ([0, 0, 0, 10, 1_000_000][random.below(5)] ?? 0);
    said.push({ topic, partition, offset, id, c, time, fields, ttl, kind, writeTime });
  }
  return { order, mapped, said, logs: logsOf(said, topics) };
}

export const isStatic = (name: string): boolean => (statics as readonly string[]).includes(name);

function fieldsOf(of: readonly Name[], random: Random): Said["fields"] {
  const values: Record<Name, CqlValue> = {
    ...{ s: random.below(9), w: [random.below(5), 5 + random.below(5)] },
    ...{ a: random.below(9), b: `b${random.below(9)}`, n: [random.below(9), 1], m: [["x", random.below(9)]] },
  };
  const isDelete = random.below(6) === 0;
  const fields: Partial<Record<Name, CqlValue | null>> = {};
  for (const name of of) {
    const kind = random.below(4);
    if (isDelete || kind === 0) fields[name] = null;
    // An empty collection is none.
    else if (kind === 1 && Array.isArray(values[name])) fields[name] = [];
    else if (kind > 1) fields[name] = values[name];
  }
  return fields;
}

function logsOf(said: readonly Said[], topics: number): World["logs"] {
  return Array.from({ length: topics }, (_, topic) =>
    Array.from({ length: partitionsOf(topic) }, (__, partition) =>
      said.filter((each) => each.topic === topic && each.partition === partition).map(recordOf),
    ),
  );
}

export function recordOf({
  partition,
  offset,
  id,
  c,
  time,
  fields,
  ttl,
  kind,
  writeTime,
}: Said): KafkaRecord {
  const { m, ...rest } = fields;
  const value = {
    ...{ id, c, ...rest, ttl: kind === "unknown" ? 600_000_000 : ttl, time: writeTime },
    ...(m === undefined ? {} : { m: m === null ? null : Object.fromEntries(m as [string, number][]) }),
    ...(kind === "refused" ? { a: "none" } : {}),
  };
  return {
    ...{ partition, offset, timestamp: time, key: Buffer.from(id), headers: [] },
    value: Buffer.from(JSON.stringify(value)),
  };
}

/** The connector that writes them. */
export function configOf({ order, mapped }: World): Record<string, string> {
  const config: Record<string, string> = {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.storage.StringConverter",
    topics: mapped.map((_, topic) => `t${topic}`).join(","),
    ...(order === "log" ? { order: "log", "order.epoch": String(epoch) } : {}),
  };
  mapped.forEach((of, topic) => {
    const fields = ["id", "c", ...of].map((name) => `${name}=value.${name}`);
    const time = order === "mapped" ? ", __timestamp=value.time" : "";
    config[`topic.t${topic}.k.t.mapping`] = `${fields.join(", ")}, __ttl=value.ttl${time}`;
    config[`topic.t${topic}.k.t.nullToUnset`] = "false";
    if (order === "mapped") config[`topic.t${topic}.k.t.timestampTimeUnit`] = "MICROSECONDS";
  });
  return config;
}
