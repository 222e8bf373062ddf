import { describe, expect, it } from "vitest";
import { rootCause } from "#cli/core/connect/root-cause.js";

describe("rootCause", () => {
  it("takes the last cause, past what was wrapped around it", () => {
    const trace = [
      "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask",
      "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.run(WorkerSinkTask.java:200)",
      "Caused by: com.example.Wrapped: no good",
      "\tat com.example.A.b(A.java:1)",
      "\t... 10 more",
      "Caused by: java.net.ConnectException: Connection refused",
      "\tat java.base/sun.nio.ch.Net.connect(Net.java:1)",
      "\t... 12 more",
      "",
    ].join("\n");
    expect(rootCause(trace)).toBe("java.net.ConnectException: Connection refused");
  });

  it("takes what Cassink's sink throws before its causes: it names the record", () => {
    const trace = [
      "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask",
      "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.run(WorkerSinkTask.java:200)",
      "Caused by: org.apache.kafka.connect.errors.ConnectException: sales-3@17: column id: no number",
      "\tat io.cassink.sink.BadRecords.handle(BadRecords.java:77)",
      "\t... 10 more",
      "Caused by: io.cassink.sink.codec.ConversionException: no number",
      "\tat io.cassink.sink.codec.NumberReader.read(NumberReader.java:1)",
      "",
    ].join("\n");
    expect(rootCause(trace)).toBe(
      "org.apache.kafka.connect.errors.ConnectException: sales-3@17: column id: no number",
    );
  });

  it("takes the first line where nothing is wrapped", () => {
    expect(rootCause("java.lang.OutOfMemoryError: Java heap space\n\tat A.b(A.java:1)\n")).toBe(
      "java.lang.OutOfMemoryError: Java heap space",
    );
  });

  it("joins a message of several lines", () => {
    const trace =
      "x\n\tat A.b(A.java:1)\nCaused by: Bad: in config:\r\n  - first\r\n  - second\r\n\tat A.b(A.java:2)";
    expect(rootCause(trace)).toBe("Bad: in config: - first - second");
  });

  it("has nothing to say of an empty trace", () => {
    expect(rootCause("")).toBe("");
  });
});
