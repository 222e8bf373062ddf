import { describe, expect, test } from "vitest";
import { clockCheck, clockOffset } from "#cli/core/doctor/clock.js";
import { diskCheck, jdkCheck, mavenCheck, nodeCheck, portsCheck } from "#cli/core/doctor/machine.js";
import { nodesCheck, pluginsCheck, silenceOf, workerCheck } from "#cli/core/doctor/servers.js";

describe("clocks", () => {
  const reading = (server: number, resolution = 1) => ({ server, resolution, before: 10_000, after: 10_400 });

  test("a time between question and answer is no difference", () => {
    expect(clockOffset(reading(10_000))).toBe(0);
    expect(clockOffset(reading(10_400))).toBe(0);
  });

  test("a time in whole seconds is not taken for one that is behind", () => {
    expect(clockOffset(reading(9_000, 1_000))).toBe(0);
    expect(clockOffset(reading(9_000, 1))).toBe(-999);
  });

  test("a difference of more than a second is a finding that says which way", () => {
    expect(clockCheck("Cassandra", reading(11_400)).state).toBe("ok");
    expect(clockCheck("Cassandra", reading(13_900))).toMatchObject({
      state: "problem",
      subject: "clock of Cassandra",
      seen: "3.5 s ahead of this machine",
    });
    expect(clockCheck("Cassandra", reading(6_999)).seen).toBe("3.0 s behind this machine");
  });
});

describe("the machine", () => {
  test.each([
    ["v20.19.0", true],
    ["v22.1.0", true],
    ["v20.18.3", false],
    ["v18.20.0", false],
  ])("Node %s: %s", (version, ok) => {
    expect(nodeCheck(version).state).toBe(ok ? "ok" : "problem");
  });

  test("a JDK of another version is named, with the line that installs the right one", () => {
    expect(
      jdkCheck({
        found: false,
        seen: ["25.0.3 in /jdk25"],
        install: ["sudo apt-get install x", "sdk install y"],
      }),
    ).toEqual({
      subject: "JDK",
      state: "problem",
      seen: "no 17; there is 25.0.3 in /jdk25",
      advice: "sudo apt-get install x   or: sdk install y",
    });
    expect(jdkCheck({ found: false, seen: [], install: ["x"] }).seen).toBe("none was found");
  });

  test("no Maven and too little disk are findings", () => {
    expect(mavenCheck({ found: false, install: ["sudo apt-get install maven"] }).advice).toContain("maven");
    expect(diskCheck(1.9e9, "/h")).toMatchObject({ state: "problem", seen: "1.9 GB free" });
    expect(diskCheck(2e9, "/h").state).toBe("ok");
  });

  const held = { host: "127.0.0.1", port: 9092, purpose: "clients", holder: "java (pid 7)" };

  test("a port held by somebody is a finding that names him", () => {
    expect(portsCheck([held], [])).toMatchObject({
      state: "problem",
      seen: "9092 (clients) is held by java (pid 7)",
    });
  });

  test("a port held by the very server that is used is none", () => {
    expect(portsCheck([held], ["localhost:9092"]).state).toBe("ok");
    expect(portsCheck([{ ...held, port: 8083 }], ["http://localhost:8083/"]).state).toBe("ok");
    expect(portsCheck([held], ["http://localhost:8083"]).state).toBe("problem");
  });
});

describe("servers", () => {
  test("an old worker and an old cluster are findings", () => {
    expect(workerCheck("http://c:8083", "4.3.1").state).toBe("ok");
    expect(workerCheck("http://c:8083", "3.9.0").state).toBe("ok");
    expect(workerCheck("http://c:8083", "3.8.1").state).toBe("problem");
    expect(workerCheck("http://c:8083", "4.4.0").state).toBe("warning");
    expect(workerCheck("http://c:8083", "7.9.0-ce").state).toBe("warning");
    const cluster = { releaseVersion: "5.0.9", datacenters: ["dc1", "dc2"], nodes: 6 };
    expect(nodesCheck(cluster, ["a:9042"])).toEqual({
      subject: "Cassandra",
      state: "ok",
      seen: "5.0.9 answers on a:9042 (6 nodes in dc1, dc2)",
    });
    expect(nodesCheck({ ...cluster, releaseVersion: "3.11.4" }, ["a:9042"]).state).toBe("problem");
  });

  test("that do not answer are named together", () => {
    expect(silenceOf(["kafka"])).toBe("Kafka does not answer");
    expect(silenceOf(["kafka", "connect", "cassandra"])).toBe(
      "Kafka, Kafka Connect and Cassandra do not answer",
    );
  });

  const plugin = (name: string) => ({ class: name, version: "1.0" });

  test("any sink of the contract will do; both transforms are wanted", () => {
    const whole = [
      plugin("com.datastax.oss.kafka.sink.CassandraSinkConnector"),
      plugin("io.cassink.transforms.FieldMatches"),
      plugin("io.cassink.transforms.AddAbsentFields$Value"),
    ];
    expect(pluginsCheck(whole).map((check) => check.state)).toEqual(["ok", "ok"]);
    expect(pluginsCheck(whole.slice(0, 2))[1]).toMatchObject({
      state: "problem",
      seen: "the worker lacks io.cassink.transforms.AddAbsentFields$Value",
    });
    expect(pluginsCheck(whole.slice(1))[0]).toMatchObject({ state: "problem", subject: "sink plugin" });
  });
});
