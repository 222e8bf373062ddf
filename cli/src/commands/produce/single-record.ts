import type { PipelineTopic } from "../../core/pipeline/pipeline.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";
import { UsageError } from "../../errors.js";
import type { TopicProduceInput } from "../../program/topic.js";
import { type EventLinesOptions, recordOfLine } from "./event-lines.js";

/**
 * The record that `--value` or `--tombstone` is, with `--key`, `--header`, `--time` and `--partition`.
 * @param check of the topic's schema, as for lines
 * @throws InputError where an event lacks its key or breaks the schema, as a line does
 */
export function singleRecord(
  input: TopicProduceInput,
  topic: PipelineTopic,
  check: EventLinesOptions["check"],
  raw: boolean,
  now: number,
): OutgoingRecord {
  const { value, tombstone, key, header = [], time = now, partition } = input;
  if (tombstone === true && key === undefined) {
    throw new UsageError("a tombstone deletes what its key names, and has none", {
      hint: "name it with --key",
    });
  }
  const options = { source: "--value", key: key === undefined ? topic.key : undefined, check, raw };
  const made =
    tombstone === true
      ? { key: null, value: null, timestamp: time }
      : (recordOfLine(value ?? "", 1, time, options) ?? { key: null, value: value ?? "", timestamp: time });
  return {
    ...made,
    key: key ?? made.key,
    headers: header.map((each) => ({ key: each.key, value: Buffer.from(each.value, "utf8") })),
    ...(partition === undefined ? {} : { partition }),
  };
}

/** @throws UsageError for flags that do not go together */
export function refuseMixedSources(input: TopicProduceInput): void {
  const sources = [
    ...(input.events === undefined ? [] : ["--events"]),
    ...(input.records === undefined ? [] : ["--records"]),
    ...(input.value === undefined ? [] : ["--value"]),
    ...(input.tombstone === true ? ["--tombstone"] : []),
  ];
  if (sources.length > 1) {
    throw new UsageError(`${sources.join(" and ")} both say what is sent`, { hint: "leave out all but one" });
  }
  if (isSingle(input)) return;
  const parts = [
    ...(input.key === undefined ? [] : ["--key"]),
    ...(input.header === undefined ? [] : ["--header"]),
    ...(input.time === undefined ? [] : ["--time"]),
    ...(input.partition === undefined ? [] : ["--partition"]),
  ];
  if (parts.length === 0) return;
  throw new UsageError(`${parts.join(", ")} ${parts.length === 1 ? "is" : "are"} of a single record`, {
    hint: "give the record with --value or --tombstone; many records with keys and headers with --records",
  });
}

export const isSingle = ({ value, tombstone }: TopicProduceInput): boolean =>
  value !== undefined || tombstone === true;
