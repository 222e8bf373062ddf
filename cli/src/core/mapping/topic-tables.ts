import { patternProblem } from "../java/pattern-problem.js";
import { namesIn, type ConnectorConfig } from "../connect/connector-config.js";
import { didYouMean, nearest, whatIsKnown } from "../suggestion.js";
import {
  consistencyLevels,
  defaultCodecSettings,
  type CodecSettings,
  type ConfigProblem,
  type TableSettings,
  type TopicSettings,
} from "./settings.js";
import type { TopicGrammar } from "./topic-grammar.js";
import { parseTopicKey, type CodecSuffix, type TableSuffix } from "./topic-keys.js";
import { timeUnits, type TimeUnit } from "../java/time-unit.js";

/**
 * Reads the `topic.*` keys of a connector's flat config into typed settings, by the grammar of its sink. Each problem
 * names its full key. Keys without problems are read even where others have some.
 * @param route the topic under which a topic's records reach the sink, whose settings are the ones of that name: a
 * transform may rename topics. Undefined where it is not known, so that any topic may have settings.
 */
export function topicTables(
  config: ConnectorConfig,
  grammar: TopicGrammar,
  route: (topic: string) => string | undefined = (topic) => topic,
): {
  readonly topics: readonly TopicSettings[];
  readonly problems: readonly ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  const sources = namesIn(config["topics"]);
  const routed = sources.map((source) => route(source));
  const isKnown = !routed.includes(undefined);
  const names = isKnown ? routed.filter((name) => name !== undefined) : [];
  const texts = new Map<string, TopicTexts>();
  const strangers = new Map<string, string[]>();
  for (const [key, value] of Object.entries(config)) {
    if (!key.startsWith("topic.")) continue;
    const parsed = parseTopicKey(key, names, grammar.tableSettings);
    if (parsed.kind === "wrong") {
      problems.push({ key, message: parsed.message });
      continue;
    }
    if (names.length > 0 && !names.includes(parsed.topic)) {
      strangers.set(parsed.topic, [...(strangers.get(parsed.topic) ?? []), key]);
      continue;
    }
    const topic = texts.get(parsed.topic) ?? { codec: {}, tables: new Map<string, TableTexts>() };
    texts.set(parsed.topic, topic);
    if (parsed.kind === "codec") {
      topic.codec[parsed.setting] = value;
      continue;
    }
    const prefix = `topic.${parsed.topic}.${parsed.keyspace}.${parsed.table}.`;
    const table = topic.tables.get(prefix) ?? {
      keyspace: unquoted(parsed.keyspace),
      table: unquoted(parsed.table),
      settings: {},
    };
    topic.tables.set(prefix, table);
    table.settings[parsed.setting] = value;
  }
  // One mistyped topic is one problem, in however many keys it stands.
  for (const [topic, [key = "", ...others]] of strangers) {
    const more = others.length === 0 ? "" : ` (${others.length + 1} keys)`;
    problems.push({ key, message: `topic "${topic}" is not in topics${more}${meant(topic, names)}` });
  }
  // Nor is a topic without a table that has one under a mistyped setting: topic.T.KEYSPACE.TABLE.maping.
  const isMistyped = (topic: string): boolean =>
    problems.some(({ key }) => key.startsWith(`topic.${topic}.`));
  const unread = new Set([...strangers.keys()].map((topic) => nearest(topic, names)));
  const read = [...texts].map(([name, topic]) => topicSettings(name, topic, grammar, problems));
  for (const topic of read) {
    if (texts.get(topic.topic)?.tables.size === 0 && !isMistyped(topic.topic)) {
      problems.push({
        key: `topic.${topic.topic}.codec`,
        message: `topic "${topic.topic}" has codec settings but no table: give it topic.${topic.topic}.KEYSPACE.TABLE.mapping`,
      });
    }
  }
  sources.forEach((source, index) => {
    const name = names[index];
    if (name === undefined || texts.has(name) || unread.has(name) || isMistyped(name)) return;
    const renamed = name === source ? "" : `, which a transform renames to "${name}",`;
    problems.push({
      key: "topics",
      message: `topic "${source}"${renamed} has no table: give it topic.${name}.KEYSPACE.TABLE.mapping`,
    });
  });
  if (names.length === 0) return { topics: read, problems };
  const topics = sources.flatMap((source, index) =>
    read.filter(({ topic }) => topic === names[index]).map((settings) => ({ ...settings, topic: source })),
  );
  return { topics, problems };
}

/** The settings of a table as the config has them. */
interface TableTexts {
  readonly keyspace: string;
  readonly table: string;
  readonly settings: Partial<Record<TableSuffix, string>>;
}

/** The settings of a topic as the config has them. */
interface TopicTexts {
  readonly codec: Partial<Record<CodecSuffix, string>>;
  /** By the prefix of their keys: `topic.T.KEYSPACE.TABLE.`. */
  readonly tables: Map<string, TableTexts>;
}

function topicSettings(
  name: string,
  texts: TopicTexts,
  grammar: TopicGrammar,
  problems: ConfigProblem[],
): TopicSettings {
  const read = new SettingReader(problems);
  const unit = texts.codec.unit === undefined ? undefined : grammar.unitName(texts.codec.unit);
  const codec: CodecSettings = {
    ...defaultCodecSettings,
    ...texts.codec,
    unit: read.oneOf(`topic.${name}.codec.unit`, unit, timeUnits, defaultCodecSettings.unit),
  };
  for (const setting of ["timestamp", "date", "time"] as const) {
    const problem = isName(codec[setting]) ? undefined : patternProblem(codec[setting]);
    if (problem !== undefined) read.problem(`topic.${name}.codec.${setting}`, problem);
  }
  const tables = [...texts.tables].flatMap(([prefix, table]) => {
    const settings = tableSettings(name, prefix, table, grammar, read);
    return settings === undefined ? [] : [settings];
  });
  return { topic: name, codec, tables };
}

/** A constant of DateTimeFormatter, or a format of the sinks' own. */
const isName = (format: string): boolean => /^[A-Z_0-9]{6,}$/.test(format);

/** Undefined, beside a problem, where the mapping is missing. */
function tableSettings(
  topic: string,
  prefix: string,
  { keyspace, table, settings }: TableTexts,
  grammar: TopicGrammar,
  read: SettingReader,
): TableSettings | undefined {
  const unit = (name: "ttlTimeUnit" | "timestampTimeUnit", otherwise: TimeUnit): TimeUnit =>
    read.oneOf(
      `${prefix}${name}`,
      settings[name] === undefined ? undefined : grammar.unitName(settings[name]),
      timeUnits,
      otherwise,
    );
  const deletesEnabled = read.boolean(`${prefix}deletesEnabled`, settings.deletesEnabled, true);
  const known = {
    consistencyLevel: read.oneOf(
      `${prefix}consistencyLevel`,
      settings.consistencyLevel?.toUpperCase(),
      consistencyLevels,
      "LOCAL_ONE",
    ),
    ttl: read.ttl(`${prefix}ttl`, settings.ttl),
    ttlTimeUnit: unit("ttlTimeUnit", "SECONDS"),
    timestampTimeUnit: unit("timestampTimeUnit", "MICROSECONDS"),
    nullToUnset: read.boolean(`${prefix}nullToUnset`, settings.nullToUnset, true),
    deletesEnabled,
    missingFields: read.oneOf(
      `${prefix}missingFields`,
      settings.missingFields?.toLowerCase(),
      ["unset", "error"],
      "unset",
    ),
    ...(settings.query === undefined ? {} : { query: settings.query }),
  };
  if (settings.query !== undefined && deletesEnabled) {
    read.problem(`${prefix}query`, `a query of one's own needs ${prefix}deletesEnabled=false`);
  }
  if (settings.mapping === undefined && grammar.mappingMayBeLeftOut && settings.query === undefined) {
    return { topic, keyspace, table, prefix, mapping: undefined, ...known };
  }
  if (settings.mapping === undefined) {
    read.problem(
      `${prefix}mapping`,
      `is missing: it names the columns of ${keyspace}.${table} and their fields`,
    );
    return undefined;
  }
  const mapping = grammar.parseMapping(settings.mapping);
  for (const { message, position } of mapping.problems) {
    read.problem(`${prefix}mapping`, message, position);
  }
  return { topic, keyspace, table, prefix, mapping, ...known };
}

/** Reads the texts of settings as Kafka's ConfigDef does, without blanks around a value, and collects the problems. */
class SettingReader {
  readonly #problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    this.#problems = problems;
  }

  problem(key: string, message: string, position?: number): void {
    this.#problems.push({ key, message, ...(position === undefined ? {} : { position }) });
  }

  boolean(key: string, text: string | undefined, otherwise: boolean): boolean {
    const word = text?.trim().toLowerCase();
    if (word === undefined) return otherwise;
    if (word !== "true" && word !== "false") this.problem(key, `"${text ?? ""}" is neither true nor false`);
    return word === "true";
  }

  oneOf<Choice extends string>(
    key: string,
    text: string | undefined,
    choices: readonly Choice[],
    otherwise: Choice,
  ): Choice {
    if (text === undefined) return otherwise;
    const choice = choices.find((candidate) => candidate === text.trim());
    if (choice === undefined) {
      this.problem(key, `"${text}" is not a choice; ${whatIsKnown(text.trim(), choices)}`);
    }
    return choice ?? otherwise;
  }

  ttl(key: string, text: string | undefined): number {
    if (text === undefined) return -1;
    const value = Number(text.trim());
    if (!/^-?\d+$/.test(text.trim()) || value < -1 || value > Number.MAX_SAFE_INTEGER) {
      this.problem(key, `"${text}" is not a time to live: a whole number from 0, or -1 for none`);
      return -1;
    }
    return value;
  }
}

const meant = (name: string, names: readonly string[]): string => {
  const hint = didYouMean(name, names);
  return hint === undefined ? "" : `; ${hint}`;
};

const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
