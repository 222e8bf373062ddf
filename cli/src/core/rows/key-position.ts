import { ringPosition } from "../cql/token.js";
import { cellBytes } from "./cell-bytes.js";
import { firstCells, unpackRow, type PackedRow } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";

/** Where the row of a primary key lies in the ring: see {@link ringPosition}. @param key packed; a partition's is enough */
export type KeyPosition = (key: PackedRow) => number;

/** More than a server takes for a partition key: 65,535 bytes. */
const scratch = Buffer.alloc(70_000);

/**
 * Undefined for a partition key with a column whose bytes are not computed here: one of a decimal, an address, a
 * collection, a tuple or a user-defined type.
 */
export function keyPosition({ key, partitionKeySize }: TableLayout): KeyPosition | undefined {
  const parts = key.slice(0, partitionKeySize).map(({ type }) => {
    return type.kind === "native" ? cellBytes[type.name] : undefined;
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length < partitionKeySize) return undefined;
  const [only] = known;
  if (known.length === 1 && only !== undefined) {
    return (packed) => {
      const [cell] = unpackRow(key.length === 1 ? packed : firstCells(packed, 1));
      return ringPosition(only(cell ?? ""));
    };
  }
  // CompositeType: of each part its length in two bytes, its bytes, and a zero.
  return (packed) => {
    let length = 0;
    unpackRow(firstCells(packed, partitionKeySize)).forEach((cell, index) => {
      const bytes = known[index]?.(cell ?? "") ?? scratch.subarray(0, 0);
      if (length + bytes.length + 3 > scratch.length) return;
      length = scratch.writeUInt16BE(Math.min(bytes.length, 65_535), length);
      length += bytes.copy(scratch, length);
      length = scratch.writeUInt8(0, length);
    });
    return ringPosition(scratch, length);
  };
}
