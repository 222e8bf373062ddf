import { longestKeyColumn } from "../../cql/limits.js";
import { keyCell, refuseKey } from "../../rows/key-cell.js";
import type { ColumnValue } from "./column-reader.js";

/**
 * The cell of a part of the primary key.
 * @param isOnly whether it is the only part of the partition key
 * @throws RecordRefusal where the sink refuses it, and UnpredictableValue where it may be one of several
 */
export function keyPart(value: ColumnValue, name: string, isOnly: boolean): string {
  if (value.state === "absent") return refuseKey(name, "absent");
  const cell = keyCell(value.state === "set" ? value.cell : null, name);
  const isEmpty = cell === "" || cell === "0x";
  if (isEmpty && isOnly) return refuseKey(name, "empty");
  // A UTF-16 code unit has at most three bytes of UTF-8.
  if (cell.length > longestKeyColumn / 3 && byteLength(cell) > longestKeyColumn) {
    return refuseKey(name, `longer than ${longestKeyColumn} bytes`);
  }
  return cell;
}

function byteLength(cell: string): number {
  return cell.startsWith("0x") ? (cell.length - 2) / 2 : Buffer.byteLength(cell);
}
