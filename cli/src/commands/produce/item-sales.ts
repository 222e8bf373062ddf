import { ItemSales } from "../../core/generate/item-sales.js";
import { Timeline } from "../../core/generate/timeline.js";
import { pacedBatches } from "./paced-batches.js";
import { UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { ProduceItemSalesInput } from "../../program/produce.js";
import { sendLines } from "./lines.js";
import { type ProduceResult, send } from "./send.js";
import { selectTopic } from "./selection.js";

export interface ItemSalesResult extends ProduceResult {
  /** Records made with an empty `store_id`; undefined for lines of a file. */
  readonly emptyStore: number | undefined;
  /** Consecutive records that share a timestamp; 1 when no two do. */
  readonly tie: number;
}

const usualCount = 10_000;
const usualBurst = 1_000;
const batchSize = 3_000;

/** Sends generated item sales, or the lines of a file. */
export async function run(input: ProduceItemSalesInput, context: CommandContext): Promise<ItemSalesResult> {
  const target = await selectTopic(input, context, "item-sales");
  if (input.events !== undefined) {
    refuseGeneratorOptions(input);
    const sent = await sendLines(target, { ...input, events: input.events, schema: true }, context);
    return { ...sent, emptyStore: undefined, tie: 1 };
  }
  const { rate, duration: durationMilliseconds } = input;
  const endless = rate !== undefined || durationMilliseconds !== undefined;
  const count = input.count ?? (endless ? undefined : usualCount);
  const tie = input.burst === true ? usualBurst : (input.burst ?? 1);
  const { clock, signal } = context;
  const sales = new ItemSales({ ...input, falling: tie > 1 });
  const timeline = new Timeline({
    startedAt: clock.now(),
    count,
    rate,
    durationMilliseconds,
    recordsPerStamp: tie,
  });
  let emptyStore = 0;
  const batches = pacedBatches({
    make: (now) => {
      const timestamp = timeline.next(now);
      if (timestamp === undefined) return undefined;
      const sale = sales.next(timestamp);
      if (sale.emptyStore) emptyStore += 1;
      return { key: sale.key, value: sale.value, timestamp };
    },
    ...{ count, rate, durationMilliseconds, batchSize, clock, signal },
  });
  const sent = await send(target, batches, count, context);
  return { ...sent, emptyStore, tie };
}

function refuseGeneratorOptions(input: ProduceItemSalesInput): void {
  const given = (["count", "rate", "duration", "burst"] as const).find((name) => input[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(`--${given} is about generated events, and --events sends the lines of a file`, {
    hint: "give one of the two",
  });
}
