import { shortName } from "../cql/name.js";
import { type ConnectValue, fieldOf, hasField, isMap } from "../records/connect-value.js";
import { inferType } from "./infer-type.js";

/** A column of a table that is sketched from samples. */
export interface SketchedColumn {
  readonly name: string;
  readonly type: string;
  /** The field that fills it, as a mapping names it: `value.main.temp`. */
  readonly field: string;
  readonly note?: string;
}

/** Levels of objects, and fields of one, beyond which an object is kept as JSON. */
const deepest = 4;
const mostFields = 50;

/**
 * A column for each field of the samples; the fields of an object in an object are columns of their own.
 * @param samples of values; undefined stands for one that is not there
 */
export function inferColumns(samples: readonly ConnectValue[]): readonly SketchedColumn[] {
  const names = new Set<string>();
  return columnsOf(samples, []).map((column) => {
    const name = freeName(column.name, names);
    names.add(name);
    return { ...column, name };
  });
}

function columnsOf(values: readonly ConnectValue[], path: readonly string[]): readonly SketchedColumn[] {
  const given = values.filter((value) => value !== null);
  const maps = given.filter(isMap);
  // A field without a name cannot be mapped.
  const fields = [...new Set(maps.flatMap((map) => Object.keys(map)))].filter((name) => name !== "");
  const isObject = given.length > 0 && maps.length === given.length && fields.length > 0;
  if (path.length === 0 || (isObject && path.length < deepest && fields.length <= mostFields)) {
    return fields.flatMap((name) =>
      columnsOf(
        maps.flatMap((map) => (hasField(map, name) ? [fieldOf(map, name) ?? null] : [])),
        [...path, name],
      ),
    );
  }
  return [{ name: columnName(path.join("_")), ...inferType(values), field: fieldText(path) }];
}

/** `value.main.temp`; a step with other characters stands in quotes. */
export const fieldText = (path: readonly string[]): string =>
  [
    "value",
    ...path.map((step) => (/^[A-Za-z_]\w*$/.test(step) ? step : `"${step.replaceAll('"', '""')}"`)),
  ].join(".");

/** A name that needs no quotes in CQL: `itemId` is `item_id`, `order` is `order_`. */
export function columnName(text: string): string {
  const snake = text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const name = /^[a-z]/.test(snake) ? snake : `c_${snake}`;
  // Cassandra takes names of up to 48 characters for tables, and columns read better so.
  const short = name.slice(0, 48);
  return shortName(short) === short ? short : `${short}_`;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`;
    if (!taken.has(name)) return name;
  }
}
