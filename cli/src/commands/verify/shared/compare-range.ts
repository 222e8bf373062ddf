import { keyPosition } from "../../../core/rows/key-position.js";
import { type RingPart, ringParts, wholeRing } from "../../../core/rows/ring-parts.js";
import { readBlock } from "../../../core/rows/write-block.js";
import { readBlockText, SentBlocks } from "../../../core/shared-run/sent-blocks.js";
import { ServiceError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { Spill } from "../../../ports/spill.js";
import { emptyRows, type PlannedTable, type VerifyPlan } from "../plan.js";
import { type JudgeOptions, type JudgeSnapshot, TableJudge } from "../table-judge.js";
import { SpillGuard, TableWrites } from "../table-writes.js";

interface RangeRequest {
  readonly plan: VerifyPlan;
  /** Its index, and of how many. */
  readonly range: number;
  readonly ranges: number;
  readonly topic: string;
  /** By attempt: blocks that were sent to the range by those that count. */
  readonly sent: ReadonlyMap<string, number>;
  /** Bytes in them. */
  readonly bytes: number;
  readonly optionsOf: (table: PlannedTable) => JudgeOptions;
  readonly spill: Spill;
}

/** What is found in a range, by table; undefined for a table that has no part in it. */
export type RangeFound = readonly (JudgeSnapshot | undefined)[];

/** Progress is that of the whole run, and told elsewhere. */
const untold = { expect: () => undefined, add: () => undefined };

/** About the bytes of a write, by which the parts of a range are planned. */
const bytesPerWrite = 100;

/** Reads what is written into the rows of a range, then the range of each table, and compares. */
export async function compareRange(request: RangeRequest, context: CommandContext): Promise<RangeFound> {
  const { plan, optionsOf } = request;
  const writes = await readWrites(request, context);
  const found: (JudgeSnapshot | undefined)[] = [];
  for (const [index, table] of plan.tables.entries()) {
    const written = writes[index];
    if (written === undefined) {
      found.push(undefined);
      continue;
    }
    const judge = new TableJudge(table, plan, optionsOf(table), context, emptyRows);
    for (const part of written.parts()) await judge.judge(part, written, untold);
    found.push(judge.snapshot());
  }
  return found;
}

async function readWrites(
  { plan, range, ranges, topic, sent, bytes, spill }: RangeRequest,
  context: CommandContext,
): Promise<readonly (TableWrites | undefined)[]> {
  const writes = plan.tables.map((table, index) => {
    const ring = ringOf(table, range, ranges);
    const planned = bytes / bytesPerWrite;
    return ring === undefined ? undefined : new TableWrites(table, index, planned, spill, undefined, ring);
  });
  const { packing, kafka, signal } = context;
  const guard = new SpillGuard(
    writes.filter((each) => each !== undefined),
    spill,
    context,
  );
  const blocks = new SentBlocks(sent);
  let read = 0;
  const [offsets] = (await kafka.topicOffsets(topic)).filter(({ partition }) => partition === range);
  await kafka.read({
    topic,
    ranges: [{ partition: range, from: offsets?.low ?? 0, to: offsets?.high ?? 0 }],
    signal,
    onRecords: (records) => {
      for (const { key, value } of records) {
        const origin = key === null ? undefined : readBlockText(Buffer.from(key).toString());
        if (origin === undefined || value === null || !blocks.take(origin)) continue;
        const target = writes[origin.table];
        if (target === undefined) throw new Error(`range ${range} has no part of table ${origin.table}`);
        const block = packing.inflate(value);
        readBlock(block, undefined, target);
        read += block.length;
      }
      if (read > 0) guard.look(Math.min(1, read / Math.max(1, bytes)));
    },
  });
  if (blocks.missing > 0) throw missing(topic, range, blocks.missing);
  for (const each of writes) each?.end();
  return writes;
}

/** Where places in the ring are not known, the first range is the whole ring, and the others have no part in it. */
function ringOf({ layout }: PlannedTable, range: number, ranges: number): RingPart | undefined {
  if (keyPosition(layout) !== undefined) return ringParts(wholeRing, ranges)[range];
  return range === 0 ? wholeRing : undefined;
}

const missing = (topic: string, range: number, blocks: number): ServiceError =>
  new ServiceError("Kafka", `${blocks} blocks of writes are missing, which were sent`, {
    where: `${topic}-${range}`,
    hint: "somebody has removed records of this topic: remove the run, and begin it anew",
  });
