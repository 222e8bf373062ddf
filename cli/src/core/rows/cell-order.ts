import { isOneCell, type CqlType } from "../cql/type.js";
import type { Cell } from "./cell.js";
import { isAmbiguous } from "./cell.js";
import { cellBytes } from "./cell-bytes.js";

/** Negative where the server holds the first for the smaller one; undefined where that is not known. */
export type CellOrder = (left: Cell, right: Cell) => number | undefined;

/**
 * Of collections and user-defined types that are not frozen. Each write deletes what is older, at its time less one, and
 * then sets its elements: two with equal write times unite, and a null beside a value leaves the value.
 */
export const unites: CellOrder = () => undefined;

/**
 * How Cassandra orders two values of one column with equal write times (`Cells.reconcile`): by their serialized bytes,
 * unsigned. So of the ints 5 and -1 the larger one is -1, which is `ff ff ff ff`. {@link unites} where it orders none;
 * undefined for types whose cells cannot be serialized here.
 */
export function cellOrder(type: CqlType): CellOrder | undefined {
  if (!isOneCell(type)) return unites;
  const serialize = type.kind === "native" ? cellBytes[type.name] : undefined;
  if (serialize === undefined) return undefined;
  return (left, right) => {
    if (isAmbiguous(left) || isAmbiguous(right)) return undefined;
    return Buffer.compare(serialize(left), serialize(right));
  };
}
