import { keyOfRestrictions, keyOfWords, namesOf } from "../../../core/ddl/asked-key.js";
import { parseWhere, type Restriction } from "../../../core/ddl/where.js";
import { shortName } from "../../../core/cql/name.js";
import { exactLiteralWriter } from "../../../core/cql/literal.js";
import {
  type ColumnDescription,
  isKeyColumn,
  type Row,
  type TableDescription,
} from "../../../core/cql/table.js";
import { isOneCell } from "../../../core/cql/type.js";
import type { CqlValue } from "../../../core/cql/value.js";
import { keyCodecs } from "../../../core/rows/key-cell.js";
import { packRow } from "../../../core/rows/packed-row.js";
import type { TableLayout } from "../../../core/rows/table-layout.js";
import type { AskedRow } from "../../../core/why/row-event.js";
import { InputError, UsageError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { PlannedTable } from "../plan.js";
import { keyValues } from "./key-values.js";

/** A row as the table has it, or what it has of a partition. */
export interface FoundRow {
  readonly asked: AskedRow;
  /** The key's values as CQL literals, by the names of their columns. */
  readonly key: readonly { readonly name: string; readonly value: string }[];
  /** Whether the table has the row, or anything of the partition. */
  readonly isThere: boolean;
  /** A whole key of the partition, where it was asked for its static columns alone, and has rows. */
  readonly example?: string;
  /** Of the columns that are not of the key; those of the partition alone where no row is asked for. */
  readonly columns: readonly FoundColumn[];
}

interface FoundColumn {
  readonly column: ColumnDescription;
  readonly value: CqlValue | null;
  /** Of a column of several cells, of each of them. */
  readonly writeTime: CqlValue | null;
  /** Seconds. */
  readonly timeToLive: CqlValue | null;
}

export interface AskedKey {
  /** In the order of the key's columns. */
  readonly words: readonly string[];
  readonly where?: string | undefined;
}

/**
 * Reads the row with a key, and with its partition's static columns.
 * @throws UsageError or InputError where no single row is asked for, with an example of one
 */
export async function readRow(
  { description, layout }: PlannedTable,
  asked: AskedKey,
  context: CommandContext,
): Promise<FoundRow> {
  const keyColumns = description.columns.filter(isKeyColumn);
  const literals =
    asked.where === undefined
      ? keyOfWords(asked.words, description)
      : keyOfRestrictions(parseWhere(asked.where), description);
  if (literals.length < layout.partitionKeySize) {
    const partition = keyColumns.slice(0, layout.partitionKeySize);
    throw new UsageError(
      `a row's key is asked for, or its partition's, which has ${partition.length === 1 ? "one value" : `${partition.length} values`}: ${namesOf(partition)}`,
      { hint: "give the values in the order of the key, or restrictions with --where" },
    );
  }
  const values = await keyValues(description, literals, context);
  const rows = await rowsWith(description, literals, context);
  const isWhole = literals.length === keyColumns.length;
  if (isWhole) return wholeRow(description, layout, values, rows[0], literals, context);
  const [first, ...others] = rows.filter((row) => row[keyColumns.length - 1] !== null);
  if (first !== undefined && others.length === 0)
    return found(description, layout, first.slice(0, keyColumns.length), first);
  const example = first === undefined ? undefined : exampleOf(layout, first);
  if (literals.length > layout.partitionKeySize || layout.staticNames.length === 0) {
    throw new InputError(
      first === undefined
        ? "the table has no row whose key begins so"
        : "several rows have keys that begin so",
      {
        where: `${description.keyspace}.${description.name}`,
        hint:
          example === undefined
            ? `give all values of the key: ${namesOf(keyColumns)}`
            : `name one with all values of its key, such as: ${example}`,
      },
    );
  }
  return { ...found(description, layout, values, rows[0]), ...(example === undefined ? {} : { example }) };
}

/** A partition that has no such row may have static columns all the same. */
async function wholeRow(
  description: TableDescription,
  layout: TableLayout,
  key: Row,
  row: Row | undefined,
  literals: readonly string[],
  context: CommandContext,
): Promise<FoundRow> {
  if (row !== undefined || layout.staticNames.length === 0) return found(description, layout, key, row);
  const [other] = await rowsWith(description, literals.slice(0, layout.partitionKeySize), context);
  const size = description.columns.length;
  const statics = other?.map((value, index) => {
    const column = description.columns[index] ?? timedColumns(description)[Math.floor((index - size) / 2)];
    return column?.kind === "static" ? value : null;
  });
  return { ...found(description, layout, key, statics), isThere: false };
}

const timedColumns = ({
  columns,
  tellsElementTimes = false,
}: TableDescription): readonly ColumnDescription[] =>
  columns.filter((column) => !isKeyColumn(column) && (tellsElementTimes || isOneCell(column.type)));

function rowsWith(
  description: TableDescription,
  literals: readonly string[],
  { cassandra }: CommandContext,
): Promise<readonly Row[]> {
  const restrictions = literals.map((literal, index): Restriction => ({
    column: description.columns[index]?.name ?? "",
    operator: "=",
    literals: [literal],
  }));
  const timed = timedColumns(description).map(({ name }) => name);
  return cassandra.firstRows(description, 2, { restrictions, timed, eachElement: true });
}

/** @param key its columns' values: all of the row's, or those of the partition */
function found(description: TableDescription, layout: TableLayout, key: Row, row: Row | undefined): FoundRow {
  const { columns } = description;
  const cells = keyCodecs(layout).map((codec, index) => codec.encode(key[index] ?? null));
  const isRow = key.length === layout.key.length;
  const timed = timedColumns(description);
  return {
    asked: {
      key: isRow ? packRow(cells) : undefined,
      partition: packRow(cells.slice(0, layout.partitionKeySize)),
    },
    key: layout.key
      .slice(0, key.length)
      .map(({ name, type }, index) => ({ name, value: literalOf(type, key[index] ?? null) })),
    isThere: row !== undefined,
    columns: columns.flatMap((column, index): readonly FoundColumn[] => {
      if (isKeyColumn(column) || (!isRow && column.kind !== "static")) return [];
      const time = timed.indexOf(column);
      const at = columns.length + 2 * time;
      return [
        {
          column,
          value: row?.[index] ?? null,
          writeTime: time < 0 ? null : (row?.[at] ?? null),
          timeToLive: time < 0 ? null : (row?.[at + 1] ?? null),
        },
      ];
    }),
  };
}

const literalOf = (type: ColumnDescription["type"], value: CqlValue | null): string =>
  value === null ? "null" : exactLiteralWriter(type)(value);

/** `--where "id = 5 AND day = '2024-01-01'"` */
function exampleOf(layout: TableLayout, row: Row): string {
  const texts = layout.key.map(
    ({ name, type }, index) => `${shortName(name)} = ${literalOf(type, row[index] ?? null)}`,
  );
  return `--where "${texts.join(" AND ")}"`;
}
