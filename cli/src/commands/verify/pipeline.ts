import { type ConnectorConfig, subscribedTopics } from "../../core/connect/connector-config.js";
import { Random } from "../../core/generate/random.js";
import { drawParts } from "../../core/rows/ring-sample.js";
import { maskedConfig } from "../../core/connect/secret-keys.js";
import { deadLetterTopicName } from "../../core/pipeline/dead-letter-topic.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { type MeaningDifference, meaningDifferences } from "../../core/sinks/config-meaning.js";
import type { CommandContext } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import { accountRecords } from "./account.js";
import { askedOf } from "./asked.js";
import { awaitCarried, type Carried } from "./await-carried.js";
import { readDeadLetters } from "./dead-letters.js";
import { type Feed, feedFor, withWriteTimesOf } from "./feeds.js";
import { type LetterReport, letterReport } from "./letter-report.js";
import { readableEnds, type TopicEnds } from "./offsets.js";
import { type PlannedTable, type VerifyPlan, verifyPlan } from "./plan.js";
import { isSharedWithUnknown, planWithOthers, type UnknownWriter } from "./other-writers.js";
import { tableReport, type TableReport, type Verdict } from "./report.js";
import type { Run, RunStart } from "./run.js";
import { compareTables } from "./compare-tables.js";
import type { ComparedTable } from "./scan-table.js";
import { changedSince, laterEnds } from "./since/changed-since.js";
import { compareSince } from "./since/compare-since.js";
import { noteEnds } from "./since/noted-ends.js";
import type { SinceStart } from "./since/since-start.js";
import { sinceStarts } from "./since/starts.js";
import { timeRule } from "./since/time-rule.js";
import { settleChanges } from "./settle-changes.js";

export interface PipelineReport {
  readonly pipeline: string;
  readonly connector: string;
  /** With `--proof`: the connector's config by which the tables were judged; secrets are masked. */
  readonly config?: ConnectorConfig;
  readonly outcome: Verdict;
  readonly deployed: boolean;
  /** Whether it is no finding that the connector is paused, stopped or not deployed. */
  readonly allowHalted: boolean;
  /** Where the deployed connector makes other rows than the file says; the tables are judged by the file. */
  readonly configDifferences: readonly MeaningDifference[];
  readonly carried: Carried;
  /** Topics that the connector reads and that have no table: its task fails at their first record. */
  readonly topicsWithoutTable: readonly string[];
  /** Other connectors that write the tables. */
  readonly otherWriters: {
    /** Those whose rows were computed together with the pipeline's. */
    readonly judged: readonly { readonly connector: string; readonly carried: Carried }[];
    readonly unknown: readonly UnknownWriter[];
  };
  /** The sink's `ignoreErrors`: what it does at a record that it refuses, where no dead letter is kept. */
  readonly ignoreErrors: string;
  /** Undefined where the connector has no dead-letter topic. */
  readonly letters?: LetterReport;
  /** What was read; where `low` is above 0, the broker has deleted the records before it. */
  readonly topics: readonly TopicEnds[];
  /** With `--since`: the records from these offsets on are the later ones. */
  readonly since?: {
    readonly asked: string;
    readonly starts: readonly SinceStart[];
    /** Whether the records before were read, too, because some of them may have won over later ones. */
    readonly readsWhole: boolean;
  };
  readonly tables: readonly TableReport[];
  /** Milliseconds for reading, computing and comparing, without the wait for what was there at the start. */
  readonly duration: number;
}

const notDeployed: Carried = { state: "not deployed", behind: [], unread: [] };

/**
 * Takes the connector's config from the file, plans topics and tables, notes where the topics end, waits until the
 * connector has carried the records up to there, reads them and computes the rows, reads the tables and compares every
 * mapped column of every row. Rows that differ and that records write meanwhile are then read again.
 * @param run undefined where nothing is kept of it: with `--since`
 */
export async function verifyPipeline(
  pipeline: Pipeline,
  input: VerifyTableInput,
  run: Run | undefined,
  context: CommandContext,
): Promise<PipelineReport> {
  const { connect, clock } = context;
  const { wait, examples, consistency, proof, allowUnjudged = [], allowHalted = false } = input;
  const { name } = pipeline.connector;
  const live = await connect.config(name);
  const meant = deployedConfig(pipeline, context.connections);
  const config = live === undefined ? meant : withWriteTimesOf(meant, live);
  const feed = feedFor(name, config);
  const letterTopic = deadLetterTopicName(config);
  const kept = letterTopic === undefined ? examples : Infinity;
  const { plan, others, unknown } = await planWithOthers(feed, pipeline.file, kept, context);
  const topicsWithoutTable = await topicsOfNoTable(feed, context);
  const carriedBy = (carrier: Feed["carrier"], to: readonly TopicEnds[], left: number): Promise<Carried> => {
    const own = to.filter((_, index) => plan.topics[index]?.connector === carrier.name);
    return awaitCarried({ ...carrier, ends: own, wait: left }, context);
  };
  const fixStart = async (): Promise<RunStart> => {
    const deadline = clock.now() + wait;
    const sample = input.sample === undefined ? undefined : [...drawParts(input.sample, belowOf(context))];
    const { ends, hidden } = await readableEnds(plan.topics, deadline, context);
    const left = Math.max(0, deadline - clock.now());
    const carried = live === undefined ? notDeployed : await carriedBy(feed.carrier, ends, left);
    const judged = [];
    for (const { carrier } of others) {
      judged.push({ connector: carrier.name, carried: await carriedBy(carrier, ends, left) });
    }
    return { ends, hidden, carried, judged, sample };
  };
  const feeds = [feed, ...others];
  const begun =
    run === undefined
      ? undefined
      : { run, asked: await askedOf({ input, limits: run.spill.limits, feeds, plan, unknown }, context) };
  const fixed = begun === undefined ? await fixStart() : await begun.run.start(begun.asked, fixStart);
  const { ends, hidden, carried, judged } = fixed;
  const sample = fixed.sample === undefined ? undefined : new Set(fixed.sample);
  const start = clock.now();
  const { since } = input;
  const verified = { connector: name, config, topics: plan.topics };
  const starts =
    since === undefined ? undefined : await sinceStarts(since, plan.topics, ends, verified, context);
  const settle = (of: VerifyPlan, those: readonly ComparedTable[]): Promise<void> =>
    settleChanges(
      {
        plan: of,
        ends,
        compared: those,
        consistency,
        wait,
        awaitCarried: async (to, left) => {
          if (live === undefined) return false;
          const states: Carried[] = [];
          for (const { carrier } of feeds) states.push(await carriedBy(carrier, to, left));
          return states.every(({ state, behind }) => behind.length === 0 && state !== "not deployed");
        },
      },
      context,
    );
  const later =
    starts === undefined
      ? undefined
      : await compareSince(
          {
            ...{ plan, ends, starts, examples, consistency, settle },
            again: () => verifyPlan(feeds, pipeline.file, kept, context),
            ruleOf: (topic) => timeRule(feeds, topic),
            hasUnknownWriter: (table) => isSharedWithUnknown(table, unknown),
          },
          context,
        );
  const read = later?.plan ?? plan;
  const compared =
    later?.compared ??
    (await compareTables(
      {
        ...wholeRun(begun),
        ...{ plan, feeds, file: pipeline.file, kept, unknown, start: fixed, sample },
        ...{ examples, consistency, proof, workers: input.workers },
      },
      context,
    ));
  const letters =
    letterTopic === undefined ? undefined : await readDeadLetters(letterTopic, feed.carrier, context);
  const hiddenFrom = (table: PlannedTable): number =>
    read.topics.reduce(
      (sum, { tables }, index) => sum + (tables.includes(table) ? (hidden[index] ?? 0) : 0),
      0,
    );
  const accounts = compared.map((each) => accountRecords(each, letters, hiddenFrom(each.table), examples));
  const letterFindings =
    letters === undefined
      ? undefined
      : await letterReport(
          letters,
          read,
          starts === undefined ? ends : laterEnds(ends, starts),
          examples,
          context,
        );
  await settle(read, compared);
  const allowed = [...allowUnjudged, ...(pipeline.allowUnjudged ?? [])];
  const tables = compared.map((table, index) => {
    const account = accounts[index];
    if (account === undefined) throw new Error("a table has no account");
    const changed =
      later === undefined || starts === undefined ? undefined : changedSince(later, starts, index);
    return tableReport(table, account, allowed, sample, changed);
  });
  const configDifferences = live === undefined ? [] : meaningDifferences(meant, live);
  const isFaulty =
    configDifferences.length > 0 ||
    topicsWithoutTable.length > 0 ||
    carried.state === "failed" ||
    (!allowHalted && isHalted(carried)) ||
    carried.unread.length > 0 ||
    (letterFindings?.unexplained ?? 0) > 0;
  const outcome = isFaulty ? "findings" : worst(tables);
  const isWhole = tables.every(({ unjudged }) => unjudged.length === 0);
  if (outcome === "clean" && isWhole && sample === undefined) await noteEnds(ends, starts, verified, context);
  return {
    pipeline: pipeline.name,
    connector: name,
    ...(proof === undefined ? {} : { config: maskedConfig(config) }),
    outcome,
    deployed: live !== undefined,
    allowHalted,
    configDifferences,
    carried,
    topicsWithoutTable,
    otherWriters: { judged, unknown },
    ignoreErrors: feed.sink.ignoreErrors,
    ...(letterFindings === undefined ? {} : { letters: letterFindings }),
    topics: ends,
    ...(since === undefined || starts === undefined
      ? {}
      : { since: { asked: since.text, starts, readsWhole: later?.readsWhole === true } }),
    tables,
    duration: clock.now() - start,
  };
}

/** Whole tables are compared in a run that is kept. */
function wholeRun<Begun>(begun: Begun | undefined): Begun {
  if (begun === undefined) throw new Error("a whole table is judged in no run");
  return begun;
}

function belowOf({ digests }: CommandContext): (limit: number) => number {
  const random = new Random(parseInt(digests.salt().slice(0, 8), 16));
  return (limit) => random.below(limit);
}

/** Records that come from now on will not get into the tables. */
const isHalted = ({ state }: Carried): boolean => state === "stopped" || state === "not deployed";

/** What `topics.regex` matches beside the topics that have tables. */
async function topicsOfNoTable(
  { carrier: { config }, topics }: Feed,
  { kafka }: CommandContext,
): Promise<readonly string[]> {
  if (config["topics.regex"] === undefined) return [];
  const read = subscribedTopics(config, await kafka.topicNames());
  return read.filter((name) => !topics.some(({ topic }) => topic === name));
}

function worst(tables: readonly TableReport[]): Verdict {
  const verdicts = tables.map(({ verdict }) => verdict);
  return (["findings", "unjudged"] as const).find((verdict) => verdicts.includes(verdict)) ?? "clean";
}
