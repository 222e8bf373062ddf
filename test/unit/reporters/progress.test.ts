import { describe, expect, it } from "vitest";
import type { ProgressFact } from "#cli/ports/progress.js";
import { progressLine } from "#cli/reporters/progress.js";
import { ProgressLines } from "#cli/reporters/progress-lines.js";

const finding = { level: "config", severity: "warning", key: "tasks.max", message: "too many" } as const;
const table = { keyspace: "shop", table: "sales" };

const texts: readonly (readonly [ProgressFact, "lasting" | "passing", string])[] = [
  [{ kind: "build waits", pid: 7 }, "lasting", "· maven: waiting for the build of process 7"],
  [{ kind: "build started", modules: ["a", "b"] }, "lasting", "· maven: building a, b"],
  [{ kind: "build failed", exitCode: 1 }, "lasting", "✗ maven: ended with 1"],
  [{ kind: "build failed", exitCode: null }, "lasting", "✗ maven: ended with null"],
  [
    { kind: "build done", milliseconds: 61_234, bytes: 219_600_000 },
    "lasting",
    "✓ maven: built in 61.2 s, 220 MB downloaded",
  ],
  [
    { kind: "build done", milliseconds: 1_000, bytes: 0 },
    "lasting",
    "✓ maven: built in 1.0 s, nothing downloaded",
  ],
  [
    { kind: "stack waits", pid: 7, home: "/h" },
    "lasting",
    "! waiting for process 7, which works on the stack under /h",
  ],
  [
    { kind: "server starts", name: "kafka", address: "127.0.0.1:9092" },
    "lasting",
    "· kafka: starting on 127.0.0.1:9092",
  ],
  [{ kind: "server answers", name: "kafka", milliseconds: 3_140 }, "lasting", "✓ kafka: answers after 3.1 s"],
  [{ kind: "server failed", name: "kafka" }, "lasting", "✗ kafka: did not start"],
  [{ kind: "server stops", name: "kafka" }, "passing", "· kafka: stopping"],
  [
    { kind: "server stopped", name: "kafka", by: "signal", milliseconds: 950 },
    "lasting",
    "✓ kafka: stopped in 0.9 s",
  ],
  [
    { kind: "server stopped", name: "kafka", by: "kill", milliseconds: 60_050 },
    "lasting",
    "✓ kafka: killed after 60.0 s",
  ],
  [{ kind: "config warning", connector: "sales", finding }, "lasting", "! sales: tasks.max: too many"],
  [
    { kind: "config warning", connector: "sales", finding: { ...finding, position: 4, hint: "say less" } },
    "lasting",
    "! sales: tasks.max at 5: too many; say less",
  ],
  [
    { kind: "connector deploys", connector: "sales", unchanged: false },
    "lasting",
    "· connector sales: deploying",
  ],
  ...(
    [
      [{ before: "2", after: "4" }, "2 -> 4"],
      [{ after: "4" }, "new, 4"],
      [{ before: "2" }, "no longer, was 2"],
      [{ before: "********", after: "********" }, "another secret"],
      [
        { before: "****", after: "********", note: "masked" },
        "is given anew, for what is there cannot be seen",
      ],
      [{ after: "x".repeat(70) }, `new, ${"x".repeat(59)}…`],
    ] as const
  ).map(
    ([difference, text]) =>
      [
        { kind: "config changes", connector: "sales", difference: { key: "k", ...difference } },
        "lasting",
        `· connector sales: k: ${text}`,
      ] as const,
  ),
  [
    { kind: "connector deploys", connector: "sales", unchanged: true },
    "lasting",
    "· connector sales: is there",
  ],
  [
    {
      kind: "connector settles",
      connector: "sales",
      readiness: { kind: "starting", reason: "it has no tasks yet" },
    },
    "passing",
    "· connector sales: it has no tasks yet",
  ],
  [
    { kind: "connector settles", connector: "sales", readiness: { kind: "claimed", tasks: 3, reading: 1 } },
    "passing",
    "· connector sales: 1 of 3 tasks read",
  ],
  [
    { kind: "connector settles", connector: "sales", readiness: { kind: "running", tasks: 3 } },
    "passing",
    "· connector sales: all tasks run (3)",
  ],
  [
    { kind: "connector settles", connector: "sales", readiness: { kind: "held", state: "PAUSED" } },
    "passing",
    "· connector sales: held",
  ],
  [
    { kind: "connector unseen", connector: "sales", group: "connect-sales" },
    "lasting",
    "! connector sales: its tasks run by Connect's word, but none of them was seen in connect-sales",
  ],
  [
    { kind: "connector runs", connector: "sales", action: "created", tasks: 1 },
    "lasting",
    "✓ connector sales: created, 1 task runs",
  ],
  [
    { kind: "connector runs", connector: "sales", action: "updated", tasks: 3 },
    "lasting",
    "✓ connector sales: updated, 3 tasks run",
  ],
  [
    { kind: "group watched", group: "connect-sales", partitions: 1 },
    "passing",
    "· connect-sales: watching a partition with records to carry",
  ],
  [
    { kind: "group watched", group: "connect-sales", partitions: 2 },
    "passing",
    "· connect-sales: watching 2 partitions with records to carry",
  ],
  [
    { kind: "connector carries", connector: "sales", recordsLeft: 1_234 },
    "passing",
    "· connector sales: waiting for 1,234 records",
  ],
  [
    { kind: "transaction open", records: 1_001, isOver: false },
    "passing",
    "· 1,001 records stand behind an open transaction, where the connector is given none: waiting",
  ],
  [
    { kind: "transaction open", records: 1, isOver: true },
    "lasting",
    "! 1 record stands behind an open transaction, where the connector is given none",
  ],
  [
    { kind: "connector carried all", connector: "sales" },
    "lasting",
    "✓ connector sales: has come to the end of its topics",
  ],
  ...(
    [
      ["still", 1_234, "has carried nothing for 12.5 s, with 1,234 records left to carry"],
      ["moving", 1, "moves, but the wait is over, with 1 record left to carry"],
      ["behind", 2, "the wait is over, with 2 records left to carry"],
      ["failed", 2, "has failed, with 2 records left to carry"],
      ["stopped", 0, "is stopped"],
      ["not deployed", 2, "is not deployed, with 2 records left to carry"],
    ] as const
  ).map(
    ([state, recordsLeft, text]) =>
      [
        { kind: "connector carried less", connector: "sales", state, recordsLeft, quiet: 12_500 },
        "lasting",
        `✗ connector sales: ${text}`,
      ] as const,
  ),
  [{ kind: "table ready", ...table, action: "created" }, "lasting", "✓ table shop.sales: created"],
  [
    { kind: "table differs", ...table, cql: "shop.cql" },
    "lasting",
    "✗ table shop.sales: is not what shop.cql declares",
  ],
  [{ kind: "sending", topic: "sales" }, "lasting", "· sales: sending; Ctrl-C ends it"],
  [
    { kind: "reading missed", city: "Oslo", reason: "status 503" },
    "lasting",
    "! no reading of Oslo: status 503",
  ],
  [
    { kind: "following", topic: "sales", key: {}, value: {} },
    "lasting",
    "· sales: no pipeline reads this topic: keys and values are guessed (--connector NAME reads as that one does); Ctrl-C ends it",
  ],
  [
    { kind: "following waits", topic: "sales", reason: "Kafka does not answer" },
    "lasting",
    "! sales: Kafka does not answer; it is asked again",
  ],
  [
    { kind: "records deleted unread", topic: "sales", partition: 1, from: 5, to: 1_010 },
    "lasting",
    "! sales-1: the offsets 5 to 1,009 were deleted before they were read",
  ],
  [
    { kind: "disk missed", path: "/mnt/usb", reason: "there is no such path" },
    "lasting",
    "! no reading of the disk at /mnt/usb: there is no such path",
  ],
  [{ kind: "demo step", command: "cassink up" }, "lasting", "· demo: cassink up"],
];

it.each(texts)("%j", (fact, kind, text) => {
  expect(progressLine(fact)).toEqual({ kind, text });
});

/** What is drawn of facts that are reported a second apart. */
function drawn(facts: readonly ProgressFact[], terminal?: { readonly width: number }): string {
  let text = "";
  let now = 0;
  const lines = new ProgressLines({
    write: (more) => (text += more),
    now: () => now,
    terminal: { width: terminal?.width ?? Infinity, color: false },
    interactive: terminal !== undefined,
  });
  for (const fact of facts) {
    lines.report(fact);
    now += 1_000;
  }
  lines.end();
  return text;
}

const sent = (done: number, total?: number): ProgressFact => ({
  kind: "records sent",
  topic: "sales",
  done,
  total,
});

describe("counts", () => {
  it.each<readonly [ProgressFact, ProgressFact, string]>([
    [sent(0, 40_000), sent(40_000, 40_000), "  sales: 40,000 of 40,000 records, 40,000/s\n"],
    [sent(0, 0), sent(0, 0), "  sales: 0 of 0 records\n"],
    [
      { kind: "records read", done: 0, total: 9 },
      { kind: "records read", done: 9, total: 9 },
      "  reading: 9 of 9 records, 9/s\n",
    ],
    [
      { kind: "rows compared", ...table, done: 5, total: 10 },
      { kind: "rows compared", ...table, done: 10, total: 10 },
      "  comparing shop.sales: 10 of 10 rows, 5/s\n",
    ],
  ])("%j and %j: a rate since the first", (first, second, text) => {
    expect(drawn([first, second])).toBe(text);
  });

  it("without an end are drawn with the time left out, in a terminal over each other", () => {
    const rows = (done: number): ProgressFact => ({ kind: "rows counted", ...table, done });
    expect(drawn([rows(1_000), rows(2_000), rows(4_000)], { width: 80 })).toBe(
      "  shop.sales: 2,000 rows, 1,000/s\r\u001b[2K  shop.sales: 4,000 rows, 1,500/s\n",
    );
    const downloads = (bytes: number): ProgressFact => ({ kind: "build downloads", bytes });
    expect(drawn([downloads(0), downloads(7_500_000)], { width: 80 })).toBe(
      "  maven: 8 MB downloaded, 8/s\n",
    );
  });

  it("say how long the rest takes, every ten seconds where there is no terminal", () => {
    const facts = Array.from({ length: 12 }, (_, second) => sent(second * 100, 5_000));
    expect(drawn(facts)).toBe("  sales: 1,000 of 5,000 records, 100/s, 40 s left\n");
  });
});

describe("lines", () => {
  const facts: readonly ProgressFact[] = [
    { kind: "connector carries", connector: "sales", recordsLeft: 9 },
    { kind: "connector carried all", connector: "sales" },
  ];

  it("that pass are drawn in a terminal only, cut to its width, and give way to the next", () => {
    expect(drawn(facts)).toBe("✓ connector sales: has come to the end of its topics\n");
    expect(drawn(facts, { width: 30 })).toBe(
      "· connector sales: waiting f…\r\u001b[2K✓ connector sales: has come to the end of its topics\n",
    );
  });

  it("show no name that acts on the terminal", () => {
    const written: string[] = [];
    const lines = new ProgressLines({
      write: (text) => void written.push(text),
      now: () => 0,
      terminal: { width: 80, color: true },
      interactive: false,
    });
    lines.report({ kind: "connector carried all", connector: "\u001b[2Jx\ny" });
    expect(written).toEqual(["✓ connector \\u001b[2Jx\\ny: has come to the end of its topics\n"]);
  });

  it("that pass end when the work ends", () => {
    expect(drawn(facts.slice(0, 1), { width: 80 })).toBe("· connector sales: waiting for 9 records\n");
  });
});
