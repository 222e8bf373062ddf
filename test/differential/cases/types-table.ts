import type { Case, ExpectedRow } from "#test/differential/case.js";
import type { FeedRecord, Reading } from "#test/differential/feed.js";

export const J = 1234567;

/** A table with a column of nearly every type. */
const types = `
  bigintcol bigint PRIMARY KEY, booleancol boolean, doublecol double, floatcol float, intcol int,
  smallintcol smallint, textcol text, tinyintcol tinyint, mapcol map<text, int>,
  mapnestedcol frozen<map<text, map<int, text>>>, listcol list<int>, listnestedcol frozen<list<set<int>>>,
  setcol set<int>, setnestedcol frozen<set<list<int>>>, tuplecol tuple<smallint, int, int>,
  udtcol frozen<myudt>, udtfromlistcol frozen<myudt>, booleanudtcol frozen<mybooleanudt>,
  booleantuplecol tuple<boolean, text>, blobcol blob, datecol date, timecol time, timestampcol timestamp,
  listudtcol frozen<mylistudt>, udtlistcol list<frozen<myudt>>, vectorcol vector<float, 3>,
  nestedcol frozen<mynestedudt>, inetcol inet, uuidcol uuid, mapblobcol map<text, blob>, loaded_at timeuuid, loaded_at2 timeuuid`;

interface TypesCase extends Omit<Case, "tables" | "rows" | "records" | "datastax"> {
  readonly reading: Reading;
  readonly mapping: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly before?: readonly string[];
  readonly table?: string;
  readonly columns?: string;
  readonly record?: FeedRecord;
  readonly records?: readonly FeedRecord[];
  readonly row?: ExpectedRow;
  readonly rows?: readonly ExpectedRow[];
  readonly datastax?: { readonly difference?: string; readonly rows: readonly ExpectedRow[] };
}

/** A case of one table, which is `types` unless said otherwise, and mostly of one record and one row. */
export function typesCase(given: TypesCase): Case {
  const { mapping, settings, before, table, columns, record, records, row, rows, datastax, ...rest } = given;
  return {
    ...rest,
    tables: [
      {
        name: table ?? "types",
        columns: columns ?? types,
        mapping,
        ...(settings === undefined ? {} : { settings }),
        ...(before === undefined ? {} : { before }),
      },
    ],
    records: records ?? (record === undefined ? [] : [record]),
    rows: [rows ?? (row === undefined ? [] : [row])],
    ...(datastax === undefined
      ? {}
      : { datastax: { difference: datastax.difference ?? given.title, rows: [datastax.rows] } }),
  };
}
