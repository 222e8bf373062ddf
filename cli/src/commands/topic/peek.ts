import { isolationLevel } from "../../core/connect/connector-config.js";
import { positionText } from "../../core/kafka/record.js";
import { peekRecords } from "../../core/peek/peek-records.js";
import { type ReadRecord, recordReading, type SideReading } from "../../core/peek/record-reading.js";
import { InputError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicPeekInput } from "../../program/topic.js";
import { peekRanges } from "./peek-ranges.js";

import { peekTarget, requireTopic } from "./peek-target.js";

export interface TopicPeekResult extends CommandResult {
  readonly topic: string;
  /** Whose converters read the records; undefined where no connector is known, and they are guessed. */
  readonly readAs?: { readonly kind: "pipeline" | "connector"; readonly name: string };
  readonly key: SideReading;
  readonly value: SideReading;
  /** By their times; those of one partition in the order of their offsets. */
  readonly records: readonly ReadRecord[];
}

/** Records of a topic as the connector's converters make them, read in no consumer group. */
export async function run(input: TopicPeekInput, context: CommandContext): Promise<TopicPeekResult> {
  const target = await peekTarget(input, context);
  const { topic, position, reader } = target;
  await requireTopic(topic, context);
  const isolation = isolationLevel(reader?.config ?? {});
  const ranges = await peekRanges(input, target, isolation, context);
  const count = input.count ?? (position === undefined ? 10 : 1);
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
  const reading = recordReading(reader?.config);
  const records = found.map((record) => reading.read(topic, record));
  return {
    outcome: records.every(({ problems }) => problems.length === 0) ? "clean" : "findings",
    topic,
    ...(reader === undefined ? {} : { readAs: { kind: reader.kind, name: reader.name } }),
    key: reading.key,
    value: reading.value,
    records,
  };
}
