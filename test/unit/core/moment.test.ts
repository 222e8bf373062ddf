import { expect, it } from "vitest";
import { moment, timeOf } from "#cli/core/moment.js";

const now = Date.UTC(2026, 11, 1);

it.each([
  ["2026-11-27T20:00:00Z", Date.UTC(2026, 10, 27, 20)],
  ["2026-11-27T21:00+01:00", Date.UTC(2026, 10, 27, 20)],
  ["2026-11-27", Date.UTC(2026, 10, 27)],
  // Without a zone it is UTC, wherever the command runs.
  ["2026-11-27T20:00:00", Date.UTC(2026, 10, 27, 20)],
  ["2026-11-27 20:00", Date.UTC(2026, 10, 27, 20)],
  ["2h", now - 7_200_000],
])("takes %s for a time", (text, time) => {
  expect(timeOf(moment(text), now)).toBe(time);
});

it.each(["yesterday", "2026-13-40", "5", "-2h"])("refuses %s as a time, and says UTC", (text) => {
  expect(() => moment(text)).toThrow(
    expect.objectContaining({
      hint: expect.stringContaining("UTC where it names no zone") as string,
    }) as Error,
  );
});
