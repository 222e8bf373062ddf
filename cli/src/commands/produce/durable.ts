import { consumerGroup } from "../../core/connect/connector-config.js";
import { type KafkaRecord, positionText } from "../../core/kafka/record.js";
import { receiptOrigin } from "../../core/kafka/receipt-origin.js";
import { ownConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { sinkConfig } from "../../core/sinks/sink-config.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { SentRecord } from "../../ports/kafka.js";
import { AwaitedReceipts } from "./awaited-receipts.js";
import { pause } from "./paced-batches.js";

/** How it is seen that records of a topic are durable. */
export interface DurableRequest {
  /** Of the records. */
  readonly topic: string;
  /** `keyspace.table` of each that they are written to. */
  readonly tables: readonly string[];
  /** Of the receipts. */
  readonly receipts: string;
  readonly isolation: "read_uncommitted" | "read_committed";
  readonly group: string;
  /** Whether the connector goes on behind a record that it could not write. */
  readonly mayRefuse: boolean;
  /** Milliseconds without a receipt, after the last record was sent. */
  readonly wait: number;
}

/** What came of the records that were sent. */
export interface DurableReport {
  readonly receiptsTopic: string;
  /** Records with a receipt for each of their tables. */
  readonly durable: number;
  /** Milliseconds from sending to the receipt, as it was read here: half of the records, and 99 of 100. */
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  /** Records that the connector has passed without a receipt: a transform drops them. */
  readonly filtered: number;
  /** The same of a connector that also goes on behind records that it cannot write. */
  readonly filteredOrRefused: number;
  /** Records whose receipt did not come in time. */
  readonly missing: number;
  /** The first of them, as topic-partition@offset. */
  readonly firstMissing: readonly string[];
}

const usualWait = 60_000;

/**
 * @param wait as `--wait-durable` has it
 * @throws UsageError where nothing tells that a record is durable
 */
export function durableRequest(
  topic: string,
  pipeline: Pipeline | undefined,
  wait: number | true | undefined,
): DurableRequest | undefined {
  if (wait === undefined) return undefined;
  const flag = "--wait-durable";
  if (pipeline === undefined) {
    throw new UsageError(`${flag} reads the receipts of a pipeline, and none is named`, {
      hint: "name the pipeline beside --topic",
    });
  }
  const config = ownConfig(pipeline);
  const sink = sinkConfig(config);
  const tables = sink?.topics.find((each) => each.topic === topic)?.tables ?? [];
  if (sink?.receipts === undefined || tables.length === 0) {
    throw new UsageError(
      `pipeline ${pipeline.name} has no receipts: nothing tells when a record is durable`,
      {
        hint: "give its connector receipts.topic (docs/receipts.md), or leave out --wait-durable",
      },
    );
  }
  if (sink.receipts.mode === "range") {
    throw new UsageError(
      `pipeline ${pipeline.name} tells ranges, and ${flag} wants a receipt of each record`,
      {
        hint: "set receipts.mode=record, or leave out --wait-durable",
      },
    );
  }
  return {
    topic,
    tables: tables.map(({ keyspace, table }) => `${keyspace}.${table}`),
    receipts: sink.receipts.topic,
    isolation: sink.receipts.transactional ? "read_committed" : "read_uncommitted",
    group: consumerGroup(pipeline.connector.name, config),
    mayRefuse: sink.ignoreErrors.trim().toLowerCase() !== "none" || config["errors.tolerance"] === "all",
    wait: wait === true ? usualWait : wait,
  };
}

/** Milliseconds between two looks at the receipts: a latency is known no more exactly than that. */
const betweenLooks = 25;
/** Milliseconds between two looks at what the connector has committed. */
const betweenCommits = 1_000;

/** Reads receipts while records are sent, and afterwards until each has its own. */
export class DurableWatch {
  readonly #request: DurableRequest;
  readonly #context: CommandContext;
  readonly #awaited: AwaitedReceipts;
  readonly #next: Map<number, number>;
  #sent = 0;
  #passed = 0;
  #isOver = false;
  #lastCame: number;
  /** What has failed while records were sent. */
  #problem: Error | undefined;
  #looking: Promise<void> = Promise.resolve();

  private constructor(request: DurableRequest, next: Map<number, number>, context: CommandContext) {
    this.#request = request;
    this.#context = context;
    this.#awaited = new AwaitedReceipts(request.topic, request.tables);
    this.#next = next;
    this.#lastCame = context.clock.now();
  }

  /** From the receipts that are there now. @throws InputError where their topic is missing */
  static async start(request: DurableRequest, context: CommandContext): Promise<DurableWatch> {
    const { kafka } = context;
    if (!(await kafka.hasTopic(request.receipts))) {
      throw new InputError(`there is no topic ${request.receipts}, which takes the receipts`, {
        where: kafka.bootstrapServers.join(","),
        hint: "make it with: cassink topic create",
      });
    }
    const ends = await kafka.topicOffsets(request.receipts, request.isolation);
    const watch = new DurableWatch(
      request,
      new Map(ends.map(({ partition, high }) => [partition, high])),
      context,
    );
    watch.#looking = watch.#whileSending();
    return watch;
  }

  /** @param sentAt milliseconds since the Unix epoch, before the records were handed over */
  sent(places: readonly SentRecord[], sentAt: number): void {
    this.#sent += places.length;
    this.#awaited.sent(places, sentAt);
  }

  /** Stops looking, where sending has failed. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    await this.#looking;
  }

  /** Waits for what is missing, as long as receipts come, or until Ctrl-C. */
  async finish(): Promise<DurableReport> {
    await this.abandon();
    if (this.#problem !== undefined) throw this.#problem;
    const { clock, signal } = this.#context;
    const { wait } = this.#request;
    this.#lastCame = clock.now();
    let committedAt = clock.now();
    this.#report();
    while (this.#awaited.missing > 0 && !signal.aborted && clock.now() - this.#lastCame < wait) {
      await pause(clock, betweenLooks, signal);
      await this.#look();
      if (clock.now() - committedAt < betweenCommits) continue;
      await this.#leavePassed();
      committedAt = clock.now();
    }
    return this.#result();
  }

  async #whileSending(): Promise<void> {
    const { clock, signal } = this.#context;
    try {
      while (!this.#isOver && !signal.aborted) {
        await this.#look();
        await pause(clock, betweenLooks, signal);
      }
    } catch (error) {
      this.#problem = error as Error;
    }
  }

  async #look(): Promise<void> {
    const { kafka, clock, signal } = this.#context;
    const { receipts: topic, isolation } = this.#request;
    const offsets = await kafka.topicOffsets(topic, isolation);
    const ranges = offsets.flatMap(({ partition, low, high }) => {
      const from = Math.max(low, this.#next.get(partition) ?? low);
      return from < high ? [{ partition, from, to: high }] : [];
    });
    if (ranges.length === 0) return;
    const onRecords = (records: readonly KafkaRecord[]): void => {
      const now = clock.now();
      for (const record of records) {
        const origin = receiptOrigin(record);
        if (origin !== undefined) this.#awaited.came(origin, now);
      }
    };
    const before = this.#awaited.latencies.length;
    try {
      await kafka.read({ topic, ranges, signal, isolation, onRecords });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    for (const { partition, to } of ranges) this.#next.set(partition, to);
    if (this.#awaited.latencies.length === before) return;
    this.#lastCame = clock.now();
    if (this.#isOver) this.#report();
  }

  /** Receipts are acknowledged before the offset is committed: what is committed and not told then, is never told. */
  async #leavePassed(): Promise<void> {
    const { kafka } = this.#context;
    const { group, topic } = this.#request;
    const commits = await kafka.groupOffsets(group, topic);
    await this.#look();
    for (const { partition, offset = 0 } of commits) this.#passed += this.#awaited.passed(partition, offset);
  }

  #report(): void {
    const done = this.#sent - this.#awaited.missing;
    this.#context.progress.report({
      kind: "receipts came",
      topic: this.#request.receipts,
      done,
      total: this.#sent,
    });
  }

  #result(): DurableReport {
    const { receipts, topic, mayRefuse } = this.#request;
    const sorted = Float64Array.from(this.#awaited.latencies).sort();
    const share = (part: number): number | undefined => sorted[Math.ceil(sorted.length * part) - 1];
    const first = this.#awaited.firstMissing(3);
    return {
      receiptsTopic: receipts,
      durable: sorted.length,
      p50: share(0.5),
      p99: share(0.99),
      filtered: mayRefuse ? 0 : this.#passed,
      filteredOrRefused: mayRefuse ? this.#passed : 0,
      missing: this.#awaited.missing,
      firstMissing: first.map(({ partition, offset }) => positionText(topic, partition, offset)),
    };
  }
}

/** Findings for what did not come, and nothing to be judged of what may have been refused. */
export function durableOutcome(report: DurableReport | undefined): "clean" | "findings" | "unjudged" {
  if (report === undefined) return "clean";
  if (report.missing > 0) return "findings";
  return report.filteredOrRefused > 0 ? "unjudged" : "clean";
}
