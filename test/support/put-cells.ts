import type { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import type { Expiry } from "#cli/core/rows/expiry.js";
import { packRow, type MaybeCell } from "#cli/core/rows/packed-row.js";
import type { Stamp } from "#cli/core/rows/stamp.js";

/** Lets a record set cells of the row with a key, as the fold does. */
export function putCells(
  rows: ExpectedRows,
  key: string,
  cells: readonly MaybeCell[],
  { stamp, expiry = 0 }: { readonly stamp: Stamp; readonly expiry?: Expiry },
): void {
  rows.take({
    kind: "put",
    key,
    cells: packRow(cells),
    setsAll: !cells.includes(undefined),
    stamp,
    expiry,
  });
}
