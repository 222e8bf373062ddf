import { sampledParts, wrongBelow } from "../../core/rows/ring-sample.js";
import type { Reason, Unjudged } from "../../core/rows/reasons.js";
import { reasonNames, unjudgedTogether } from "../../core/rows/reasons.js";
import type { TableFindings } from "../../core/rows/table-findings.js";
import type { Refusal } from "../../core/rows/topic-fold.js";
import type { AccountedRecords, RecordAccount } from "./account.js";
import type { PlannedTable } from "./plan.js";
import type { PartDigests } from "../../core/rows/row-digest.js";
import type { ComparedTable } from "./scan-table.js";

/** `unjudged`: nothing wrong was seen, but not all was judged. */
export type Verdict = "clean" | "findings" | "unjudged";

/** What became of the records that feed the table, and how the table differs from what they write. */
export interface TableReport {
  readonly keyspace: string;
  readonly table: string;
  readonly verdict: Verdict;
  readonly records: RecordAccount;
  /** Of the dead-lettered records: they are neither sent again nor given up. */
  readonly waitingLetters: number;
  readonly refusals: readonly Refusal[];
  /** The first records of which it cannot be said what they write. */
  readonly unjudgedRecords: readonly Refusal[];
  readonly findings: TableFindings;
  /** Of the static columns: its rows are partitions. Left out where no static column is judged. */
  readonly statics?: TableFindings;
  /** With `--sample`: which part of the ring was drawn, of how many, and what is so known of the whole. */
  readonly sample?: {
    readonly parts: number;
    readonly of: number;
    /** Where nothing is wrong: with a confidence of 95 %, less than this share of all rows is. */
    readonly wrongBelow?: number;
  };
  /** With `--since`: how much was looked at. All other rows were not. */
  readonly since?: {
    /** Rows that later records set, null or delete. */
    readonly changedRows: number;
    /** The same of partitions, by their static columns. */
    readonly changedPartitions: number;
    /** Whether a time was asked for, and no record has that time stamp or a later one: nothing was looked at. */
    readonly nothingOfThatTime: boolean;
    /** Cells of these rows that no later record sets. */
    readonly cellsNotLookedAt: number;
  };
  /** With `--proof`: digests of its rows, as they are expected and as they were found first, by parts of the ring. */
  readonly parts?: readonly PartDigests[];
  /** What was not judged, of rows, cells and records, also where the user accepts it. */
  readonly unjudged: readonly Unjudged[];
  /** Mapped columns that are not compared. */
  readonly unjudgedColumns: PlannedTable["layout"]["unjudged"];
  /** Columns that the pipeline does not map. */
  readonly unmappedColumns: readonly string[];
}

/**
 * @param allowed reasons for which something may stay unjudged
 * @param sample the parts of the ring whose rows were judged; undefined for all
 * @param since what later records change; undefined where all was judged
 */
export function tableReport(
  compared: ComparedTable,
  records: AccountedRecords,
  allowed: readonly string[],
  sample: ReadonlySet<number> | undefined,
  since?: ChangedSince,
): TableReport {
  const { description, layout } = compared.table;
  const findings = compared.rows.comparison.finish();
  const statics = compared.statics?.comparison.finish();
  const both = statics === undefined ? [findings] : [findings, statics];
  const unjudged = withRecords(unjudgedTogether(both.flatMap((part) => part.unjudged)), {
    letters: records.unjudged,
    unpredictable: records.counts.unjudged - records.leftOut,
    sample: records.leftOut,
    transaction: records.hidden,
    retention: since?.lost ?? 0,
    compaction: since?.cleaned ?? 0,
  });
  const wrong = both.reduce(
    (sum, { missing, different, unexpected }) => sum + missing + different + unexpected,
    0,
  );
  const refused = records.counts.refused - records.unjudged;
  const isWrong = wrong + refused > 0;
  const isOpen =
    sample !== undefined ||
    since?.isVain === true ||
    unjudged.some(({ reason }) => !allowed.includes(reason));
  return {
    keyspace: description.keyspace,
    table: description.name,
    verdict: isWrong ? "findings" : isOpen ? "unjudged" : "clean",
    records: records.counts,
    waitingLetters: records.waiting,
    refusals: records.unjudged === 0 ? records.refusals : [],
    unjudgedRecords: records.unjudgedRecords,
    findings,
    ...(statics === undefined ? {} : { statics }),
    ...(sample === undefined ? {} : { sample: sampleReport(sample, findings.rows.right, isWrong) }),
    ...(since === undefined
      ? {}
      : {
          since: {
            changedRows: since.rows,
            changedPartitions: since.partitions,
            nothingOfThatTime: since.isVain,
            cellsNotLookedAt: both.reduce((sum, { notLookedAt = 0 }) => sum + notLookedAt, 0),
          },
        }),
    ...(compared.parts === undefined ? {} : { parts: compared.parts }),
    unjudged,
    unjudgedColumns: layout.unjudged,
    unmappedColumns: layout.unmapped,
  };
}

/** What later records change of a table, as far as they are there. */
export interface ChangedSince {
  readonly rows: number;
  readonly partitions: number;
  /** Offsets of later records that the broker has deleted, and that its log cleaner has removed. */
  readonly lost: number;
  readonly cleaned: number;
  /** Whether they were asked for by a time, and no record has that time stamp or a later one: that proves nothing. */
  readonly isVain: boolean;
}

function sampleReport(
  { size }: ReadonlySet<number>,
  rightRows: number,
  isWrong: boolean,
): NonNullable<TableReport["sample"]> {
  return { parts: size, of: sampledParts, ...(isWrong ? {} : { wrongBelow: wrongBelow(rightRows) }) };
}

/** The counts of cells and rows, and beside them those of records. */
function withRecords(
  unjudged: readonly Unjudged[],
  records: Readonly<Partial<Record<Reason, number>>>,
): readonly Unjudged[] {
  return reasonNames.flatMap((reason) => {
    const known = unjudged.find((counted) => counted.reason === reason);
    const count = records[reason] ?? 0;
    if (count === 0) return known ?? [];
    return { reason, rows: 0, cells: 0, ...known, records: (known?.records ?? 0) + count };
  });
}
