import { maskedConfig } from "../../core/connect/secret-keys.js";
import { meaningDifferences } from "../../core/sinks/config-meaning.js";
import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import type { CommandContext } from "../../ports/context.js";
import type { SpillLimits } from "../../ports/spill.js";
import type { VerifyTableInput } from "../../program/verify.js";
import type { Feed } from "./feeds.js";
import type { UnknownWriter } from "./other-writers.js";
import type { VerifyPlan } from "./plan.js";

/** What a run is about: it is continued only where all of that is the same. */
export interface Asked {
  /** Options, topics and tables: by what a user calls it, what it is. */
  readonly things: ReadonlyMap<string, string>;
  /** Of the connectors whose records are read, by name; secrets are masked. */
  readonly configs: ReadonlyMap<string, ConnectorConfig>;
}

/** Raised when what a run keeps changes its form. */
const formatVersion = 2;

interface Question {
  readonly input: Pick<
    VerifyTableInput,
    "consistency" | "sample" | "since" | "proof" | "examples" | "workers"
  >;
  readonly limits: SpillLimits;
  readonly feeds: readonly Feed[];
  readonly plan: VerifyPlan;
  readonly unknown: readonly UnknownWriter[];
}

export async function askedOf(
  { input, limits, feeds, plan, unknown }: Question,
  { kafka, cassandra }: CommandContext,
): Promise<Asked> {
  const { held, writesPerPart, step } = limits;
  const things = new Map([
    ["the form in which it is kept", [formatVersion, held, writesPerPart, step].join(", ")],
    ["--consistency", input.consistency],
    ["--sample", String(input.sample ?? "none")],
    ["--since", JSON.stringify(input.since ?? "none")],
    ["--proof", input.proof === undefined ? "none" : "given"],
    ["--examples", String(input.examples)],
    ["--workers", String(input.workers ?? "not given")],
    ["other connectors that write its tables", JSON.stringify(unknown)],
    ["the connectors and topics that are read", plan.topics.map(nameOf).join(", ")],
  ]);
  for (const topic of new Set(plan.topics.map(({ topic }) => topic)))
    things.set(`topic ${topic}`, (await kafka.topicId(topic)) ?? "unknown");
  for (const { description } of plan.tables) {
    const { keyspace, name } = description;
    const { id = "unknown" } = await cassandra.tableOptions(keyspace, name);
    things.set(`table ${keyspace}.${name}`, JSON.stringify({ id, ...description }));
  }
  const configs = feeds.map(({ carrier: { name, config } }) => [name, maskedConfig(config)] as const);
  return { things, configs: new Map(configs) };
}

/** What is no longer as it was, in sentences. */
export function changesOf(before: Asked, now: Asked): readonly string[] {
  const names = new Set([...before.things.keys(), ...now.things.keys()]);
  const changed = [...names].filter((name) => before.things.get(name) !== now.things.get(name));
  const keys = [...now.configs].flatMap(([connector, config]) => {
    const was = before.configs.get(connector);
    return was === undefined
      ? []
      : meaningDifferences(was, config).map(({ key }) => `connector ${connector}: ${key}`);
  });
  return [...changed.map((name) => changeText(name, before, now)), ...keys.map((key) => `${key} is another`)];
}

/** What a user gives is said, ids are not. */
function changeText(name: string, { things: before }: Asked, { things: now }: Asked): string {
  if (name.startsWith("--"))
    return `${name} was ${before.get(name) ?? "none"}, and is ${now.get(name) ?? "none"}`;
  if (name.startsWith("topic ")) return `${name} was made anew`;
  if (name.startsWith("table ")) return `${name} was made anew or altered`;
  return `${name}: changed`;
}

const nameOf = ({ connector, topic, isolation }: VerifyPlan["topics"][number]): string =>
  `${topic} (${connector}, ${isolation})`;
