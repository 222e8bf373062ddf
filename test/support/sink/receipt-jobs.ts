import { expect } from "vitest";
import { SinkJob } from "./job.js";
import { expectContiguous, expectEachOnce, type RecordReceipt, ReceiptTopic } from "./receipts.js";
import type { SinkStack } from "./stack.js";

/** Two sinks whose receipts are told in transactions: of each record, and of ranges. */
export class ReceiptJobs {
  readonly told: ReceiptTopic;
  readonly ranges: ReceiptTopic;
  readonly records: SinkJob;
  readonly counts: SinkJob;

  private constructor(told: ReceiptTopic, ranges: ReceiptTopic, records: SinkJob, counts: SinkJob) {
    this.told = told;
    this.ranges = ranges;
    this.records = records;
    this.counts = counts;
  }

  static async deploy(stack: SinkStack, name: string): Promise<ReceiptJobs> {
    const told = await ReceiptTopic.create(stack, name);
    const ranges = await ReceiptTopic.create(stack, `${name}-ranges`);
    const records = await SinkJob.create(stack, {
      name,
      config: told.config({ "receipts.transactional": "true" }),
    });
    const counts = await SinkJob.create(stack, {
      name: `${name}-ranges`,
      config: ranges.config({ "receipts.mode": "range" }),
    });
    const made = new ReceiptJobs(told, ranges, records, counts);
    await Promise.all(made.all.map((job) => job.deploy()));
    return made;
  }

  get all(): readonly SinkJob[] {
    return [this.records, this.counts];
  }

  async drained(): Promise<void> {
    await Promise.all(this.all.map((job) => job.drained()));
  }

  /** No double, no hole, no wrong row, of so many records that were sent. @returns the receipts of records */
  async expectAllOnce(sent: number): Promise<readonly RecordReceipt[]> {
    const receipts = await this.told.records();
    expectEachOnce(receipts, sent);
    const sums = expectContiguous(await this.ranges.ranges(), sent);
    expect(sums.written + sums.deleted + sums.superseded).toBe(sent);
    for (const job of this.all) expect(await job.wrongRows()).toEqual([]);
    return receipts;
  }

  async remove(): Promise<void> {
    await Promise.all(this.all.map((job) => job.remove()));
  }
}
