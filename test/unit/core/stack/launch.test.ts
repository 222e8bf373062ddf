import { expect, test } from "vitest";
import { javaArguments } from "#cli/core/stack/launch.js";
import type { JavaRun } from "#cli/core/stack/process.js";

const run: JavaRun = {
  runtime: "cassandra",
  jvmArguments: ["-Xmx1g"],
  agents: ["jamm"],
  mainClass: "Main",
  arguments: ["file"],
};
const classpath = ["/m2/jamm/jammer-9.jar", "/m2/jamm-0.4.0.jar", "/m2/other-1.0.jar"];

test("agents are taken from the classpath by their artifact's name", () => {
  expect(javaArguments(run, classpath)).toEqual([
    "-Xmx1g",
    "-javaagent:/m2/jamm-0.4.0.jar",
    "-classpath",
    "/m2/jamm/jammer-9.jar:/m2/jamm-0.4.0.jar:/m2/other-1.0.jar",
    "Main",
    "file",
  ]);
});

test("an agent that Maven did not resolve is named", () => {
  expect(() => javaArguments(run, ["/m2/other-1.0.jar"])).toThrow("the resolved classpath holds no jamm");
});

test("a JVM that reads an archive keeps its agents, one that writes it has none", () => {
  const reading = javaArguments(run, classpath, { use: "read", file: "/a.jsa" });
  expect(reading).toContain("-XX:SharedArchiveFile=/a.jsa");
  expect(reading).toContain("-javaagent:/m2/jamm-0.4.0.jar");
  const writing = javaArguments(run, classpath, { use: "write", file: "/a.jsa" });
  expect(writing).toContain("-XX:ArchiveClassesAtExit=/a.jsa");
  expect(writing.filter((argument) => argument.startsWith("-javaagent"))).toEqual([]);
});
