import { expect, test } from "vitest";
import { parseState } from "#cli/core/stack/state.js";

test("the state that was written is read", () => {
  const state = { version: 1, plan: { portOffset: 5 }, processes: [] };
  expect(parseState(JSON.stringify(state))).toEqual(state);
});

test.each(["", "{", "null", '{"version":2,"plan":{},"processes":[]}', '{"version":1,"plan":{}}'])(
  "%j is no state of this version",
  (text) => {
    expect(parseState(text)).toBeUndefined();
  },
);
