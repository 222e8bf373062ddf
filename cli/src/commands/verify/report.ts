import type { TableFindings } from "../../core/rows/table-findings.js";
import type { Refusal } from "../../core/rows/topic-fold.js";
import type { TopicEnds } from "./offsets.js";
import type { PlannedTable } from "./plan.js";

/** What became of the records that should have made the table, and what the table holds. */
export interface TableReport {
  readonly keyspace: string;
  readonly table: string;
  /** Nothing missing, different, unexpected or refused. */
  readonly clean: boolean;
  readonly records: {
    readonly read: number;
    /** Dropped by the connector's transforms. */
    readonly filtered: number;
    /** That cannot be written: with ignoreErrors=All they are lost, else the connector stands still at them. */
    readonly refused: number;
    /** That another record of the same row came before or after. */
    readonly superseded: number;
  };
  readonly refusals: readonly Refusal[];
  readonly findings: TableFindings;
  readonly unjudged: PlannedTable["layout"]["unjudged"];
  /** Partitions whose first records the broker has deleted: rows that no record explains are not judged. */
  readonly deleted: readonly string[];
  /** Topics that the broker compacts: likewise. */
  readonly compacted: readonly string[];
}

export function tableReport(
  { description, layout, rows, tallies }: PlannedTable,
  findings: TableFindings | undefined,
  ends: readonly TopicEnds[],
): TableReport {
  if (findings === undefined) throw new Error(`table ${description.name} was not compared`);
  const sum = (count: "read" | "filtered" | "refused"): number =>
    tallies.reduce((total, tally) => total + tally[count], 0);
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
    refusals: tallies.flatMap(({ refusals }) => refusals),
    findings,
    unjudged: layout.unjudged,
    compacted: ends.filter(({ compacted }) => compacted).map(({ topic }) => topic),
    deleted: ends.flatMap(({ topic, partitions }) =>
      partitions.filter(({ low }) => low > 0).map(({ partition, low }) => `${topic}-${partition}@${low}`),
    ),
  };
}
