import { expect, test } from "vitest";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { TableReport } from "#cli/commands/verify/report.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { renderVerifyTable } from "#cli/reporters/verify.js";

const terminal = { width: Infinity, color: false };
const table: TableReport = {
  keyspace: "shop",
  table: "sales",
  verdict: "clean",
  records: {
    read: 1_000_000,
    current: 900_000,
    superseded: 90_000,
    deleted: 0,
    expired: 0,
    filtered: 10_000,
    refused: 0,
    deadLettered: 0,
    unjudged: 0,
  },
  waitingLetters: 0,
  refusals: [],
  unjudgedRecords: [],
  unjudged: [],
  unjudgedColumns: [],
  unmappedColumns: [],
  findings: {
    expected: 900_000,
    found: 900_000,
    missing: 0,
    different: 0,
    differentTied: 0,
    differentColumns: [],
    faults: { value: 0, "write time": 0, "time to live": 0 },
    unexpected: 0,
    expired: 0,
    later: 0,
    rows: { right: 900_000, wrong: 0, unjudged: 0 },
    cells: { right: 4_500_000, wrong: 0, unjudged: 0 },
    restartedIndex: 0,
    unjudged: [],
    examples: { missing: [], different: [], unexpected: [] },
  },
};
const pipeline: PipelineReport = {
  pipeline: "sales",
  connector: "sales-sink",
  outcome: "clean",
  deployed: true,
  allowHalted: false,
  configDifferences: [],
  ignoreErrors: "None",
  carried: { state: "all", behind: [], unread: [] },
  topicsWithoutTable: [],
  otherWriters: { judged: [], unknown: [] },
  topics: [],
  duration: 2345,
  tables: [table],
};
const result = (...pipelines: VerifyTableResult["pipelines"]): VerifyTableResult => ({
  formatVersion: 1,
  outcome: "clean",
  allowed: [],
  pipelines,
});

test("a clean table is counts and nothing else", () => {
  expect(renderVerifyTable(result(pipeline), terminal)).toBe(
    [
      "shop.sales: clean (2.3 s)",
      "  records read      1,000,000",
      "    current         900,000",
      "    superseded      90,000",
      "    filtered        10,000",
      "    refused         0",
      "  rows expected     900,000",
      "  rows found        900,000",
      "    missing         0",
      "    different       0",
      "    unexpected      0",
      "  cells right       4,500,000",
      "    wrong           0",
      "    not judged      0",
      "",
    ].join("\n"),
  );
});

test("cells whose index was counted anew are counted among those that are right", () => {
  const findings = { ...table.findings, restartedIndex: 1_200 };
  expect(renderVerifyTable(result({ ...pipeline, tables: [{ ...table, findings }] }), terminal)).toContain(
    "  cells right       4,500,000\n    restarted index 1,200\n    wrong           0\n",
  );
});

test("a sample says how much of the whole may be wrong, and of three rows that they are too few", () => {
  const sampled = (wrongBelow: number): string =>
    renderVerifyTable(
      result({
        ...pipeline,
        tables: [{ ...table, verdict: "unjudged", sample: { parts: 512, of: 1024, wrongBelow } }],
      }),
      terminal,
    );
  expect(sampled(0.75)).toContain(
    "of a sample of 50%: with 95% confidence less than 75% of all rows are wrong",
  );
  expect(sampled(1)).toContain("of a sample of 50%: too few rows to say anything of the others (");
});

test("a value of the topic or the table cannot draw on the terminal, nor fill it", () => {
  const different = {
    key: "id='\u001b[2J'",
    at: "sales-1@3",
    tied: false,
    columns: [
      {
        column: "v",
        fault: "value",
        expected: "'a\nshop.sales: clean'",
        actual: `'\u202e${"x".repeat(5_000)}'`,
        at: "sales-1@3",
      },
    ],
  } as const;
  const findings = {
    ...table.findings,
    different: 1,
    examples: { ...table.findings.examples, different: [different] },
  };
  const text = renderVerifyTable(
    result({ ...pipeline, outcome: "findings", tables: [{ ...table, verdict: "findings", findings }] }),
    terminal,
  );
  expect(text).toContain("different id='\\u001b[2J'");
  expect(text).toContain("expected 'a\\nshop.sales: clean', found '\\u202exxx");
  expect(text).toContain("… (5,003 characters)");
});

test("what is not judged is counted with its reason, and broken to the width of the terminal", () => {
  const unjudged = [{ reason: "retention", rows: 3, cells: 12, records: 0 }] as const;
  const columns = Array.from({ length: 12 }, (_, index) => `column_${index}`);
  const shown = { ...table, verdict: "unjudged", unjudged, unmappedColumns: columns } as const;
  const text = renderVerifyTable(
    { ...result({ ...pipeline, outcome: "unjudged", tables: [shown] }), allowed: ["retention"] },
    { width: 60, color: false },
  );
  const lines = text.split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  const words = text.replaceAll(/\s+/g, " ");
  expect(words).toContain("shop.sales: NOT ALL JUDGED");
  expect(words).toContain("not judged: retention: 3 rows, 12 cells: the broker has deleted records");
  expect(words).toContain("may have written them (accepted)");
  expect(words).toContain("columns not mapped: column_0, column_1");
});

test("a pipeline that could not be judged says why, beside the others", () => {
  const failure = { message: "no such table", where: "topic.t", hint: "make it", lines: [] };
  const failed = { pipeline: "other", connector: "o", outcome: "failed", failure, tables: [] } as const;
  const text = renderVerifyTable(result(pipeline, failed), terminal);
  expect(text).toContain("shop.sales: clean");
  expect(text).toContain("pipeline other: NOT JUDGED\n  no such table\n  at: topic.t\n  do: make it\n");
});

test("a connector that does not run is a finding, or a note where that is allowed", () => {
  const carried = { state: "stopped", behind: [], unread: [] } as const;
  const text = (of: Partial<PipelineReport>): string =>
    renderVerifyTable(result({ ...pipeline, ...of }), terminal);
  expect(text({ carried })).toContain("connector sales-sink: FINDINGS\n  is paused or stopped\n");
  expect(text({ carried, allowHalted: true })).toContain(
    "connector sales-sink\n  note: is paused or stopped\n",
  );
  expect(text({ deployed: false })).toContain("  is not deployed: its tables are judged all the same\n");
});

test("static columns have counts and examples of their own", () => {
  const different = {
    key: "id='x'",
    at: "sales-0@1",
    tied: false,
    columns: [{ column: "s", fault: "value", expected: "6", actual: "7", at: "sales-0@1" }],
  } as const;
  const statics = {
    ...table.findings,
    found: 2,
    cells: { right: 1, wrong: 1, unjudged: 0 },
    restartedIndex: 1,
    unexpected: 1,
    examples: { missing: [], different: [different], unexpected: [{ key: "id='y'" }] },
  };
  const text = renderVerifyTable(result({ ...pipeline, tables: [{ ...table, statics }] }), terminal);
  expect(text).toContain(
    "  partitions with   2  static cells\n    unexpected      1\n  static right      1\n    restarted index 1\n    wrong           1\n",
  );
  expect(text).toContain("  different statics of id='x'\n    s: expected 6, found 7\n");
  expect(text).toContain("  unexpected statics of id='y'\n");
});

test("what is wrong with the connector comes before its tables", () => {
  const text = renderVerifyTable(
    result({
      ...pipeline,
      outcome: "findings",
      configDifferences: [{ key: "transforms", file: "drop", deployed: undefined }],
      topicsWithoutTable: ["orphans"],
      carried: {
        state: "failed",
        behind: [],
        cause: "no table for orphans",
        unread: [
          { topic: "sales", partition: 0, from: 5, to: 9 },
          { topic: "sales", partition: 1, from: 7, to: 8 },
        ],
      },
      otherWriters: {
        judged: [{ connector: "beside", carried: { state: "all", behind: [], unread: [] } }],
        unknown: [{ connector: "foreign", tables: ["shop.sales"], reason: "Avro is not modelled" }],
      },
      letters: {
        topic: "dead",
        read: 3,
        origins: 2,
        ...{ waiting: 1, replayed: 1, purged: 0, quarantined: 0, unproven: 0, unprovenExamples: [] },
        withoutOrigin: 1,
        isIncomplete: true,
        unexplained: 1,
        examples: ["sales-0@3"],
      },
    }),
    terminal,
  );
  for (const line of [
    "connector sales-sink: FINDINGS",
    "  deployed with another transforms",
    "    the file: drop",
    "    deployed: (not set)",
    "  reads topic orphans, which has no table: its task fails there",
    "  has failed (no table for orphans)",
    "  had not read 4 offsets from sales-0@5 on when the broker deleted them: records, and markers of transactions where there were any",
    // A verdict of findings all the same: nobody can say that it was no record.
    "  had not read sales-1@7 when the broker deleted it: a record, or only the marker of a transaction, which nobody can tell any more",
    "  has 1 dead letter in dead of records that can be written",
    "    of sales-0@3",
    "  note: shares tables with connector beside: judged together",
    "  note: shares shop.sales with connector foreign: Avro is not modelled",
    "  note: has dead letters of 2 records in dead, 1 letter repeated: 1 waits, 1 replayed",
    "  note: has 1 letter in dead without the record's place: set errors.deadletterqueue.context.headers.enable=true",
    "  note: the broker has deleted letters from dead: set its retention.ms to -1 to keep them",
  ]) {
    expect(text.split("\n")).toContain(line);
  }
});

test("findings come with examples and notes, and nothing is coloured without colour", () => {
  const text = renderVerifyTable(
    result({
      ...pipeline,
      outcome: "findings",
      carried: {
        state: "still",
        behind: [{ topic: "sales", partition: 2, offset: 41, lag: 1200 }],
        unread: [],
      },
      tables: [
        {
          ...table,
          verdict: "findings",
          records: { ...table.records, refused: 1 },
          refusals: [{ at: "sales-0@7", column: "amount", reason: '"x" is no number' }],
          unmappedColumns: ["note"],
          unjudgedColumns: [{ column: "made", reason: "now" }],
          findings: {
            ...table.findings,
            different: 2,
            differentTied: 1,
            differentColumns: [{ column: "amount", rows: 2 }],
            later: 3,
            examples: {
              missing: [{ key: "id='a'", at: "sales-1@3", tied: false, columns: [] }],
              different: [
                {
                  key: "id='b'",
                  at: "sales-1@4",
                  tied: true,
                  columns: [
                    { column: "amount", fault: "value", expected: "1", actual: "2", at: "sales-1@4" },
                    {
                      column: "amount",
                      fault: "time to live",
                      expected: "for ever",
                      actual: "for another 5 s",
                      at: "sales-1@4",
                    },
                  ],
                },
              ],
              unexpected: [{ key: "id='c'" }],
            },
          },
        },
      ],
    }),
    terminal,
  );
  for (const line of [
    "shop.sales: FINDINGS",
    "    written since   3",
    "    different       2  (amount 2; 1 with tied write times)",
    "  refused sales-0@7",
    "  note: ignoreErrors=None: the sink does not go past a record that it refuses",
    '    amount: "x" is no number',
    "  missing id='a'",
    "    from sales-1@3",
    "    amount: expected 1, found 2",
    "    amount: time to live: expected for ever, found for another 5 s",
    "      from sales-1@4 (another record has the same write time)",
    "  unexpected id='c'",
    "  note: does not move, whatever its status says: it stands at sales-2@41 (1,200 to go)",
    "  note: columns not mapped: note",
    "  note: columns not judged: made (now)",
  ]) {
    expect(text).toContain(line);
  }
  expect(text).not.toContain("\u001b");
});
