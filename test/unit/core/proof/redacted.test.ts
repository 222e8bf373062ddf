import { expect, it } from "vitest";
import { redacted, type TellingReport } from "#cli/core/proof/redacted.js";
import type { TableFindings } from "#cli/core/rows/table-findings.js";

const findings = {
  missing: 1,
  examples: {
    missing: [{ key: "id='secret'", at: "t-0@1", tied: false, columns: [] }],
    different: [
      {
        key: "id='secret'",
        at: "t-0@2",
        tied: false,
        columns: [
          { column: "name", fault: "value", expected: "'secret'", actual: "'other secret'", at: "t-0@2" },
        ],
      },
    ],
    unexpected: [{ key: "id='secret'" }],
  },
} as unknown as TableFindings;

it("leaves nothing of keys and values, and all the rest", () => {
  const refusal = { at: "t-0@3", column: "name", reason: '"secret" is no number' };
  const report: TellingReport = {
    findings,
    statics: findings,
    refusals: [refusal],
    unjudgedRecords: [refusal],
    parts: [
      {
        tokens: ["-5", "7"],
        expected: { rows: 1, digest: "secret digest" },
        found: { rows: 2, digest: "secret digest" },
      },
    ],
  };
  const hidden = redacted(report, (text) => `#${text.length}`);
  expect(JSON.stringify(hidden)).not.toContain("secret");
  expect(hidden.refusals).toEqual([{ at: "t-0@3", column: "name", reason: "#21" }]);
  expect(hidden.parts).toEqual([{ tokens: ["-5", "7"], expected: { rows: 1 }, found: { rows: 2 } }]);
  expect(hidden.statics).toEqual(hidden.findings);
  expect(hidden.findings).toEqual({
    missing: 1,
    examples: {
      missing: [{ key: "#11", at: "t-0@1", tied: false, columns: [] }],
      different: [
        {
          ...{ key: "#11", at: "t-0@2", tied: false },
          columns: [{ column: "name", fault: "value", expected: "#8", actual: "#14", at: "t-0@2" }],
        },
      ],
      unexpected: [{ key: "#11" }],
    },
  });
});
