import { type KafkaRecord, positionText } from "../../core/kafka/record.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { SentRecord } from "../../ports/kafka.js";
import type { Awaited } from "./awaited.js";
import { AwaitedRanges } from "./awaited-ranges.js";
import { AwaitedReceipts } from "./awaited-receipts.js";
import { ConnectorLook, type HaltedConnector } from "./connector-look.js";
import type { DurableRequest } from "./durable-request.js";
import { pause } from "./paced-batches.js";

/** What came of the records that were sent. */
export interface DurableReport {
  readonly receiptsTopic: string;
  /** Records with a receipt for each of their tables, or in a range that is told. */
  readonly durable: number;
  /** Milliseconds from sending to the receipt, as it was read here: half of the records, and 99 of 100. */
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  /** Records that the connector has passed without a receipt, or without a row in their range: a transform drops them. */
  readonly filtered: number;
  /** The same of a connector that also goes on behind records that it cannot write. */
  readonly filteredOrRefused: number;
  /** Records whose receipt did not come in time, or before the connector was halted or Ctrl-C was pressed. */
  readonly missing: number;
  /** The first of them, as topic-partition@offset. */
  readonly firstMissing: readonly string[];
  readonly connector: string;
  /** Where receipts are missing: why the connector tells none. Absent where it runs, or Connect does not say. */
  readonly halted?: HaltedConnector;
}

/** Milliseconds between two looks at the receipts: a latency is known no more exactly than that. */
const betweenLooks = 25;
/** Milliseconds between two looks at what the connector has committed. */
const betweenCommits = 1_000;
/** Milliseconds for which a connector must be halted, and nothing come, before no more is waited for. */
const settling = 2_000;
/** The same for ranges, which are told every five seconds. */
const settlingOfRanges = 10_000;

/** Reads receipts while records are sent, and afterwards until each has its own. */
export class DurableWatch {
  readonly #request: DurableRequest;
  readonly #context: CommandContext;
  readonly #awaited: Awaited;
  readonly #next: Map<number, number>;
  #sent = 0;
  #passed = 0;
  #isOver = false;
  #lastCame: number;
  /** What has failed while records were sent. */
  #problem: Error | undefined;
  #looking: Promise<void> = Promise.resolve();
  readonly #connector: ConnectorLook;

  private constructor(request: DurableRequest, next: Map<number, number>, context: CommandContext) {
    this.#request = request;
    this.#context = context;
    const { topic, tables, isOfRanges } = request;
    this.#awaited = isOfRanges ? new AwaitedRanges(topic, tables.length) : new AwaitedReceipts(topic, tables);
    this.#next = next;
    this.#lastCame = context.clock.now();
    this.#connector = new ConnectorLook(request.connector, context);
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

  /** Waits for what is missing, as long as receipts come and the connector goes on, or until Ctrl-C. */
  async finish(): Promise<DurableReport> {
    await this.abandon();
    if (this.#problem !== undefined) throw this.#problem;
    const { clock, signal } = this.#context;
    const { wait, isOfRanges } = this.#request;
    const settled = isOfRanges ? settlingOfRanges : settling;
    this.#lastCame = clock.now();
    let committedAt = clock.now();
    this.#report();
    while (this.#awaited.missing > 0 && !signal.aborted && clock.now() - this.#lastCame < wait) {
      if (this.#connector.isHaltedSince(clock.now() - settled, this.#lastCame)) break;
      await pause(clock, betweenLooks, signal);
      await this.#untilInterrupted(() => this.#look());
      if (clock.now() - committedAt < betweenCommits) continue;
      this.#connector.ask();
      await this.#untilInterrupted(() => this.#leavePassed());
      committedAt = clock.now();
    }
    return this.#result();
  }

  /** Ctrl-C ends each call to the brokers; what is known by then is told. */
  async #untilInterrupted(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#context.signal.aborted) throw error;
    }
  }

  async #whileSending(): Promise<void> {
    const { clock, signal } = this.#context;
    try {
      while (!this.#isOver && !signal.aborted) {
        await this.#untilInterrupted(() => this.#look());
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
      for (const record of records) this.#awaited.came(record, now);
    };
    const before = this.#awaited.latencies.length;
    await kafka.read({ topic, ranges, signal, isolation, onRecords });
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
    const { receipts, topic, connector, mayRefuse } = this.#request;
    const sorted = Float64Array.from(this.#awaited.latencies).sort();
    const share = (part: number): number | undefined => sorted[Math.ceil(sorted.length * part) - 1];
    const first = this.#awaited.firstMissing(3);
    const { halted } = this.#connector;
    const { dropped, doubtful } = this.#awaited;
    const gone = this.#passed + dropped;
    return {
      receiptsTopic: receipts,
      durable: sorted.length - dropped - doubtful,
      p50: share(0.5),
      p99: share(0.99),
      filtered: mayRefuse ? 0 : gone,
      filteredOrRefused: (mayRefuse ? gone : 0) + doubtful,
      missing: this.#awaited.missing,
      connector,
      ...(this.#awaited.missing > 0 && halted !== undefined ? { halted } : {}),
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
