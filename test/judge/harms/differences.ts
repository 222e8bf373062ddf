import type { StoredRow } from "#test/judge/stack/stored-rows.js";
import type { DoneHarm, Scene } from "./harm.js";

/** Rows, and statics, that the table had and has no more: what a DELETE hits is asked of Cassandra. */
export async function gone({ deployed, stored }: Scene, what: string): Promise<DoneHarm | undefined> {
  const now = await deployed.stored();
  const has = (some: readonly StoredRow[], { key }: StoredRow): boolean =>
    some.some((row) => row.key === key);
  const missing = stored.rows.filter((row) => !has(now.rows, row));
  if (missing.length === 0) return undefined;
  const statics = stored.statics.filter((row) => !has(now.statics, row));
  return {
    what,
    rows: [
      ...missing.map(({ key }) => ({ key, as: "missing" as const })),
      ...statics.map(({ key }) => ({ key, as: "different" as const })),
    ],
  };
}

/** A row that is there and was not; undefined where the statement has made none. */
export async function surplus({ deployed, stored }: Scene, what: string): Promise<DoneHarm | undefined> {
  const added = (await deployed.stored()).rows.find(({ key }) => stored.rows.every((row) => row.key !== key));
  return added === undefined ? undefined : { what, rows: [{ key: added.key, as: "unexpected" }] };
}
