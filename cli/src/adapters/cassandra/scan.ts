import { qualifiedName, quotedName } from "../../core/cql/name.js";
import { InputError, ServiceError } from "../../errors.js";
import type { ScanRequest } from "../../ports/cassandra.js";
import { type Decoder, decoderFor } from "./decode.js";
import { alias, selectors } from "./selectors.js";
import { type Session, isTimeout } from "./session.js";
import type { ColumnDescription, Row, TableDescription } from "../../core/cql/table.js";

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
  const statement =
    `SELECT ${selectors(columns)} FROM ${qualifiedName(table.keyspace, table.name)}` +
    ` WHERE token(${key}) > ? AND token(${key}) <= ?`;
  const toRow = rowReader(columns);
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

/** Makes of a row of the driver the values of the columns, in the order of the columns. */
export function rowReader(columns: readonly ColumnDescription[]): (row: unknown) => Row {
  const cells: readonly { readonly key: string; readonly decode: Decoder }[] = columns.map(
    (column, index) => ({ key: alias(index), decode: decoderFor(column.type) }),
  );
  return (row) => cells.map(({ key, decode }) => decode((row as Record<string, unknown>)[key]));
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
