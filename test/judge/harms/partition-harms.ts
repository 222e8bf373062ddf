import { insert, remove } from "#test/judge/stack/statements.js";
import { pick } from "#test/support/random-values/pick.js";
import { columnsOf, future, maybe, present } from "./choice.js";
import { gone } from "./differences.js";
import type { Harm } from "./harm.js";

/** Deletes a row's partition, or those of its rows that the clustering column's value bounds. */
const deletion = (kind: string, bound: string | undefined): Harm => ({
  kind,
  do: async (scene) => {
    const { deployed, stored, random } = scene;
    const row = maybe(random, stored.rows);
    const [first] = columnsOf(scene, "clustering");
    if (row === undefined || first === undefined) return undefined;
    const partition = new Map(
      columnsOf(scene, "partition_key").map(({ name }) => [name, row.keys.get(name) ?? ""]),
    );
    const further = bound === undefined ? "" : `${first.name} ${bound} ${row.keys.get(first.name) ?? ""}`;
    const cql = remove(deployed.table, partition, pick(random, [present(), future]), further);
    await deployed.execute(cql);
    return gone(scene, cql);
  },
});

const staticPartition: Harm = {
  kind: "partition added that has a static cell alone",
  do: async (scene) => {
    const row = maybe(scene.random, scene.stored.statics);
    if (row === undefined) return undefined;
    const literals = [...row.cells].map(([name, { literal }]) => [name, literal] as const);
    const values = new Map([...row.keys, ...literals, ["id", "'nobody'"]]);
    const cql = insert(scene.deployed.table, values, { writeTime: present() });
    await scene.deployed.execute(cql);
    const key = row.key.replace(/^id='[^']*'/, "id='nobody'");
    return { what: cql, rows: [{ key, as: "unexpected" }] };
  },
};

export const partitionHarms: readonly Harm[] = [
  deletion("partition deleted", undefined),
  deletion("range of a partition deleted", ">="),
  staticPartition,
];
