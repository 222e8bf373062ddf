import { isolationLevel } from "../../core/connect/connector-config.js";
import { type KafkaRecord, positionText } from "../../core/kafka/record.js";
import type { IsolationLevel } from "../../core/kafka/topic.js";
import type { ReadRanges } from "../../core/kafka/starting-point.js";
import { peekRecords } from "../../core/peek/peek-records.js";
import {
  type ReadRecord,
  type RecordReading,
  recordReading,
  type SideReading,
} from "../../core/peek/record-reading.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicPeekInput } from "../../program/topic.js";
import { followedRecords } from "./follow.js";
import { peekRanges } from "./peek-ranges.js";
import { peekTarget, requireTopic } from "./peek-target.js";

export interface TopicPeekResult extends CommandResult {
  readonly topic: string;
  /** Whose converters read the records; undefined where no connector is known, and they are guessed. */
  readonly readAs?: { readonly kind: "pipeline" | "connector"; readonly name: string };
  /** The pipeline whose receipts they are: of these nothing is guessed but that they are JSON. */
  readonly receiptsOf?: string;
  readonly key: SideReading;
  readonly value: SideReading;
  /** By their times; those of one partition in the order of their offsets. With `follow` empty: they went out as they came. */
  readonly records: readonly ReadRecord[];
}

const usualCount = 10;

/** Records of a topic as the connector's converters make them, read in no consumer group. */
export async function run(input: TopicPeekInput, context: CommandContext): Promise<TopicPeekResult> {
  const target = await peekTarget(input, context);
  const { topic, position, reader, receiptsOf } = target;
  await requireTopic(topic, context);
  const isolation = isolationLevel(reader?.config ?? {});
  const ranges = await peekRanges(input, target, isolation, context);
  const reading = recordReading(reader?.config);
  const known = {
    topic,
    ...(reader === undefined ? {} : { readAs: { kind: reader.kind, name: reader.name } }),
    ...(receiptsOf === undefined ? {} : { receiptsOf }),
    key: reading.key,
    value: reading.value,
  };
  if (input.follow === true) {
    // Offsets name the partitions in which they are.
    const isOfPartitions =
      (position ?? input.partition) !== undefined || ["offset", "positions"].includes(input.from.kind);
    const request = { input, ranges, isolation, known, reading, takesNew: !isOfPartitions };
    const outcome = await follow(request, context);
    return { outcome, ...known, records: [] };
  }
  const count = input.count ?? (position === undefined ? usualCount : 1);
  const found = await peekRecords(topic, ranges, count, isolation, context);
  const [first] = found;
  if (position !== undefined && first?.offset !== position.offset) {
    throw new InputError("there is no record at this offset", {
      where: positionText(topic, position.partition, position.offset),
      hint: `a transaction marker is there, or the log cleaner has removed it${
        first === undefined ? "" : `; the next one is ${positionText(topic, first.partition, first.offset)}`
      }`,
    });
  }
  const records = found.map((record) => reading.read(topic, record));
  return { outcome: records.every(isReadable) ? "clean" : "findings", ...known, records };
}

const isReadable = ({ problems }: ReadRecord): boolean => problems.length === 0;

interface Following {
  readonly input: TopicPeekInput;
  readonly ranges: ReadRanges;
  readonly isolation: IsolationLevel;
  readonly known: Omit<TopicPeekResult, "outcome" | "records">;
  readonly reading: RecordReading;
  /** Whether partitions that are added later are read, too. */
  readonly takesNew: boolean;
}

/** Writes the last records, or all from the start that is named, and those that come, until Ctrl-C. */
async function follow(
  { input, ranges: { ranges, end }, isolation, known, reading, takesNew }: Following,
  context: CommandContext,
): Promise<TopicPeekResult["outcome"]> {
  const { topic } = known;
  if (input.count !== undefined && end === "first") {
    throw new UsageError(
      "--records says how many of the last records come first, and --from where to begin",
      {
        hint: "with --follow, leave out one of the two",
      },
    );
  }
  context.progress.report({ kind: "following", ...known });
  let outcome: TopicPeekResult["outcome"] = "clean";
  const write = async (records: readonly KafkaRecord[]): Promise<void> => {
    for (const record of records) {
      if (context.signal.aborted) return;
      const read = reading.read(topic, record);
      if (!isReadable(read)) outcome = "findings";
      await context.emitRecord(read);
    }
  };
  if (end === "last") {
    await write(await peekRecords(topic, { ranges, end }, input.count ?? usualCount, isolation, context));
  }
  const next = new Map(ranges.map(({ partition, low, high }) => [partition, end === "last" ? high : low]));

  for await (const records of followedRecords({ topic, next, takesNew, isolation }, context)) {
    await write(records);
  }
  return outcome;
}
