import { namesIn, type ConnectorConfig } from "../connect/connector-config.js";
import { simpleClassName } from "../java/text.js";
import type { CheckLevel, ConfigFinding } from "../lint/finding.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { type Check, finding, good, unjudged, warning } from "./check.js";
import { type Server, serverNames, silenceOf } from "./servers.js";

/** What `connector validate` says of one connector. */
export interface Validation {
  readonly levels: readonly {
    readonly level: CheckLevel;
    readonly checked: boolean;
    readonly reason?: string;
  }[];
  readonly findings: readonly ConfigFinding[];
}

/**
 * The findings of `connector validate` by what they are about; what it has not looked at is not judged.
 * @param answering the servers that do: what one of them has said stays, also where another one does not answer
 */
export function configChecks(
  { levels, findings }: Validation,
  { config, sink, answering }: ValidatedConfig,
): readonly Check[] {
  const reasonOf = (level: CheckLevel, server: Server | undefined): string | undefined => {
    if (server !== undefined && !answering.includes(server)) return silenceOf([server]);
    const unchecked = levels.find((each) => each.level === level && !each.checked);
    // Of the servers that do not answer.
    const isOfAnother = answering.length < Object.keys(serverNames).length;
    return isOfAnother ? undefined : unchecked?.reason;
  };
  const checksOf = (subject: string, seen: string, level: CheckLevel, server?: Server): readonly Check[] => {
    const of = withoutRepeats(findings.filter((each) => subjectOf(each, sink) === subject));
    const reason = reasonOf(level, server);
    if (reason !== undefined && of.length === 0) return [unjudged(subject, reason)];
    return of.length === 0 ? [good(subject, seen)] : of.map((each) => checkOf(subject, each));
  };
  const plugins = namedPlugins(config);
  const overrides = Object.keys(config).filter((key) => overrideKey.test(key));
  const tables = (sink?.topics ?? []).flatMap((topic) => topic.tables).map(tableName);
  const ofPlugins = findings.filter((each) => each.level === "connect" && pluginKey.test(each.key));
  const isToldByPlugins = ({ state, where }: Check): boolean =>
    state === "problem" && ofPlugins.some(({ key }) => key === where);
  return [
    ...checksOf(subjects.config, "every key is read, and every value is taken", "config").filter(
      (check) => !isToldByPlugins(check),
    ),
    ...checksOf(subjects.plugins, `the worker has ${plugins.join(", ")}`, "connect", "connect"),
    ...(overrides.length === 0
      ? []
      : checksOf(subjects.overrides, `the worker takes ${overrides.join(", ")}`, "connect", "connect")),
    ...[...new Set(tables)].flatMap((table) =>
      checksOf(`table ${table}`, "its columns and its key take the mapping", "cluster", "cassandra"),
    ),
    ...checksOf(subjects.topics, "", "cluster", "kafka").filter(
      ({ state }) => !["ok", "unjudged"].includes(state),
    ),
    ...(deadLetters(config)
      ? checksOf(subjects.letters, "kept for ever in their topic", "cluster", "kafka")
      : []),
    ...(sink?.receipts === undefined
      ? []
      : checksOf(subjects.receipts, `topic ${sink.receipts.topic} takes them`, "cluster", "kafka")),
  ];
}

interface ValidatedConfig {
  readonly config: ConnectorConfig;
  readonly sink: SinkConfig | undefined;
  readonly answering: readonly Server[];
}

const subjects = {
  config: "config",
  plugins: "plugins",
  overrides: "overrides",
  topics: "topics",
  letters: "dead letters",
  receipts: "receipts",
} as const;

const overrideKey = /^(consumer|producer|admin)\.override\./;
const pluginKey = /^(connector\.class|(key|value|header)\.converter|(transforms|predicates)\.[^.]+\.type)$/;
const deadLetters = (config: ConnectorConfig): boolean =>
  (config["errors.deadletterqueue.topic.name"] ?? "") !== "";
const tableName = ({ keyspace, table }: { readonly keyspace: string; readonly table: string }): string =>
  `${keyspace}.${table}`;

/** `undefined` for what {@link topicChecks} says of each topic itself. */
function subjectOf({ level, key }: ConfigFinding, sink: SinkConfig | undefined): string | undefined {
  if (level === "config") return subjects.config;
  if (overrideKey.test(key)) return subjects.overrides;
  if (pluginKey.test(key)) return subjects.plugins;
  if (key.startsWith("errors.deadletterqueue.")) return subjects.letters;
  if (level === "cluster" && key.startsWith("receipts.")) return subjects.receipts;
  const table = (sink?.topics ?? [])
    .flatMap((topic) => topic.tables)
    .find((each) => key.startsWith(each.prefix) || key === `tables: ${tableName(each)}`);
  if (table !== undefined) return `table ${tableName(table)}`;
  if (level === "connect") return subjects.config;
  return key === "topics" ? undefined : subjects.topics;
}

function checkOf(subject: string, { severity, key, message, hint }: ConfigFinding): Check {
  const advice = hint ?? (subject === subjects.plugins ? pluginAdvice : adviceFor(key));
  // Connect makes a topic that is missing, but not as it should be: letters are then deleted.
  const isMissing = subject === subjects.letters && message.includes("is missing");
  const make = severity === "error" || isMissing ? finding : warning;
  return { ...make(subject, message, advice), where: key };
}

/** Of a table that is missing, Connect says less than what looks at the table itself. */
function withoutRepeats(findings: readonly ConfigFinding[]): readonly ConfigFinding[] {
  const isTold = (of: ConfigFinding): boolean =>
    findings.some(
      ({ level, severity, key }) => level === "cluster" && severity === "error" && key === of.key,
    );
  return findings.filter((each) => each.level !== "connect" || !isTold(each));
}

const adviceFor = (key: string): string =>
  key.startsWith("tables: ") ? "change the table or its CQL file" : "correct it in the pipeline's file";

const pluginAdvice =
  "correct the name (cassink connector plugins has them all), or put its jars into plugin.path of every worker";

/** The simple names of the classes that a config names. */
function namedPlugins(config: ConnectorConfig): readonly string[] {
  const isUsed = (key: string): boolean => {
    const [, list = "", name = ""] = /^(transforms|predicates)\.([^.]+)\.type$/.exec(key) ?? [];
    return list === "" || namesIn(config[list]).includes(name);
  };
  const named = Object.entries(config).filter(([key]) => pluginKey.test(key) && isUsed(key));
  return [...new Set(named.map(([, name]) => simpleClassName(name)))];
}
