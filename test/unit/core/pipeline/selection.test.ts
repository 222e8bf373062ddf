import { describe, expect, it } from "vitest";
import type { DeployedConnector } from "#cli/core/connect/deployed-connector.js";
import { isInState, selectedInCluster, selectedSources } from "#cli/core/pipeline/selection.js";
import { UsageError } from "#cli/errors.js";

const pipelines = ["item-sales", "weather"];
const deployed = (name: string, state = "RUNNING"): DeployedConnector => ({
  name,
  config: {},
  status: {
    name,
    type: "sink",
    connector: { state: "RUNNING", workerId: "w:1" },
    tasks: [{ id: 0, state: state as "RUNNING", workerId: "w:1" }],
  },
});
const cluster = [deployed("weather"), deployed("metrics", "FAILED"), deployed("a/b"), deployed("my.yaml")];

describe("what a word means to commands on pipelines", () => {
  it.each([
    ["nothing", {}, { pipelines, paths: [] }],
    ["a name", { name: ["weather"] }, { pipelines: ["weather"], paths: [] }],
    [
      "several, and paths by their look",
      { name: ["weather", "my.yaml", "./x", "-", "..", "a.properties"] },
      { pipelines: ["weather"], paths: ["my.yaml", "./x", "-", "..", "a.properties"] },
    ],
    [
      "-f is always a path",
      { name: ["weather"], file: ["weather", "b"] },
      { pipelines: ["weather"], paths: ["weather", "b"] },
    ],
  ])("%s", (_, selection, expected) => {
    expect(selectedSources(selection, pipelines)).toEqual(expected);
  });

  it("a word that is neither is refused, with what was meant", () => {
    const refused = (): unknown => selectedSources({ name: ["wether"] }, pipelines);
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('did you mean "weather"?') as string }),
    );
  });
});

describe("what a word means to commands on the cluster", () => {
  it.each([
    ["a pipeline before a connector", { name: ["weather"] }, { pipelines: ["weather"], connectors: [] }],
    ["a connector", { name: ["metrics"] }, { connectors: ["metrics"], pipelines: [] }],
    [
      "a connector before a path",
      { name: ["my.yaml", "a/b"] },
      { connectors: ["my.yaml", "a/b"], paths: [] },
    ],
    ["a path", { name: ["other.yaml"], file: ["my.yaml"] }, { paths: ["other.yaml", "my.yaml"] }],
    ["nothing", {}, { isWhole: true, connectors: ["weather", "metrics", "a/b", "my.yaml"] }],
    ["--all", { all: true }, { isWhole: true, connectors: ["weather", "metrics", "a/b", "my.yaml"] }],
    ["a state narrows", { state: ["failed"] }, { isWhole: false }],
    [
      "a pattern",
      { regex: [/^(?:me.*)$/u, /^(?:my.*)$/u] },
      { isWhole: false, connectors: ["metrics", "my.yaml"] },
    ],
    ["each once", { name: ["metrics", "metrics"], regex: [/metrics/u] }, { connectors: ["metrics"] }],
  ])("%s", (_, selection, expected) => {
    expect(selectedInCluster(selection, pipelines, cluster)).toMatchObject(expected);
  });

  it("a word that is none of these is refused, with what was meant", () => {
    const refused = (): unknown => selectedInCluster({ name: ["metrcis"] }, pipelines, cluster);
    expect(refused).toThrow(expect.objectContaining({ hint: 'did you mean "metrics"?' }));
  });

  it("a state is that of the connector or of a task", () => {
    expect(cluster.filter((connector) => isInState(connector, ["failed"])).map(({ name }) => name)).toEqual([
      "metrics",
    ]);
    expect(cluster.filter((connector) => isInState(connector, ["paused", "running"]))).toHaveLength(4);
    expect(isInState(undefined, ["failed"])).toBe(false);
    expect(isInState(undefined, undefined)).toBe(true);
  });
});
