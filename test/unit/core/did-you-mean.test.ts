import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "../../../cli/src/core/did-you-mean.js";

describe("nearest", () => {
  it.each([
    ["topcis", "topics"],
    ["mapings", "mapping"],
    ["nulltounset", "nullToUnset"],
    ["wether", "weather"],
    ["itme_id", "item_id"],
  ])("takes %s for %s", (typed, meant) => {
    expect(nearest(typed, ["topics", "mapping", "nullToUnset", "weather", "item_id"])).toBe(meant);
  });

  it("has no guess for a name that is far from all", () => {
    expect(nearest("payments", ["weather", "item-sales"])).toBeUndefined();
  });
});

describe("didYouMean", () => {
  it("lists what is known when nothing is near", () => {
    expect(didYouMean("payments", ["weather", "item-sales"])).toBe("known: weather, item-sales");
    expect(didYouMean("payments", [])).toBe("there is none to choose from");
  });
});
