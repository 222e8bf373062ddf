import { unpredictableReason } from "./cell.js";
import { RecordRefusal, UnpredictableValue } from "../refusal.js";
import { cellCodec, isAmbiguous, exactCodec, type Cell, type CellCodec } from "./cell.js";
import type { MaybeCell } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";

/** The codecs of the primary key's columns: two keys have the same cells exactly where Cassandra takes them for one row. */
export function keyCodecs({ key, partitionKeySize }: TableLayout): readonly CellCodec[] {
  return key.map(({ type }, index) => (index < partitionKeySize ? exactCodec(type) : cellCodec(type)));
}

/**
 * The cell of a key column, by which the table's row is looked up.
 * @throws RecordRefusal where it is null, and UnpredictableValue where the sink may write one of several values
 */
export function keyCell(cell: MaybeCell, column: string): Cell {
  if (cell === undefined || cell === null) return refuseKey(column, "null");
  if (isAmbiguous(cell)) {
    throw new UnpredictableValue(
      unpredictableReason(cell) ?? "Java version",
      `how the sink writes the key column ${column} is not predictable`,
    );
  }
  return cell;
}

export function refuseKey(column: string, problem: string): never {
  throw new RecordRefusal(`the key column ${column} would be ${problem}`, column);
}
