import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { isKeyColumn } from "#cli/core/cql/table.js";
import { Random } from "#cli/core/generate/random.js";
import { plain, typed } from "#test/support/random-values/form.js";
import { chance, pick } from "#test/support/random-values/pick.js";
import { randomCodec, randomSettings } from "#test/support/random-values/settings.js";
import { RandomRecords } from "./random-records.js";
import type { RecordForm } from "./record-form.js";
import { randomShape, type TableShape } from "./table-shape.js";

/** Names on the servers. */
export interface Names {
  readonly topic: string;
  readonly keyspace: string;
  readonly table: string;
  readonly connector: string;
  readonly letters: string;
}

/**
 * What becomes of a bad record: a dead-letter topic takes it, the sink passes it over, or the task fails. Only in the
 * first case are there any before the harm.
 */
export type Tolerance = "letters" | "ignore" | "fail";

/** A pipeline that a seed determines, but for the names and the time at which its records begin. */
export interface RandomPipeline {
  readonly seed: number;
  readonly names: Names;
  readonly shape: TableShape;
  readonly partitions: number;
  readonly tolerance: Tolerance;
  /** Whether the connector is given no record behind an open transaction. */
  readonly readsCommitted: boolean;
  /** Whether a record without a value deletes its row. */
  readonly deletes: boolean;
  /** Without the addresses of servers. */
  readonly config: ConnectorConfig;
  readonly records: RandomRecords;
}

const storage = "org.apache.kafka.connect.storage.StringConverter";
const json = "org.apache.kafka.connect.json.JsonConverter";
const converters = {
  text: { "key.converter": storage, "value.converter": storage },
  json: { "key.converter": storage, "value.converter": json, "value.converter.schemas.enable": "false" },
  schemas: {
    "key.converter": json,
    "key.converter.schemas.enable": "true",
    "value.converter": json,
    "value.converter.schemas.enable": "true",
  },
} as const;

/** @param now milliseconds since the Unix epoch: records are up to an hour old */
export function randomPipeline(seed: number, names: Names, now: number): RandomPipeline {
  const random = new Random(seed, 1);
  const reading = pick(random, ["json", "text", "schemas"] as const);
  const form = reading === "schemas" ? typed : plain;
  const shape = randomShape(random, form === typed);
  const tolerance = pick(random, ["letters", "letters", "ignore", "fail"] as const);
  const filterHeader = reading !== "schemas" && chance(random, 0.5) ? "unwanted" : undefined;
  const keys = shape.columns.filter(isKeyColumn);
  const isPlainKey = keys.length === 1 && chance(random, 0.5);
  const of: RecordForm = {
    shape,
    form,
    isPlainKey,
    filterHeader,
    hasLetters: tolerance === "letters",
    mapsTtl: chance(random, 0.25),
    mapsTime: chance(random, 0.2),
  };
  const mapping = [
    ...keys.map(({ name }) => `${name}=${isPlainKey ? "key" : `key.${name}`}`),
    ...shape.columns.filter((column) => !isKeyColumn(column)).map(({ name }) => `${name}=value.${name}`),
    ...(of.mapsTtl ? ["__ttl=value.ttl"] : []),
    ...(of.mapsTime ? ["__timestamp=value.time"] : []),
  ].join(", ");
  const table = `topic.${names.topic}.${names.keyspace}.${names.table}`;
  const settings = {
    ...randomSettings(random),
    ...(of.mapsTime ? { timestampTimeUnit: "MILLISECONDS" } : {}),
  };
  const prefixed = (prefix: string, words: Readonly<Record<string, string>>): ConnectorConfig =>
    Object.fromEntries(Object.entries(words).map(([word, value]) => [`${prefix}.${word}`, value]));
  const partitions = 1 + random.below(3);
  const readsCommitted = chance(random, 0.3);
  return {
    seed,
    names,
    shape,
    partitions,
    tolerance,
    readsCommitted,
    deletes: !("deletesEnabled" in settings),
    config: {
      "connector.class": "io.cassink.sink.CassandraSinkConnector",
      "tasks.max": String(1 + random.below(2)),
      topics: names.topic,
      ...converters[reading],
      ...orderOf(random, now),
      ...tolerances(names)[tolerance],
      ...(readsCommitted ? { "consumer.override.isolation.level": "read_committed" } : {}),
      ...(filterHeader === undefined ? {} : filterOf(filterHeader)),
      ...prefixed(table, { mapping, ...settings }),
      ...prefixed(`topic.${names.topic}.codec`, codecFor(shape, random)),
    },
    records: new RandomRecords(of, random, now - 3_600_000),
  };
}

/** Under a format of the codec's own, texts of times are bad records: only for tables without times. */
function codecFor({ columns }: TableShape, random: Random): ConnectorConfig {
  const hasTimes = columns.some(({ typeText }) => /time|date/.test(typeText));
  const all = Object.entries(randomCodec(random));
  if (!hasTimes) return Object.fromEntries(all);
  return Object.fromEntries(all.filter(([word]) => ["locale", "unit"].includes(word)));
}

/** Offsets are committed as soon as they may be, for `verify` waits for the commit. */
function orderOf(random: Random, now: number): ConnectorConfig {
  if (chance(random, 0.7)) return { "order.idleRelease": "1" };
  return { order: "log", "order.epoch": String((now - 3_600_000) * 1000) };
}

function tolerances({ letters }: Names): Readonly<Record<Tolerance, ConnectorConfig>> {
  return {
    letters: {
      "errors.tolerance": "all",
      "errors.deadletterqueue.topic.name": letters,
      "errors.deadletterqueue.topic.replication.factor": "1",
      "errors.deadletterqueue.context.headers.enable": "true",
    },
    ignore: { ignoreErrors: "All" },
    fail: {},
  };
}

function filterOf(header: string): ConnectorConfig {
  return {
    transforms: "drop",
    "transforms.drop.type": "org.apache.kafka.connect.transforms.Filter",
    "transforms.drop.predicate": "unwanted",
    predicates: "unwanted",
    "predicates.unwanted.type": "org.apache.kafka.connect.transforms.predicates.HasHeaderKey",
    "predicates.unwanted.name": header,
  };
}
