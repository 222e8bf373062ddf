import { expect, it } from "vitest";
import { Resolutions } from "#cli/core/dead-letters/resolution.js";
import { resolutionOf } from "#test/support/fakes/dead-letters.js";

const origin = "sales-0@5";
const told = (...records: readonly { key: Uint8Array | null; value: Uint8Array | null }[]): Resolutions => {
  const resolutions = new Resolutions();
  for (const record of records) resolutions.add(record);
  return resolutions;
};

it("has the last word about a record, and none once it is taken back", () => {
  const purged = resolutionOf({ origin });
  const replayed = resolutionOf({ origin, action: "replayed", to: "sales-0@9", count: 1 });
  expect(told(purged, replayed).of("sales", origin, 1_000)).toMatchObject({
    action: "replayed",
    to: "sales-0@9",
  });
  expect(told(purged, { ...purged, value: null }).of("sales", origin, 1_000)).toBeUndefined();
});

it("says nothing of another connector's letter, nor of a record of another time at the position", () => {
  const resolutions = told(resolutionOf({ origin }));
  expect(resolutions.of("returns", origin, 1_000)).toBeUndefined();
  expect(resolutions.of("sales", origin, 1_001)).toBeUndefined();
});

it("keeps the words about two records of one place apart: their topic was made again", () => {
  const newer = resolutionOf({ origin, time: 2_000, action: "replayed", to: "sales-0@9", count: 1 });
  const resolutions = told(resolutionOf({ origin }), newer);
  expect(resolutions.of("sales", origin, 1_000)).toMatchObject({ action: "purged" });
  expect(resolutions.of("sales", origin, 2_000)).toMatchObject({ action: "replayed" });
});

it("reads what was noted under the place alone, until something is noted of the record", () => {
  const before = { ...resolutionOf({ origin, action: "quarantined" }), key: Buffer.from(`sales/${origin}`) };
  expect(told(before).of("sales", origin, 1_000)).toMatchObject({ action: "quarantined" });
  expect(told(before).of("sales", origin, 2_000)).toBeUndefined();
  expect(told(resolutionOf({ origin }), before).of("sales", origin, 1_000)).toMatchObject({
    action: "purged",
  });
});

it.each([
  ["no JSON", Buffer.from("{")],
  ["a text", Buffer.from('"purged"')],
  ["an unknown action", Buffer.from(JSON.stringify({ action: "lost", connector: "sales", origin }))],
  ["a replay that does not say where to", resolutionOf({ origin, action: "replayed" }).value],
  ["another record than its key", resolutionOf({ origin: "sales-0@6" }).value],
  ["another connector than its key", resolutionOf({ origin, connector: "returns" }).value],
])("takes %s for no resolution", (_, value) => {
  expect(told({ key: resolutionOf({ origin }).key, value }).of("sales", origin, 1_000)).toBeUndefined();
});
