import { describe, expect, test } from "vitest";
import { configChecks } from "#cli/core/doctor/config.js";
import { deployedChecks } from "#cli/core/doctor/connector.js";
import { nodeChecks, withoutFilledIn } from "#cli/core/doctor/reached-nodes.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";

const own = { "connector.class": "io.cassink.sink.CassandraSinkConnector", topics: "sales" };

describe("nodes that the file names", () => {
  const checked = (config: Readonly<Record<string, string>>, tried: readonly string[]) =>
    nodeChecks({ ...own, ...config }, sinkConfig({ ...own, ...config }), tried);

  test("are said not to be tried where the command goes to others", () => {
    expect(checked({ contactPoints: "10.0.0.9", port: "9142" }, ["127.0.0.1:9042"])).toEqual([
      {
        subject: "nodes of the file",
        state: "warning",
        where: "contactPoints",
        seen: "the file names 10.0.0.9:9142, which was not tried: the nodes that were looked at are 127.0.0.1:9042",
        advice: "to look at those of the file: --contact-points 10.0.0.9:9142",
      },
    ]);
    expect(checked({ contactPoints: "a" }, ["a:9142"])).toHaveLength(1);
  });

  test("are those of the command, or none", () => {
    expect(checked({ contactPoints: "localhost" }, ["127.0.0.1:9042"])).toEqual([]);
    expect(checked({ contactPoints: "b" }, ["a", "b"])).toEqual([]);
    expect(checked({}, ["10.0.0.9:9042"])).toEqual([]);
  });
});

test("keys that the command's own connection has filled in are no mistake of the file's, and no difference", () => {
  const error = (key: string) => ({
    ...({ level: "cluster", severity: "error" } as const),
    key,
    message: "no data centre",
  });
  const validation = { levels: [], findings: [error("loadBalancing.localDc"), error("contactPoints")] };
  const file = { ...own, contactPoints: "a" };
  expect(withoutFilledIn.findings(validation, file).findings).toEqual([error("contactPoints")]);

  const change = {
    ...({ pipeline: "p", kind: "connector", name: "sales", action: "change" } as const),
    differences: [{ what: "port", before: "9042", after: "1" }],
  };
  expect(deployedChecks(withoutFilledIn.differences(change, own), "sales")).toEqual([]);
  const named = withoutFilledIn.differences(change, { ...own, port: "1" });
  expect(deployedChecks(named, "sales")).toMatchObject([{ state: "warning" }]);
});

test("a class that the worker lacks is one line", () => {
  const key = "connector.class";
  const findings = (["config", "connect"] as const).map((level) => ({
    ...({ severity: "error", key } as const),
    level,
    message: `${key}: there is none`,
  }));
  const levels = (["config", "connect", "cluster"] as const).map((level) => ({ level, checked: true }));
  const config = { ...own, "connector.class": "com.example.Sinc" };
  const validated = { config, sink: undefined, answering: ["kafka", "connect", "cassandra"] as const };
  const lines = configChecks({ levels, findings }, validated).filter(({ where }) => where === key);
  expect(lines).toMatchObject([{ subject: "plugins", state: "problem" }]);
  // Where the worker was not asked, the file's own check is all there is.
  const alone = configChecks({ levels, findings: findings.slice(0, 1) }, validated);
  expect(alone).toContainEqual(expect.objectContaining({ subject: "config", state: "problem" }));
});
