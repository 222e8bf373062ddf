import { describe, expect, it } from "vitest";
import { compareTopic } from "#cli/core/pipeline/compare-topic.js";

const wanted = { name: "t", partitions: 4, replication: 2, configs: { "retention.ms": "-1" } };
const found = { partitions: 4, replication: 2, configs: { "retention.ms": "-1" } };

describe("compareTopic", () => {
  it("finds nothing in a topic that is as its file says", () => {
    expect(compareTopic(wanted, found)).toEqual([]);
  });

  it("says every difference, with what the file wants and what is there", () => {
    const other = { partitions: 6, replication: 1, configs: { "cleanup.policy": "compact" } };
    const differences = compareTopic(wanted, other);
    expect(differences.map(({ what, wanted, found }) => [what, wanted, found])).toEqual([
      ["partitions", "4", "6"],
      ["replication", "2", "1"],
      ["retention.ms", "-1", undefined],
      ["cleanup.policy", undefined, "compact"],
    ]);
    expect(differences.every(({ remedy }) => remedy.length > 10)).toBe(true);
  });

  it("takes a value that the topic inherits from the broker for the file's", () => {
    const inherits = {
      ...found,
      configs: {},
      inherited: { "retention.ms": "-1", "cleanup.policy": "delete" },
    };
    expect(compareTopic(wanted, inherits)).toEqual([]);
    const differs = compareTopic(wanted, { ...inherits, inherited: { "retention.ms": "604800000" } });
    expect(differs).toMatchObject([{ what: "retention.ms", wanted: "-1", found: "604800000" }]);
  });
});
