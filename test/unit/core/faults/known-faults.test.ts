import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Stage } from "#cli/core/faults/fault.js";
import { faultOfTrace, knownFaults, traceFaults } from "#cli/core/faults/known-faults.js";
import { program } from "#cli/program.js";

interface Taken {
  readonly code: string;
  readonly trace: string;
}

/** Taken from a worker of Kafka 4.3.1: one for each way in which a task was made to fail. Most frames are left out. */
const traces = JSON.parse(readFileSync(new URL("traces.json", import.meta.url), "utf8")) as readonly Taken[];

const frames: Readonly<Record<Stage, string>> = {
  key: "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.lambda$convertAndTransformRecord$0(WorkerSinkTask.java:554)",
  value:
    "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.lambda$convertAndTransformRecord$1(WorkerSinkTask.java:560)",
  header: "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.convertHeadersFor(WorkerSinkTask.java:600)",
  transform: "\tat org.apache.kafka.connect.runtime.TransformationStage.apply(TransformationStage.java:95)",
};
const converting =
  "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.convertAndTransformRecord(WorkerSinkTask.java:558)";

describe("known faults", () => {
  it("have codes that differ, and can be file names", () => {
    const codes = knownFaults.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThanOrEqual(50);
    for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(traceFaults.map((fault) => [fault.code, fault] as const))(
    "%s is told from its example",
    (code, fault) => {
      const { example, stage } = fault;
      const trace = stage === undefined ? example : [example, converting, frames[stage]].join("\n");
      expect(faultOfTrace(trace).fault.code).toBe(code);
    },
  );

  it.each(traces.map(({ code, trace }, index) => [index, code, trace] as const))(
    "trace %i of a worker is %s",
    (_, code, trace) => {
      expect(faultOfTrace(trace).fault.code).toBe(code);
    },
  );

  it("name only commands that there are", () => {
    const commands = program.commands.map(({ words }) => words.join(" "));
    for (const { code, fix } of knownFaults) {
      for (const [, line = ""] of fix.join("\n").matchAll(/cassink ([^\n`]*)/g)) {
        const isThere = commands.some((words) => line === words || line.startsWith(`${words} `));
        expect(isThere, `${code}: cassink ${line}`).toBe(true);
      }
    }
  });
});

describe("a trace", () => {
  it("names the record that the sink refuses, without advice that the fault gives", () => {
    const refused = traces.find(({ code }) => code === "value-out-of-range");
    expect(faultOfTrace(refused?.trace ?? "")).toMatchObject({
      cause: "sales-0@0: dg_store.sales: column n, from value.n: a number is out of range for int",
      records: ["sales-0@0"],
    });
  });

  it("of an older worker tells the stage by what was found in the topic", () => {
    const trace = `com.fasterxml.jackson.core.JsonParseException: x\n${converting}\n\tat org.apache.kafka.connect.runtime.WorkerSinkTask.lambda$convertAndTransformRecord$7(WorkerSinkTask.java:1)`;
    expect(faultOfTrace(trace).fault.code).toBe("unknown");
    expect(faultOfTrace(trace, "key").fault.code).toBe("key-not-json");
    expect(faultOfTrace(trace, "value").fault.code).toBe("value-not-json");
  });

  it("that nobody knows is said to be unknown", () => {
    expect(faultOfTrace("java.lang.IllegalStateException: the moon is full")).toMatchObject({
      fault: { code: "unknown" },
      cause: "the moon is full",
      records: [],
    });
  });
});
