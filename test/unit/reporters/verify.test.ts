import { expect, test } from "vitest";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { renderVerifyTable } from "#cli/reporters/verify.js";

const terminal = { width: Infinity, color: false };
const clean: VerifyTableResult = {
  outcome: "clean",
  pipelines: [
    {
      pipeline: "sales",
      connector: "sales-sink",
      configFrom: "connector",
      ignoreErrors: "None",
      carried: { state: "all", behind: [] },
      topics: [],
      duration: 2345,
      tables: [
        {
          keyspace: "shop",
          table: "sales",
          clean: true,
          records: { read: 1_000_000, filtered: 10_000, refused: 0, superseded: 0 },
          refusals: [],
          unjudged: [],
          deleted: [],
          compacted: [],
          findings: {
            expected: 990_000,
            found: 990_000,
            missing: 0,
            different: 0,
            differentTied: 0,
            differentColumns: [],
            unexpected: 0,
            unexplained: 0,
            excused: 0,
            expired: 0,
            examples: { missing: [], different: [], unexpected: [] },
          },
        },
      ],
    },
  ],
};

test("a clean table is counts and nothing else", () => {
  expect(renderVerifyTable(clean, terminal)).toBe(
    [
      "shop.sales: clean (2.3 s)",
      "  records read    1,000,000",
      "    filtered      10,000",
      "    refused       0",
      "    superseded    0",
      "  rows expected   990,000",
      "  rows found      990,000",
      "    missing       0",
      "    different     0",
      "    unexpected    0",
      "",
    ].join("\n"),
  );
});

test("a value of the topic or the table cannot draw on the terminal, nor fill it", () => {
  const [pipeline] = clean.pipelines;
  const table = pipeline?.tables[0];
  if (pipeline === undefined || table === undefined) throw new Error("no table");
  const different = {
    key: "id='\u001b[2J'",
    at: "sales-1@3",
    tied: false,
    columns: [
      {
        column: "v",
        expected: "'a\nshop.sales: clean'",
        actual: `'\u202e${"x".repeat(5_000)}'`,
        at: "sales-1@3",
      },
    ],
  };
  const findings = {
    ...table.findings,
    different: 1,
    examples: { ...table.findings.examples, different: [different] },
  };
  const pipelines = [{ ...pipeline, tables: [{ ...table, clean: false, findings }] }];
  const text = renderVerifyTable({ outcome: "findings", pipelines }, terminal);
  expect(text).toContain("different id='\\u001b[2J'");
  expect(text).toContain("expected 'a\\nshop.sales: clean', found '\\u202exxx");
  expect(text).toContain("… (5,003 characters)");
});

test("notes are broken to the width of the terminal", () => {
  const [pipeline] = clean.pipelines;
  const table = pipeline?.tables[0];
  if (pipeline === undefined || table === undefined) throw new Error("no table");
  const unjudged = Array.from({ length: 12 }, (_, index) => ({
    column: `column_${index}`,
    reason: "not mapped",
  }));
  const text = renderVerifyTable(
    { outcome: "clean", pipelines: [{ ...pipeline, tables: [{ ...table, unjudged }] }] },
    { width: 60, color: false },
  );
  const lines = text.split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(text.replaceAll(/\s+/g, " ")).toContain("column_0 (not mapped), column_1 (not mapped)");
});

test("findings come with examples and notes, and nothing is coloured without colour", () => {
  const [pipeline] = clean.pipelines;
  const table = pipeline?.tables[0];
  if (pipeline === undefined || table === undefined) throw new Error("no table");
  const text = renderVerifyTable(
    {
      outcome: "findings",
      pipelines: [
        {
          ...pipeline,
          carried: { state: "still", behind: [{ topic: "sales", partition: 2, offset: 41, lag: 1200 }] },
          tables: [
            {
              ...table,
              clean: false,
              records: { ...table.records, refused: 1 },
              refusals: [{ at: "sales-0@7", column: "amount", reason: '"x" is no number' }],
              unjudged: [{ column: "note", reason: "not mapped" }],
              deleted: ["sales-0@5"],
              compacted: ["sales"],
              findings: {
                ...table.findings,
                different: 2,
                differentTied: 1,
                differentColumns: [{ column: "amount", rows: 2 }],
                excused: 3,
                unexplained: 4,
                examples: {
                  missing: [{ key: "id='a'", at: "sales-1@3", tied: false, columns: [] }],
                  different: [
                    {
                      key: "id='b'",
                      at: "sales-1@4",
                      tied: true,
                      columns: [{ column: "amount", expected: "1", actual: "2", at: "sales-1@4" }],
                    },
                  ],
                  unexpected: [{ key: "id='c'" }],
                },
              },
            },
          ],
        },
      ],
    },
    terminal,
  );
  for (const line of [
    "shop.sales: FINDINGS",
    "    different     2  (amount 2; 1 with tied write times)",
    "  refused sales-0@7",
    "  note: ignoreErrors=None: the sink does not go past a record that it refuses",
    '    amount: "x" is no number',
    "  missing id='a'",
    "    from sales-1@3",
    "    amount: expected 1, found 2",
    "      from sales-1@4 (another record has the same write time)",
    "  unexpected id='c'",
    "  note: connector sales-sink does not move, whatever its status says: it stands at sales-2@41 (1,200 to go)",
    "  note: 3 rows are not judged: records written meanwhile touch them",
    "  note: the broker has deleted records before sales-0@5: 4 rows that no record explains are not judged",
    "  note: topic sales is compacted: 4 rows that no record explains are not judged",
    "  note: columns not judged: note (not mapped)",
  ]) {
    expect(text).toContain(line);
  }
  expect(text).not.toContain("\u001b");
});
