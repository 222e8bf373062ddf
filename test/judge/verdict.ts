import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { RowFinding } from "#cli/core/rows/table-findings.js";
import type { DoneHarm, HarmedRow } from "./harms/harm.js";
import type { Verdict } from "./stack/verifying.js";

/** What became of a round. */
export interface Judgement {
  /** Whether the harm was named. */
  readonly named: boolean;
  /** Findings that nothing explains. */
  readonly falseFindings: readonly string[];
  /** What was expected and not said, or undefined. */
  readonly lacks: string | undefined;
}

/** A pipeline in which nothing was harmed may have no findings; what it leaves unjudged it must have a reason for. */
export function judgeUnharmed(verdict: Verdict): readonly string[] {
  if (verdict.outcome === "failed") return [verdict.reason];
  if (verdict.outcome !== "findings") return [];
  const { report } = verdict;
  const rows = foundRows(report).map((found) => textOf(found));
  return [[...rows, otherFindings(report)].join("; ")];
}

export function judgeHarmed(done: DoneHarm, verdict: Verdict): Judgement {
  if (verdict.outcome === "failed")
    return { named: false, falseFindings: [], lacks: `a report: ${verdict.reason}` };
  const { report } = verdict;
  const { rows = [], reason, mayFindRows = false } = done;
  const found = foundRows(report);
  const lacking = rows.filter((row) => !found.some((finding) => names(finding, row)));
  const outcome = reason === undefined ? "findings" : "unjudged";
  const hasReason = report.tables.some(({ unjudged }) => unjudged.some((one) => one.reason === reason));
  const lacks = [
    ...lacking.map((row) => JSON.stringify(row)),
    ...(verdict.outcome === outcome
      ? []
      : [`the outcome ${outcome} instead of ${verdict.outcome}: ${otherFindings(report)}`]),
    ...(reason === undefined || hasReason ? [] : [`the reason ${reason}`]),
    ...(done.says?.(report) === false ? [`the harm itself: ${otherFindings(report)}`] : []),
  ];
  const strange = found.filter((finding) => !rows.some((row) => explains(row, finding)));
  return {
    named: lacks.length === 0,
    falseFindings: mayFindRows ? [] : strange.map(textOf),
    lacks: lacks.length === 0 ? undefined : lacks.join("; "),
  };
}

type Found = { readonly as: HarmedRow["as"]; readonly key: string; readonly columns: RowFinding["columns"] };

function foundRows({ tables }: PipelineReport): readonly Found[] {
  const parts = tables.flatMap(({ findings, statics }) =>
    statics === undefined ? [findings] : [findings, statics],
  );
  return parts.flatMap(({ examples }) => [
    ...examples.missing.map(({ key, columns }) => ({ as: "missing" as const, key, columns })),
    ...examples.different.map(({ key, columns }) => ({ as: "different" as const, key, columns })),
    ...examples.unexpected.map(({ key }) => ({ as: "unexpected" as const, key, columns: [] })),
  ]);
}

function names({ as, key, columns }: Found, row: HarmedRow): boolean {
  if (as !== row.as || key !== row.key) return false;
  return columns.some(isNamed(row)) || row.column === undefined;
}

const isNamed =
  ({ column, fault }: HarmedRow) =>
  (difference: RowFinding["columns"][number]): boolean =>
    difference.column === column && (fault === undefined || difference.fault === fault);

/** A row that was harmed, and no more of it than was harmed. */
function explains(row: HarmedRow, { as, key, columns }: Found): boolean {
  if (as !== row.as || key !== row.key) return false;
  return row.column === undefined || columns.every(isNamed(row));
}

function textOf({ as, key, columns }: Found): string {
  const differences = columns.map(
    ({ column, fault, expected, actual, at }) => `${column} ${fault}: ${expected}, not ${actual} (${at})`,
  );
  return `${as} ${key} ${differences.join(", ")}`;
}

/** What a report says besides rows. */
function otherFindings({
  carried,
  deployed,
  configDifferences,
  letters,
  tables,
  outcome,
}: PipelineReport): string {
  const of = tables.map(({ records, refusals, unjudged }) => ({ records, refusals, unjudged }));
  return JSON.stringify({ outcome, carried, deployed, configDifferences, letters, tables: of });
}
