import { nameOf } from "#test/judge/stack/statements.js";
import { columnsOf, maybe } from "./choice.js";
import type { Harm } from "./harm.js";

const emptied: Harm = {
  kind: "table truncated",
  do: async ({ deployed, stored, before }) => {
    if (stored.rows.length === 0) return undefined;
    await deployed.execute(`TRUNCATE ${nameOf(deployed.table)}`);
    const rows = stored.rows.map(({ key }) => ({ key, as: "missing" as const }));
    // A report says how many static cells are not judged, of a tie for one, and not which.
    const isAnyStaticUnjudged = before.tables.some(({ statics }) => (statics?.cells.unjudged ?? 0) > 0);
    if (isAnyStaticUnjudged) return { what: "TRUNCATE", rows, mayFindRows: true };
    const statics = stored.statics.map(({ key }) => ({ key, as: "different" as const }));
    return { what: "TRUNCATE", rows: [...rows, ...statics] };
  },
};

const columnMadeAnew: Harm = {
  kind: "column dropped and made anew",
  closes: true,
  do: async (scene) => {
    const { deployed, stored, random } = scene;
    // Cassandra drops no user-defined type that is not frozen, and takes no other type that has been frozen.
    const plain = columnsOf(scene, "regular").filter(({ type }) => type.kind === "native");
    const column = maybe(random, plain);
    const having = stored.rows.filter(({ cells }) => column !== undefined && cells.has(column.name));
    if (column === undefined || having.length === 0) return undefined;
    const table = `ALTER TABLE ${nameOf(deployed.table)}`;
    await deployed.execute(`${table} DROP ${column.name}`);
    await deployed.execute(`${table} ADD ${column.name} ${column.typeText}`);
    const is = { as: "different" as const, column: column.name, fault: "value" as const };
    return { what: column.name, rows: having.map(({ key }) => ({ key, ...is })) };
  },
};

export const tableHarms: readonly Harm[] = [emptied, columnMadeAnew];
