import { expect, it } from "vitest";
import { replayHeaders } from "#cli/core/dead-letters/letter.js";
import { provenReplays } from "#cli/core/dead-letters/proven.js";
import type { Resolution } from "#cli/core/dead-letters/resolution.js";
import { lettersContext } from "../../commands/dlq/letters-context.js";

const origin = "sales-0@1";
const headersOf = (time?: string) =>
  [
    [replayHeaders.origin, origin],
    [replayHeaders.connector, "sales"],
    ...(time === undefined ? [] : [[replayHeaders.time, time]]),
  ].map(([key = "", text = ""]) => ({ key, value: Buffer.from(text) }));
const noted = (to: string, time = 1_000): Resolution => ({
  ...{ action: "replayed", connector: "sales", origin, time, letter: "dead-0@0", count: 1, to },
  at: "2026-01-01T00:00:00.000Z",
});

/** Three replays of a record, the last one by a version that does not say the time. */
const { context } = lettersContext({
  records: [{}, {}, { headers: headersOf("1000") }, { headers: headersOf("1000") }, { headers: headersOf() }],
});
const prove = async (...notes: readonly Resolution[]) =>
  [...(await provenReplays(notes, context.kafka, new AbortController().signal))].map(({ to }) => to);

it("believes a note that names any of several replays of a record", async () => {
  const places = [1, 2, 3, 4].map((offset) => noted(`sales-0@${offset}`));
  expect(await prove(...places)).toEqual(["sales-0@2", "sales-0@3", "sales-0@4"]);
});

it("believes no note of a record of another time, unless the replay does not say the time", async () => {
  expect(await prove(noted("sales-0@2", 2_000), noted("sales-0@4", 2_000))).toEqual(["sales-0@4"]);
});
