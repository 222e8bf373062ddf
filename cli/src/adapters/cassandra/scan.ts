import { type QueryOptions, types } from "cassandra-driver";
import type { ReadConsistency } from "../../core/cql/consistency.js";
import { qualifiedName, quotedName } from "../../core/cql/name.js";
import type { CqlType } from "../../core/cql/type.js";
import { InputError, ServiceError } from "../../errors.js";
import { restrictionCql } from "../../core/ddl/where.js";
import type { Cassandra, RowsRequest, ScanRequest } from "../../ports/cassandra.js";
import { type Decoder, decoderFor } from "./decode.js";
import { alias, literalSelectors, selectors, timeSelectors } from "./selectors.js";
import { type Session, isTimeout } from "./session.js";
import {
  isKeyColumn,
  type ColumnDescription,
  type Row,
  type TableDescription,
} from "../../core/cql/table.js";

/** Rows. Larger pages are no faster and take 150 MB more, as their rows outlive V8's young generation. */
const largestPage = 1_000;
/** Of a range's first page, before it is known how large its rows are. */
const firstPage = 100;
/** Rows to which a page is made smaller where a server takes too long for it. */
const smallestPage = 20;
/** Bytes of values, about, for which the next page is planned: a thousand rows of 500 kB would not fit anywhere. */
const pageBytes = 4 * 1024 * 1024;
/** Token ranges per reader, read one after another: smaller ranges spread the work more evenly over the readers. */
const rangesPerReader = 8;
/** Of the whole ring: a part of it is read in so many ranges at least, for its size. */
const rangesOfRing = 128;

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
  const options = consistencyOf(request);
  const { tokens = ring } = request;
  const share = Number(tokens[1] - tokens[0]) / Number(ring[1] - ring[0]);
  const perReader = Math.min(rangesPerReader, Math.max(1, Math.ceil((share * rangesOfRing) / parallelism)));
  const ranges = tokenRanges(parallelism * perReader, tokens);
  const reader = async (): Promise<void> => {
    for (let range = ranges.shift(); range !== undefined; range = ranges.shift()) {
      let next: PageState = { size: firstPage, pageState: null };
      do {
        signal.throwIfAborted();
        const page = await readPage(session, statement, range, { ...next, options });
        next = { ...page, size: nextPage(page.rows, page.size) };
        const rows = page.rows.map(toRow);
        if (rows.length > 0) request.onRows(rows);
      } while (next.pageState !== null);
    }
  };
  await Promise.all(Array.from({ length: parallelism }, reader));
}

type TokenRange = readonly [after: bigint, upTo: bigint];

/** The Murmur3 ring: its lowest token, -2^63, is that of no row. */
const ring: TokenRange = [-(2n ** 63n), 2n ** 63n - 1n];

/** The Murmur3 ring, or a part of it, in equal ranges. */
export function tokenRanges(count: number, [after, upTo] = ring): TokenRange[] {
  const end = (index: number): bigint => after + ((upTo - after) * BigInt(index)) / BigInt(count);
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
  {
    timed: names = [],
    restrictions = [],
    filters = false,
    eachElement = false,
  }: Parameters<Cassandra["firstRows"]>[2] = {},
): Promise<readonly Row[]> {
  const timed = names.map((name) => columnNamed(table, name));
  const where = restrictions.length === 0 ? "" : ` WHERE ${restrictions.map(restrictionCql).join(" AND ")}`;
  const { rows: found } = await session.query(
    `SELECT ${selected(table.columns, timed, eachElement)} FROM ${qualifiedName(table.keyspace, table.name)}${where}` +
      ` LIMIT ${limit}${filters ? " ALLOW FILTERING" : ""}`,
    [],
    { prepare: true, isIdempotent: true, fetchSize: limit },
  );
  return found.map(rowReader(table.columns, timed.length));
}

/** As the port's function of that name. Every user may read `system.local`; only a type of the keyspace needs the table. */
export async function keyValues(
  session: Session,
  table: TableDescription,
  literals: readonly string[],
): Promise<Row | undefined> {
  const columns = table.columns.slice(0, literals.length);
  const from = columns.some(({ type }) => holdsUserType(type))
    ? `${qualifiedName(table.keyspace, table.name)} LIMIT 1`
    : "system.local";
  const { rows: found } = await session.query(
    `SELECT ${literalSelectors(columns, literals)} FROM ${from}`,
    [],
    { isIdempotent: true },
  );
  return found[0] === undefined ? undefined : rowReader(columns)(found[0]);
}

function holdsUserType(type: CqlType): boolean {
  switch (type.kind) {
    case "native":
      return false;
    case "udt":
      return true;
    case "map":
      return holdsUserType(type.key) || holdsUserType(type.value);
    case "tuple":
      return type.elements.some(holdsUserType);
    default:
      return holdsUserType(type.element);
  }
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
  const options = consistencyOf(request);
  const read: (Row | undefined)[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let index = next++; index < keys.length; index = next++) {
      signal.throwIfAborted();
      const where = names.map((name, part) => `${name} = ${keys[index]?.[part] ?? "null"}`).join(" AND ");
      const result = await session.query(from + where, [], { ...options, isIdempotent: true });
      read[index] = result.rows[0] === undefined ? undefined : toRow(result.rows[0]);
    }
  };
  await Promise.all(Array.from({ length: rowsAtOnce }, reader));
  return keys.map((_, index) => read[index]);
}

function selected(
  columns: readonly ColumnDescription[],
  timed: readonly ColumnDescription[],
  eachElement = false,
): string {
  return [selectors(columns), ...(timed.length === 0 ? [] : [timeSelectors(timed, eachElement)])].join(", ");
}

function columnNamed(table: TableDescription, name: string): ColumnDescription {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  throw new InputError(`table ${table.keyspace}.${table.name} has no column ${name}`, {
    where: `${table.keyspace}.${table.name}`,
    hint: `its columns are ${table.columns.map((known) => known.name).join(", ")}`,
  });
}

/** Rows for the page after one: more of them only step by step, for rows may grow. */
function nextPage(rows: readonly unknown[], size: number): number {
  const largest = rows.reduce<number>((most, row) => Math.max(most, sizeOf(row)), 1);
  return Math.max(1, Math.min(largestPage, size * 4, Math.floor(pageBytes / largest)));
}

/** Bytes of the texts and blobs of a row; the rest is small. */
function sizeOf(row: unknown): number {
  let bytes = 0;
  for (const value of Object.values(row as Readonly<Record<string, unknown>>)) {
    if (typeof value === "string" || value instanceof Uint8Array) bytes += value.length;
    else if (Array.isArray(value)) bytes += sizeOf(value);
  }
  return bytes;
}

/** The driver's options for the consistency of a request. */
function consistencyOf({ consistency = "LOCAL_ONE" }: Pick<ScanRequest, "consistency">): QueryOptions {
  const levels: Readonly<Record<ReadConsistency, number>> = {
    LOCAL_ONE: types.consistencies.localOne,
    ONE: types.consistencies.one,
    TWO: types.consistencies.two,
    THREE: types.consistencies.three,
    LOCAL_QUORUM: types.consistencies.localQuorum,
    QUORUM: types.consistencies.quorum,
    ALL: types.consistencies.all,
  };
  return { consistency: levels[consistency] };
}

interface PageState {
  /** Rows to request. */
  readonly size: number;
  /** Where the next page begins; null before the first page and after the last. */
  readonly pageState: string | null;
}

type PageRequest = PageState & { readonly options: QueryOptions };

/** Wide rows or many tombstones may exceed the server's read timeout: then a smaller page is requested. */
async function readPage(
  session: Session,
  statement: string,
  range: TokenRange,
  request: PageRequest,
): Promise<PageState & { readonly rows: readonly unknown[] }> {
  for (let { size } = request; ; size = Math.max(smallestPage, Math.floor(size / 5))) {
    try {
      const result = await session.query(statement, range, {
        ...request.options,
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
