import type { Plugin } from "#test/differential/plugins.js";
import type { DeadLetter } from "#test/differential/refused.js";
import type { Run } from "#test/differential/run.js";
import { rowTexts, tableRows } from "#test/differential/table-rows.js";
import type { Oddity, RandomFeed } from "./random-feed.js";
import type { TableDescription } from "#cli/core/cql/table.js";

type Texts = Readonly<Record<string, string>>;

/** A row that the two plugins have made differently, and what was odd about its last record. */
export interface Discrepancy {
  readonly feed: RandomFeed;
  readonly oddity: Oddity;
  /** What differs, by column; all of the row where only one has it. Undefined: no row. */
  readonly cassink: Texts | undefined;
  readonly datastax: Texts | undefined;
  /** Why our sink reported the odd record, if it did. */
  readonly reported: string | undefined;
}

/** Tables of both plugins by partition key. */
export class Observed {
  readonly #tables = new Map<string, Map<string, Texts>>();
  readonly #letters: ReadonlyMap<string, string>;
  readonly #run: Run;

  constructor(run: Run, letters: readonly DeadLetter[]) {
    this.#run = run;
    this.#letters = new Map(letters.map(({ topic, offset, reason }) => [`${topic}@${offset}`, reason]));
  }

  async discrepancies(feed: RandomFeed): Promise<readonly Discrepancy[]> {
    const [{ name } = { name: "" }] = feed.tables;
    const [cassink, datastax] = await Promise.all([
      this.#rows("cassink", name),
      this.#rows("datastax", name),
    ]);
    return feed.oddities.flatMap((oddity, pair) => {
      const key = `'${oddity.key}'`;
      const [ofCassink, ofDatastax] = differing(cassink.get(key), datastax.get(key));
      if (ofCassink === undefined && ofDatastax === undefined) return [];
      return [
        {
          feed,
          oddity,
          cassink: ofCassink,
          datastax: ofDatastax,
          reported: this.#reported(feed, 2 * pair + 1),
        },
      ];
    });
  }

  /** Offsets of the feed's records that our sink has reported. */
  reportedOffsets(feed: RandomFeed): readonly number[] {
    return feed.records
      .map((_, offset) => offset)
      .filter((offset) => this.#reported(feed, offset) !== undefined);
  }

  #reported(feed: RandomFeed, offset: number): string | undefined {
    return this.#letters.get(`${this.#run.names.topic(feed)}@${offset}`);
  }

  async #rows(plugin: Plugin, name: string): Promise<Map<string, Texts>> {
    const known = this.#tables.get(`${plugin} ${name}`);
    if (known !== undefined) return known;
    const { cassandra } = this.#run.servers;
    const table = await cassandra.describeTable(this.#run.names.keyspace(plugin), name);
    if (table === undefined) throw new Error(`no table ${name}`);
    const rows = await this.#textsOf(table);
    this.#tables.set(`${plugin} ${name}`, rows);
    return rows;
  }

  /** Rows of one partition are one text each: odd clustering keys make several. */
  async #textsOf(table: TableDescription): Promise<Map<string, Texts>> {
    const rows = new Map<string, Texts>();
    for (const row of await tableRows(this.#run.servers, table)) {
      const texts = rowTexts(table, row);
      const key = texts["id"] ?? "";
      const suffix = rows.has(key) ? "'" : "";
      const more = Object.entries(texts).map(([column, text]) => [`${column}${suffix}`, text]);
      rows.set(key, { ...rows.get(key), ...(Object.fromEntries(more) as Texts) });
    }
    return rows;
  }
}

/** Two times to live are alike when they end within this many seconds: Cassink counts from the record's time. */
const tolerance = 300;

function differing(
  cassink: Texts | undefined,
  datastax: Texts | undefined,
): readonly [Texts | undefined, Texts | undefined] {
  if (cassink === undefined || datastax === undefined) return [cassink, datastax];
  const names = [...new Set([...Object.keys(cassink), ...Object.keys(datastax)])].filter(
    (name) => !alike(name, cassink[name], datastax[name]),
  );
  if (names.length === 0) return [undefined, undefined];
  const only = (texts: Texts): Texts => Object.fromEntries(names.map((name) => [name, texts[name] ?? "-"]));
  return [only(cassink), only(datastax)];
}

function alike(name: string, cassink: string | undefined, datastax: string | undefined): boolean {
  if (cassink === datastax) return true;
  return name.startsWith("ttl(") && Math.abs(Number(cassink) - Number(datastax)) < tolerance;
}

/** On one line, with the seed's feed that makes it again. */
export function shownDiscrepancy({ feed, oddity, cassink, datastax, reported }: Discrepancy): string {
  return [
    `${oddity.key}.${oddity.column}`,
    oddity.type,
    oddity.nothing ?? oddity.given?.json ?? "(absent)",
    oddity.given?.schema === undefined ? "" : JSON.stringify(oddity.given.schema),
    feed.reading,
    JSON.stringify({ ...feed.codec, ...feed.tables[0]?.settings }),
    feed.tables[0]?.mapping,
    `cassink ${JSON.stringify(cassink)}`,
    `datastax ${JSON.stringify(datastax)}`,
    reported ?? "",
  ].join(" | ");
}
