import { positionText } from "../../core/kafka/record.js";
import type { TableFindings } from "../../core/rows/table-findings.js";
import type { Refusal } from "../../core/rows/topic-fold.js";
import type { TopicEnds } from "./offsets.js";
import type { PlannedTable } from "./plan.js";

/** What became of the records that feed the table, and how the table differs from what they write. */
export interface TableReport {
  readonly keyspace: string;
  readonly table: string;
  /** No row is missing, different or unexpected, and no record refused. */
  readonly clean: boolean;
  readonly records: {
    readonly read: number;
    /** Dropped by the connector's transforms. */
    readonly filtered: number;
    /** Records that cannot be written: with ignoreErrors=All they are lost, else the connector stops at the first. */
    readonly refused: number;
    /** Records of a row that another record had written before. */
    readonly superseded: number;
  };
  readonly refusals: readonly Refusal[];
  readonly findings: TableFindings;
  readonly unjudged: PlannedTable["layout"]["unjudged"];
  /** `topic-partition@offset` of the first record left in partitions whose earlier ones the broker has deleted. Then rows that no record has written are not judged. */
  readonly deleted: readonly string[];
  /** Topics that the broker compacts: the same holds for them. */
  readonly compacted: readonly string[];
}

export function tableReport(
  { description, layout, rows, fedBy }: PlannedTable,
  findings: TableFindings,
  ends: readonly TopicEnds[],
): TableReport {
  const sum = (count: "read" | "filtered" | "refused"): number =>
    fedBy.reduce((total, topic) => total + topic[count], 0);
  const records = {
    read: sum("read"),
    filtered: sum("filtered"),
    refused: sum("refused"),
    superseded: rows.superseded,
  };
  const { missing, different, unexpected } = findings;
  return {
    keyspace: description.keyspace,
    table: description.name,
    clean: missing + different + unexpected + records.refused === 0,
    records,
    refusals: fedBy.flatMap(({ refusals }) => refusals),
    findings,
    unjudged: layout.unjudged,
    compacted: ends.filter(({ compacted }) => compacted).map(({ topic }) => topic),
    deleted: ends.flatMap(({ topic, partitions }) =>
      partitions
        .filter(({ low }) => low > 0)
        .map(({ partition, low }) => positionText(topic, partition, low)),
    ),
  };
}
