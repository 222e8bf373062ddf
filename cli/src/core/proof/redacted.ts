import type { PartDigests } from "../rows/row-digest.js";
import type { RowFinding, TableFindings } from "../rows/table-findings.js";
import type { Refusal } from "../rows/topic-fold.js";

/** What of a table's report may tell what is in its rows and records. */
export interface TellingReport {
  readonly findings: TableFindings;
  readonly statics?: TableFindings;
  readonly refusals: readonly Refusal[];
  readonly unjudgedRecords: readonly Refusal[];
  readonly parts?: readonly PartDigests[];
}

/**
 * The report with digests in the place of keys, values and what is said of values. Where records stand, columns and
 * counts stay.
 * @param hide makes of a text its digest: of equal texts the same
 */
export function redacted<Report extends TellingReport>(
  report: Report,
  hide: (text: string) => string,
): Report {
  const refusals = (all: readonly Refusal[]): readonly Refusal[] =>
    all.map((refusal) => ({ ...refusal, reason: hide(refusal.reason) }));
  return {
    ...report,
    findings: redactedFindings(report.findings, hide),
    ...(report.statics === undefined ? {} : { statics: redactedFindings(report.statics, hide) }),
    refusals: refusals(report.refusals),
    unjudgedRecords: refusals(report.unjudgedRecords),
    ...(report.parts === undefined ? {} : { parts: report.parts.map(withoutDigests) }),
  };
}

const withoutDigests = ({ tokens, expected, found }: PartDigests): PartDigests => ({
  tokens,
  expected: { rows: expected.rows },
  found: { rows: found.rows },
});

function redactedFindings(findings: TableFindings, hide: (text: string) => string): TableFindings {
  const row = (found: RowFinding): RowFinding => ({
    ...found,
    key: hide(found.key),
    columns: found.columns.map((column) => ({
      ...column,
      expected: hide(column.expected),
      actual: hide(column.actual),
    })),
  });
  const { missing, different, unexpected } = findings.examples;
  return {
    ...findings,
    examples: {
      missing: missing.map(row),
      different: different.map(row),
      unexpected: unexpected.map(({ key }) => ({ key: hide(key) })),
    },
  };
}
