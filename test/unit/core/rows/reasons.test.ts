import { expect, test } from "vitest";
import { UnjudgedCounts } from "#cli/core/rows/reasons.js";

test("counts are by reason, in the order of the texts, and none is of nothing", () => {
  const counts = new UnjudgedCounts();
  counts.add("tie", "cells");
  counts.add("tie", "cells", 2);
  counts.add("changing", "rows");
  counts.add("letters", "records", 4);
  counts.add("now", "cells", 0);
  expect(counts.all()).toEqual([
    { reason: "changing", rows: 1, cells: 0, records: 0 },
    { reason: "tie", rows: 0, cells: 3, records: 0 },
    { reason: "letters", rows: 0, cells: 0, records: 4 },
  ]);
});
