import { subscribedTopics } from "../../core/connect/connector-config.js";
import { Random } from "../../core/generate/random.js";
import { drawParts } from "../../core/rows/ring-sample.js";
import { deadLetterTopicName } from "../../core/pipeline/dead-letter-topic.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import { askedOf } from "./asked.js";
import { awaitCarried, type Carried } from "./await-carried.js";
import { compareTables } from "./compare-tables.js";
import { type Feed, feedFor, withWriteTimesOf } from "./feeds.js";
import { readableEnds, type TopicEnds } from "./offsets.js";
import { isSharedWithUnknown, planWithOthers } from "./other-writers.js";
import { judgeOptions } from "./judge-options.js";
import { type JudgedTables, type PipelineReport, reportPipeline } from "./pipeline-report.js";
import { type PlannedTable, verifyPlan, type VerifyPlan } from "./plan.js";
import type { Run, RunStart } from "./run.js";
import { type ComparedTable, parallelism } from "./scan-table.js";
import { settleChanges } from "./settle-changes.js";
import { sharedBy } from "./shared/other-run.js";
import { verifyTogether } from "./shared/verify-together.js";
import { compareSince } from "./since/compare-since.js";
import { sinceStarts } from "./since/starts.js";
import { timeRule } from "./since/time-rule.js";
import type { JudgeOptions } from "./table-judge.js";

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
  const { wait, examples, consistency, proof, workers } = input;
  const { name } = pipeline.connector;
  const live = await connect.config(name);
  const meant = deployedConfig(pipeline, context.connections);
  const config = live === undefined ? meant : withWriteTimesOf(meant, live);
  const feed = feedFor(name, config);
  const letterTopic = deadLetterTopicName(config);
  const kept = letterTopic === undefined ? examples : Infinity;
  const { plan, others, unknown } = await planWithOthers(feed, pipeline.file, kept, context);
  const topicsWithoutTable = await topicsOfNoTable(feed, context);
  const feeds = [feed, ...others];
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
  const again = (): Promise<VerifyPlan> => verifyPlan(feeds, pipeline.file, kept, context);
  const settle = (
    of: VerifyPlan,
    ends: readonly TopicEnds[],
    compared: readonly ComparedTable[],
  ): Promise<void> =>
    settleChanges(
      {
        ...{ plan: of, ends, compared, consistency, wait },
        awaitCarried: async (to, left) => {
          if (live === undefined) return false;
          const states: Carried[] = [];
          for (const { carrier } of feeds) states.push(await carriedBy(carrier, to, left));
          return states.every(({ state, behind }) => behind.length === 0 && state !== "not deployed");
        },
      },
      context,
    );
  const report = (judged: JudgedTables): Promise<PipelineReport> =>
    reportPipeline(
      {
        ...{ pipeline, input, meant, live, config, feed, unknown, topicsWithoutTable, settle },
        plan,
        letterTopic,
      },
      judged,
      context,
    );
  const begun =
    run === undefined
      ? undefined
      : { run, asked: await askedOf({ input, limits: run.spill.limits, feeds, plan, unknown }, context) };
  if (input.run !== undefined) {
    const optionsOf = (table: PlannedTable): JudgeOptions => ({
      ...judgeOptions({ examples, consistency, proof, unknown }, table, context),
      parallelism,
    });
    return verifyTogether(
      {
        ...{ run: input.run, pipeline: pipeline.name, plan, again, optionsOf, fixStart },
        asked: sharedBy(keptRun(begun).asked, pipeline, input),
        report: (start, compared, startedAt) => report({ start, compared, startedAt, since: undefined }),
      },
      context,
    );
  }
  const fixed = begun === undefined ? await fixStart() : await begun.run.start(begun.asked, fixStart);
  const { ends } = fixed;
  const sample = fixed.sample === undefined ? undefined : new Set(fixed.sample);
  const startedAt = clock.now();
  const { since } = input;
  const verified = { connector: name, config, ...plan };
  const starts =
    since === undefined ? undefined : await sinceStarts(since, plan.topics, ends, verified, context);
  const later =
    starts === undefined
      ? undefined
      : await compareSince(
          {
            ...{ plan, ends, starts, examples, consistency, again },
            settle: (of, those) => settle(of, ends, those),
            ruleOf: (topic) => timeRule(feeds, topic),
            hasUnknownWriter: (table) => isSharedWithUnknown(table, unknown),
          },
          context,
        );
  const compared =
    later?.compared ??
    (await compareTables(
      {
        ...keptRun(begun),
        ...{ plan, feeds, file: pipeline.file, kept, unknown, start: fixed, sample },
        ...{ examples, consistency, proof, workers },
      },
      context,
    ));
  const found = starts === undefined || later === undefined ? undefined : { starts, later };
  return report({ start: fixed, compared, startedAt, since: found });
}

/** What is judged whole is kept, so that it can be continued. */
function keptRun<Begun>(begun: Begun | undefined): Begun {
  if (begun === undefined) throw new Error("a whole table is judged in no run");
  return begun;
}

function belowOf({ digests }: CommandContext): (limit: number) => number {
  const random = new Random(parseInt(digests.salt().slice(0, 8), 16));
  return (limit) => random.below(limit);
}

/** What `topics.regex` matches beside the topics that have tables. */
async function topicsOfNoTable(
  { carrier: { config }, topics }: Feed,
  { kafka }: CommandContext,
): Promise<readonly string[]> {
  if (config["topics.regex"] === undefined) return [];
  const read = subscribedTopics(config, await kafka.topicNames());
  return read.filter((name) => !topics.some(({ topic }) => topic === name));
}
