import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import { maskedConfig } from "../../core/connect/secret-keys.js";
import type { Since } from "../../core/kafka/since.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { type MeaningDifference, meaningDifferences } from "../../core/sinks/config-meaning.js";
import type { CommandContext } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import { accountRecords } from "./account.js";
import type { Carried } from "./await-carried.js";
import { readDeadLetters } from "./dead-letters.js";
import type { Feed } from "./feeds.js";
import { type LetterReport, letterReport } from "./letter-report.js";
import { recordCount, type TopicEnds } from "./offsets.js";
import type { UnknownWriter } from "./other-writers.js";
import type { PlannedTable, VerifyPlan } from "./plan.js";
import { tableReport, type TableReport, type Verdict } from "./report.js";
import type { RunStart } from "./run.js";
import type { ComparedTable } from "./scan-table.js";
import { changedSince, laterEnds } from "./since/changed-since.js";
import type { compareSince } from "./since/compare-since.js";
import { noteEnds } from "./since/noted-ends.js";
import type { SinceStart } from "./since/since-start.js";

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

/** What is judged, and by which config. */
interface JudgedPipeline {
  readonly pipeline: Pipeline;
  readonly input: VerifyTableInput;
  /** As the file says it; as it is deployed, if it is; and by which the tables are judged. */
  readonly meant: ConnectorConfig;
  readonly live: ConnectorConfig | undefined;
  readonly config: ConnectorConfig;
  readonly feed: Feed;
  readonly unknown: readonly UnknownWriter[];
  readonly topicsWithoutTable: readonly string[];
  readonly plan: VerifyPlan;
  readonly letterTopic: string | undefined;
  /** Reads again what differs and has changed meanwhile. */
  readonly settle: (
    plan: VerifyPlan,
    ends: readonly TopicEnds[],
    compared: readonly ComparedTable[],
  ) => Promise<void>;
}

/** What was found in its tables. */
export interface JudgedTables {
  readonly start: RunStart;
  readonly compared: readonly ComparedTable[];
  /** When the reading began, in milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** With `--since`. */
  readonly since:
    | { readonly starts: readonly SinceStart[]; readonly later: Awaited<ReturnType<typeof compareSince>> }
    | undefined;
}

/** Reads again what differs and has changed meanwhile, reads the dead letters, and puts all together. */
export async function reportPipeline(
  judgedPipeline: JudgedPipeline,
  { start, compared, startedAt, since }: JudgedTables,
  context: CommandContext,
): Promise<PipelineReport> {
  const { pipeline, input, meant, live, config, feed, unknown, plan } = judgedPipeline;
  const { topicsWithoutTable, letterTopic, settle } = judgedPipeline;
  const { examples, proof, allowUnjudged = [], allowHalted = false } = input;
  const { ends, hidden, carried, judged } = start;
  const sample = start.sample === undefined ? undefined : new Set(start.sample);
  const { name } = pipeline.connector;
  const starts = since?.starts;
  const later = since?.later;
  const verified = { connector: name, config, ...plan };
  const read = later?.plan ?? plan;
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
  await settle(read, ends, compared);
  const allowed = [...allowUnjudged, ...(pipeline.allowUnjudged ?? [])];
  const isVain = starts !== undefined && isTime(input.since) && recordCount(laterEnds(ends, starts)) === 0;
  const tables = compared.map((table, index) => {
    const account = accounts[index];
    if (account === undefined) throw new Error("a table has no account");
    const changed =
      later === undefined || starts === undefined ? undefined : changedSince(later, starts, index);
    return tableReport(table, account, allowed, sample, changed && { ...changed, isVain });
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
    ...(input.since === undefined || starts === undefined
      ? {}
      : { since: { asked: input.since.text, starts, readsWhole: later?.readsWhole === true } }),
    tables,
    duration: Math.max(0, context.clock.now() - startedAt),
  };
}

/** Offsets say that what is before them is known. A time says that of time stamps, which those who send records make. */
const isTime = (since: Since | undefined): boolean =>
  since?.kind === "point" && (since.point.kind === "time" || since.point.kind === "ago");

/** Records that come from now on will not get into the tables. */
const isHalted = ({ state }: Carried): boolean => state === "stopped" || state === "not deployed";

function worst(tables: readonly TableReport[]): Verdict {
  const verdicts = tables.map(({ verdict }) => verdict);
  return (["findings", "unjudged"] as const).find((verdict) => verdicts.includes(verdict)) ?? "clean";
}
