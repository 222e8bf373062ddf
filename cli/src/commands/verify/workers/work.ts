import type { CommandContext } from "../../../ports/context.js";
import type { ProgressFact } from "../../../ports/progress.js";
import type { WorkerTask } from "../../../ports/workers.js";
import { feedFor } from "../feeds.js";
import { emptyRows, type PlannedTable, verifyPlan, type VerifyPlan } from "../plan.js";
import { emptyWrites, readTopics } from "../read-topics.js";
import { Resumption } from "../resumption.js";
import { Run } from "../run.js";
import { TableJudge } from "../table-judge.js";
import type { TableWrites } from "../table-writes.js";
import type {
  JudgedPart,
  OpenTable,
  ReadPart,
  ReadPartitions,
  Subject,
  Told,
  WorkerRequest,
} from "./requests.js";

/** Milliseconds between two facts about the records that are read. */
const tellInterval = 100;

/** A table of which parts are judged. */
interface OpenedTable {
  readonly table: PlannedTable;
  readonly writes: TableWrites;
  readonly plan: VerifyPlan;
  readonly request: OpenTable;
}

/** What a worker does when it is asked. */
export function verifyWorker(context: CommandContext): WorkerTask {
  let opened: OpenedTable | undefined;
  return async (asked, told) => {
    const tell: (what: Told) => void = told;
    const request = asked as WorkerRequest;
    switch (request.kind) {
      case "read partitions":
        return readPartitions(request, context, tell);
      case "open table":
        opened = await openTable(request, context);
        return undefined;
      case "judge part": {
        if (opened === undefined) throw new Error("a part is to be judged of a table that was not opened");
        return judgePart(opened, request.part, context, tell);
      }
    }
  };
}

async function readPartitions(
  { subject, own, share, pipeline, asked, start }: ReadPartitions,
  context: CommandContext,
  tell: (what: Told) => void,
): Promise<ReadPart> {
  const plan = await planOf(subject);
  const spill = await context.spills.share(share);
  const run = new Run(pipeline, spill, context, () => tell({ kind: "reading kept" }));
  run.begin(asked, start);
  const { ends, sample } = subject;
  const telling = withProgress(context, thinned(context, tell));
  const { known } = await readTopics({ plan, ends, own, sample }, run, telling, true);
  return { known: known(), files: { folder: spill.folder, lengths: spill.lengths } };
}

const withProgress = (context: CommandContext, report: (fact: ProgressFact) => void): CommandContext =>
  Object.create(context, { progress: { value: { report } } }) as CommandContext;

/** Tells one fact about records in a while: each is a message to another thread. */
function thinned({ clock }: CommandContext, tell: (what: Told) => void): (fact: ProgressFact) => void {
  let next = 0;
  return (fact) => {
    if (fact.kind === "records read") {
      const now = clock.now();
      if (now < next) return;
      next = now + tellInterval;
    }
    tell({ kind: "fact", fact });
  };
}

/** As the program that has started the worker plans it. */
function planOf({ feeds, file, kept, tables, now }: Subject): Promise<VerifyPlan> {
  const made = feeds.map(({ carrier, topics }) => ({ ...feedFor(carrier.name, carrier.config), topics }));
  return verifyPlan(made, file, kept, {
    cassandra: {
      describeTable: (keyspace, table) =>
        Promise.resolve(tables.find((each) => each.keyspace === keyspace && each.name === table)),
      variables: () => Promise.reject(new Error("a worker asks for no statements")),
    },
    clock: { now: () => now },
  });
}

async function openTable(request: OpenTable, { spills }: CommandContext): Promise<OpenedTable> {
  const { subject, index, read } = request;
  const plan = await planOf(subject);
  const files = {
    limits: request.limits,
    read: await spills.reader(read.map(({ files: of }) => of)),
    append: () => {
      throw new Error("nothing is written while a table is read");
    },
  };
  const writes = emptyWrites({ plan, ends: subject.ends, sample: subject.sample }, files);
  const known = new Resumption(plan, writes, subject.ends);
  for (const part of read) known.resume(part.known);
  const [table, of] = [...writes][index] ?? [];
  if (table === undefined || of === undefined) throw new Error(`there is no table ${index}`);
  return { table, writes: of, plan, request };
}

async function judgePart(
  { table, writes, plan, request }: OpenedTable,
  part: Parameters<TableJudge["judge"]>[0],
  context: CommandContext,
  tell: (what: Told) => void,
): Promise<JudgedPart> {
  const { digests } = context;
  const digest = request.hasDigests ? (text: string): string => digests.of(text) : undefined;
  const judge = new TableJudge(table, plan, { ...request, digest }, context, emptyRows);
  await judge.judge(part, writes, {
    expect: (rows) => tell({ kind: "rows expected", rows, part }),
    add: (rows) => tell({ kind: "rows read", rows }),
  });
  return judge.snapshot();
}
