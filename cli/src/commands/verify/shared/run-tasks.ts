import { powerOfTwo } from "../../../core/rows/ring-parts.js";
import type { Task, TaskCounts } from "../../../core/shared-run/task.js";
import { writesTopic } from "../../../core/shared-run/topic-names.js";
import type { CommandContext } from "../../../ports/context.js";
import type { RecordProducer } from "../../../ports/kafka.js";
import { recordCount } from "../offsets.js";
import type { PipelineReport } from "../pipeline-report.js";
import type { ComparedTable } from "../scan-table.js";
import { TableJudge } from "../table-judge.js";
import type { RunStart } from "../run.js";
import { compareRange, type RangeFound } from "./compare-range.js";
import type { Control } from "./control.js";
import {
  mergeRead,
  type ReadFound,
  readPartition,
  recordsOf,
  type ReadTask,
  readTasks,
} from "./read-partition.js";
import { ensureTopic, writesTopicOf } from "./run-topics.js";
import { SentWrites } from "./sent-writes.js";
import type { SharedRequest } from "./shared-request.js";

/** What the first task finds. */
interface SharedStart {
  readonly start: RunStart;
  readonly ranges: number;
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
}

export interface TaskResult {
  readonly payload: Buffer;
  /** Of the first task. */
  readonly counts?: TaskCounts;
}

/** So many at least, that there is something to do for several members; and so few that brokers do not suffer. */
const leastRanges = 16;
const mostRanges = 256;

/** What the attempts whose results count have sent to the ranges. */
type Sent = Pick<ReadFound, "blocks" | "bytes">;

/** Does a run's tasks, with what is known of those before. */
export class RunTasks {
  readonly #request: SharedRequest;
  readonly #control: Control;
  readonly #context: CommandContext;
  #start: SharedStart | undefined;
  #producer: Promise<RecordProducer> | undefined;
  #sent: ReadonlyMap<string, Sent> | undefined;
  #hasBegun = false;

  constructor(request: SharedRequest, control: Control, context: CommandContext) {
    this.#request = request;
    this.#control = control;
    this.#context = context;
  }

  /** Whether it has done anything for the run. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  async perform(task: Task, attempt: string): Promise<TaskResult> {
    this.#hasBegun = true;
    if (task.phase === "start") return this.#begin(attempt);
    return { payload: this.#context.packing.pack(await this.#find(task, attempt)) };
  }

  /** The run's report. */
  report(): PipelineReport {
    return this.#result({ phase: "report", index: 0 }) as PipelineReport;
  }

  async close(): Promise<void> {
    await (await this.#producer)?.close();
  }

  #find(task: Task, attempt: string): Promise<unknown> {
    if (task.phase === "read") return this.#readPartition(task.index, attempt);
    return task.phase === "range" ? this.#compareRange(task.index) : this.#reportAll();
  }

  async #begin(attempt: string): Promise<TaskResult> {
    const { fixStart, run } = this.#request;
    const { packing, spills, clock } = this.#context;
    const start = await fixStart();
    const { spill } = await spills.open(this.#spillName);
    const { writesPerPart } = spill.limits;
    await spill.close();
    const planned = powerOfTwo(recordCount(start.ends) / writesPerPart);
    const ranges = Math.min(mostRanges, Math.max(leastRanges, planned));
    await ensureTopic(writesTopicOf(run, attempt, ranges), this.#context);
    const found: SharedStart = { start, ranges, at: clock.now() };
    return { payload: packing.pack(found), counts: { reads: readTasks(start.ends).length, ranges } };
  }

  async #readPartition(index: number, attempt: string): Promise<ReadFound> {
    const { ranges } = this.#started;
    const plan = await this.#request.again();
    this.#producer ??= this.#context.kafka.producer();
    const request = { plan, ranges, attempt, topic: this.#writesTopic, producer: await this.#producer };
    const writes = new SentWrites(request, this.#context);
    const tasks = readTasks(this.#started.start.ends);
    const task = tasks[index];
    if (task === undefined) throw new Error(`there is no partition ${index}`);
    const { state } = this.#control;
    const isDone = (_: ReadTask, at: number): boolean =>
      state.result({ phase: "read", index: at }) !== undefined;
    const total = recordCount(this.#started.start.ends);
    const before = tasks.filter(isDone).reduce((sum, each) => sum + recordsOf(each), 0);
    const onRead = (records: number): void =>
      this.#context.progress.report({ kind: "records read", done: before + records, total });
    return readPartition(task, plan, writes, onRead, this.#context);
  }

  async #compareRange(range: number): Promise<RangeFound> {
    const { plan, optionsOf } = this.#request;
    const read = [...this.#allRead()];
    const { spill } = await this.#context.spills.open(this.#spillName);
    try {
      return await compareRange(
        {
          ...{ plan, range, optionsOf, spill },
          ranges: this.#started.ranges,
          topic: this.#writesTopic,
          sent: new Map(read.map(([attempt, { blocks }]) => [attempt, blocks[range] ?? 0])),
          bytes: read.reduce((sum, [, { bytes }]) => sum + (bytes[range] ?? 0), 0),
        },
        this.#context,
      );
    } finally {
      await spill.close();
    }
  }

  async #reportAll(): Promise<PipelineReport> {
    const { plan, optionsOf, report } = this.#request;
    this.#allRead();
    const judges = plan.tables.map((table) => ({
      table,
      options: optionsOf(table),
      judge: new TableJudge(table, plan, optionsOf(table), this.#context),
    }));
    for (let index = 0; index < this.#started.ranges; index++) {
      const found = this.#result({ phase: "range", index }) as RangeFound;
      for (const [table, inTable] of found.entries())
        if (inTable !== undefined) judges[table]?.judge.merge(inTable);
    }
    const compared = judges.map(({ table, options, judge }): ComparedTable => ({
      ...{ table, rows: judge.rows, statics: judge.statics, records: judge.records, leftOut: 0 },
      parts: options.digest === undefined ? undefined : judge.parts,
    }));
    const { start, at } = this.#started;
    return report(start, compared, at);
  }

  /** Puts what is known of the records of all partitions into the plan. @returns what was sent, by attempt */
  #allRead(): ReadonlyMap<string, Sent> {
    if (this.#sent !== undefined) return this.#sent;
    const sent = new Map<string, Sent>();
    for (const [index, read] of readTasks(this.#started.start.ends).entries()) {
      const task = { phase: "read", index } as const;
      const found = this.#result(task) as ReadFound;
      mergeRead(this.#request.plan, read, found);
      const { blocks, bytes } = found;
      sent.set(this.#control.state.result(task) ?? "", { blocks, bytes });
    }
    this.#sent = sent;
    return sent;
  }

  get #started(): SharedStart {
    this.#start ??= this.#result({ phase: "start", index: 0 }) as SharedStart;
    return this.#start;
  }

  get #writesTopic(): string {
    const { state } = this.#control;
    return writesTopic(this.#request.run, state.result({ phase: "start", index: 0 }) ?? "");
  }

  get #spillName(): string {
    return `${this.#request.pipeline} in run ${this.#request.run}`;
  }

  #result(task: Task): unknown {
    return this.#context.packing.unpack(this.#control.result(task));
  }
}
