import { qualifiedName, quotedName } from "../../core/cql/name.js";
import { InputError, ServiceError } from "../../errors.js";
import { restrictionCql } from "../../core/ddl/where.js";
import type { Cassandra, RowsRequest, ScanRequest } from "../../ports/cassandra.js";
import { type Decoder, decoderFor } from "./decode.js";
import { alias, selectors, timeSelectors } from "./selectors.js";
import { type Session, isTimeout } from "./session.js";
import {
  isKeyColumn,
  type ColumnDescription,
  type Row,
  type TableDescription,
} from "../../core/cql/table.js";

/** Rows. Larger pages are no faster and take 150 MB more, as their rows outlive V8's young generation. */
const pageSize = 1_000;
const smallestPage = 100;
/** Token ranges per reader, read one after another: smaller ranges spread the work more evenly over the readers. */
const rangesPerReader = 8;

/** Reads all rows of a table in no particular order; each exactly once if the table is not written meanwhile. */
export async function scan(session: Session, request: ScanRequest): Promise<void> {
  const { table, parallelism, signal } = request;
  const columns = request.columns.map((name) => columnNamed(table, name));
  await requireMurmur3(session);
  const key = table.columns
    .filter((column) => column.kind === "partition_key")
    .map((column) => quotedName(column.name))
    .join(", ");
  const timed = (request.timed ?? []).map((name) => columnNamed(table, name));
  const statement =
    `SELECT ${request.distinct === true ? "DISTINCT " : ""}${selected(columns, timed)} FROM ${qualifiedName(table.keyspace, table.name)}` +
    ` WHERE token(${key}) > ? AND token(${key}) <= ?`;
  const toRow = rowReader(columns, timed.length);
  const ranges = tokenRanges(parallelism * rangesPerReader);
  const reader = async (): Promise<void> => {
    for (let range = ranges.shift(); range !== undefined; range = ranges.shift()) {
      let next: PageRequest = { size: pageSize, pageState: null };
      do {
        signal.throwIfAborted();
        const page = await readPage(session, statement, range, next);
        next = page;
        const rows = page.rows.map(toRow);
        if (rows.length > 0) request.onRows(rows);
      } while (next.pageState !== null);
    }
  };
  await Promise.all(Array.from({ length: parallelism }, reader));
}

type TokenRange = readonly [after: bigint, upTo: bigint];

/** The Murmur3 ring in equal ranges. The first excludes its lower end -2^63, which is not the token of any row. */
export function tokenRanges(count: number): TokenRange[] {
  const lowest = -(2n ** 63n);
  const tokens = 2n ** 64n - 1n;
  const end = (index: number): bigint => lowest + (tokens * BigInt(index)) / BigInt(count);
  return Array.from({ length: count }, (_, index) => [end(index), end(index + 1)]);
}

/**
 * Makes of a row of the driver the values of the columns, in the order of the columns.
 * @param timed how many columns have their write time and time to live behind the values
 */
export function rowReader(columns: readonly ColumnDescription[], timed = 0): (row: unknown) => Row {
  const number: Decoder = (value) => {
    if (value === null || value === undefined) return null;
    return Array.isArray(value) ? value.map(number) : Number(value);
  };
  // Beyond 2^53, as of a high generation, a number is off by a microsecond or more.
  const writeTime: Decoder = (value) => {
    const time = number(value);
    return typeof time === "number" && !Number.isSafeInteger(time) ? BigInt(String(value)) : time;
  };
  const cells: { readonly key: string; readonly decode: Decoder }[] = columns.map((column, index) => ({
    key: alias(index),
    decode: decoderFor(column.type),
  }));
  for (let index = 0; index < timed; index++) {
    cells.push({ key: `w${index}`, decode: writeTime }, { key: `t${index}`, decode: number });
  }
  return (row) => cells.map(({ key, decode }) => decode((row as Record<string, unknown>)[key]));
}

/** As the port's function of that name. */
export async function firstRows(
  session: Session,
  table: TableDescription,
  limit: number,
  { timed: names = [], restrictions = [], filters = false }: Parameters<Cassandra["firstRows"]>[2] = {},
): Promise<readonly Row[]> {
  const timed = names.map((name) => columnNamed(table, name));
  const where = restrictions.length === 0 ? "" : ` WHERE ${restrictions.map(restrictionCql).join(" AND ")}`;
  const { rows: found } = await session.query(
    `SELECT ${selected(table.columns, timed)} FROM ${qualifiedName(table.keyspace, table.name)}${where}` +
      ` LIMIT ${limit}${filters ? " ALLOW FILTERING" : ""}`,
    [],
    { prepare: true, isIdempotent: true, fetchSize: limit },
  );
  return found.map(rowReader(table.columns, timed.length));
}

/** Rows read at the same time. */
const rowsAtOnce = 16;

/** Reads single rows, each with a statement of its own. */
export async function rows(session: Session, request: RowsRequest): Promise<readonly (Row | undefined)[]> {
  const { table, keys, signal } = request;
  const columns = request.columns.map((name) => columnNamed(table, name));
  const timed = (request.timed ?? []).map((name) => columnNamed(table, name));
  const names = table.columns.filter(isKeyColumn).map(({ name }) => quotedName(name));
  const from = `SELECT ${selected(columns, timed)} FROM ${qualifiedName(table.keyspace, table.name)} WHERE `;
  const toRow = rowReader(columns, timed.length);
  const read: (Row | undefined)[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let index = next++; index < keys.length; index = next++) {
      signal.throwIfAborted();
      const where = names.map((name, part) => `${name} = ${keys[index]?.[part] ?? "null"}`).join(" AND ");
      const result = await session.query(from + where, [], { isIdempotent: true });
      read[index] = result.rows[0] === undefined ? undefined : toRow(result.rows[0]);
    }
  };
  await Promise.all(Array.from({ length: rowsAtOnce }, reader));
  return keys.map((_, index) => read[index]);
}

function selected(columns: readonly ColumnDescription[], timed: readonly ColumnDescription[]): string {
  return [selectors(columns), ...(timed.length === 0 ? [] : [timeSelectors(timed)])].join(", ");
}

function columnNamed(table: TableDescription, name: string): ColumnDescription {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  throw new InputError(`table ${table.keyspace}.${table.name} has no column ${name}`, {
    where: `${table.keyspace}.${table.name}`,
    hint: `its columns are ${table.columns.map((known) => known.name).join(", ")}`,
  });
}

interface PageRequest {
  /** Rows to request. */
  readonly size: number;
  /** Where the next page begins; null before the first page and after the last. */
  readonly pageState: string | null;
}

/** Wide rows or many tombstones may exceed the server's read timeout: then a smaller page is requested. */
async function readPage(
  session: Session,
  statement: string,
  range: TokenRange,
  request: PageRequest,
): Promise<PageRequest & { readonly rows: readonly unknown[] }> {
  for (let { size } = request; ; size = Math.max(smallestPage, Math.floor(size / 5))) {
    try {
      const result = await session.query(statement, range, {
        prepare: true,
        autoPage: false,
        isIdempotent: true,
        fetchSize: size,
        ...(request.pageState === null ? {} : { pageState: request.pageState }),
      });
      return { size, rows: result.rows, pageState: result.pageState };
    } catch (error) {
      if (!isTimeout(error) || size <= smallestPage) throw error;
    }
  }
}

async function requireMurmur3(session: Session): Promise<void> {
  const { rows } = await session.query("SELECT partitioner FROM system.local");
  const partitioner = String(rows[0]?.["partitioner"]);
  if (partitioner.endsWith(".Murmur3Partitioner")) return;
  throw new ServiceError("Cassandra", `this cluster's partitioner is ${partitioner}`, {
    hint: "only the Murmur3Partitioner, Cassandra's default since 1.2, can be read by token ranges",
  });
}
