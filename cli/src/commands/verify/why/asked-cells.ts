import { exactLiteralWriter } from "../../../core/cql/literal.js";
import { shortName } from "../../../core/cql/name.js";
import { isOneCell, type CqlType } from "../../../core/cql/type.js";
import type { CqlValue } from "../../../core/cql/value.js";
import { emptyCell, exactCodec, unpredictableCell, type Cell } from "../../../core/rows/cell.js";
import type { TableLayout } from "../../../core/rows/table-layout.js";
import type { CellOf } from "../../../core/why/cell-history.js";
import { elementOf } from "../../../core/why/elements.js";
import type { AskedCell } from "./asked-cell.js";
import type { FoundRow } from "./row.js";

/** A cell of the table, and how records set it. */
export interface FoundCell extends AskedCell {
  readonly column: string;
  /** Of a value of several cells: a key of a map, a field of a type, or the element itself. */
  readonly element: string | undefined;
  readonly isStatic: boolean;
  /** Whether the pipeline's mapping names the column. */
  readonly isMapped: boolean;
  readonly cell: Cell | null;
  /** As the table has it, with its generation. */
  readonly tableTime: number | undefined;
  /** What was taken off its write time. */
  readonly generation: number;
  /** Seconds. */
  readonly timeToLive: number | undefined;
  readonly show: (cell: Cell) => string;
}

/** What `generation` adds to write times: microseconds for each step. */
export interface Generations {
  readonly step: number;
  readonly current: number;
}

type FoundColumn = FoundRow["columns"][number];

/** The cells of a row; a value of several cells is one for each element. */
export function foundCells(
  row: FoundRow,
  layout: TableLayout,
  generations: Generations,
): readonly FoundCell[] {
  return row.columns.flatMap((found): readonly FoundCell[] => {
    const { column, value } = found;
    const mapped = cellOfColumn(column.name, column.kind === "static", layout);
    const common = {
      column: column.name,
      isStatic: column.kind === "static",
      isMapped: mapped !== undefined,
    };
    const cellOf: CellOf = mapped ?? (() => undefined);
    const { type } = column;
    if (!isOneCell(type) && Array.isArray(value) && value.length > 0) {
      return elementsIn(type, found).map(({ name, cell, time, ttl }) => {
        const ofElement = elementOf(type, { name, literal: cell });
        return {
          ...common,
          element: name ?? cell,
          cell,
          ...timesOf(time, ttl, generations),
          show: (text) => text,
          cellOf: (event) => ofElement(cellOf(event)),
        };
      });
    }
    const codec = exactCodec(type);
    const cell = codec.encode(value) ?? (typeof found.writeTime === "number" ? emptyCell : null);
    return [
      {
        ...common,
        element: undefined,
        cell,
        ...timesOf(cell === null ? null : found.writeTime, found.timeToLive, generations),
        show: codec.show,
        cellOf,
      },
    ];
  });
}

/** How records set a column; undefined for one that the mapping does not name. */
function cellOfColumn(name: string, isStatic: boolean, layout: TableLayout): CellOf | undefined {
  if (layout.unjudged.some(({ column }) => column === name)) {
    const made = unpredictableCell("random");
    return (event) => (event.kind === "delete" ? null : event.cells === undefined ? undefined : made);
  }
  const columns = (isStatic ? layout.statics?.columns : layout.columns) ?? [];
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) return undefined;
  if (isStatic) return (event) => event.statics?.[index];
  return (event) => {
    if (event.cells === undefined) return undefined;
    return event.kind === "delete" ? null : event.cells[index];
  };
}

interface FoundElement {
  readonly name: string | undefined;
  readonly cell: Cell;
  readonly time: CqlValue | null;
  readonly ttl: CqlValue | null;
}

/** The elements of a value in the server's order, in which it tells their times, too. */
function elementsIn(type: CqlType, { value, writeTime, timeToLive }: FoundColumn): readonly FoundElement[] {
  return listOf(value).flatMap((item, index): readonly FoundElement[] => {
    const times = { time: listOf(writeTime)[index] ?? null, ttl: listOf(timeToLive)[index] ?? null };
    switch (type.kind) {
      case "list":
      case "set":
        return [{ name: undefined, cell: literal(type.element, item), ...times }];
      case "map": {
        const [key = null, element = null] = listOf(item);
        return [{ name: literal(type.key, key), cell: literal(type.value, element), ...times }];
      }
      case "udt": {
        const field = type.fields[index];
        if (field === undefined || item === null) return [];
        return [{ name: shortName(field.name), cell: literal(field.type, item), ...times }];
      }
      default:
        return [];
    }
  });
}

const listOf = (value: CqlValue | null): readonly (CqlValue | null)[] =>
  Array.isArray(value) ? (value as readonly (CqlValue | null)[]) : [];

const literal = (type: CqlType, value: CqlValue | null): string =>
  value === null ? "null" : exactLiteralWriter(type)(value);

function timesOf(time: CqlValue | null, ttl: CqlValue | null, { step, current }: Generations) {
  const timeToLive = typeof ttl === "number" ? ttl : undefined;
  if (typeof time !== "number")
    return { tableTime: undefined, writeTime: undefined, error: 0, generation: current, timeToLive };
  // A cell of before a repair has a lower generation.
  const generation = step === 0 ? 0 : Math.min(current, Math.max(0, Math.floor(time / step)));
  const error = Number.isSafeInteger(time) ? 0 : time * Number.EPSILON;
  return { tableTime: time, writeTime: time - generation * step, error, generation, timeToLive };
}
