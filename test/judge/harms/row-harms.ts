import { InputError } from "#cli/errors.js";
import { insert, remove, setCell } from "#test/judge/stack/statements.js";
import type { StoredRow } from "#test/judge/stack/stored-rows.js";
import { pick } from "#test/support/random-values/pick.js";
import { columnsOf, future, maybe, present } from "./choice.js";
import { gone, surplus } from "./differences.js";
import type { Harm, Scene } from "./harm.js";

const removed = (kind: string, time: () => bigint): Harm => ({
  kind,
  do: async (scene) => {
    const row = maybe(scene.random, scene.stored.rows);
    if (row === undefined) return undefined;
    const cql = remove(scene.deployed.table, row.keys, time());
    await scene.deployed.execute(cql);
    return gone(scene, cql);
  },
});

/** A copy of a row under another key. */
const added = (kind: string, id: (of: string, scene: Scene) => string): Harm => ({
  kind,
  do: async (scene) => {
    const row = maybe(scene.random, scene.stored.rows);
    if (row === undefined) return undefined;
    const literals = [...row.cells].map(([name, { literal }]) => [name, literal] as const);
    const values = new Map([...row.keys, ...literals, ["id", id(row.keys.get("id") ?? "''", scene)]]);
    const cql = insert(scene.deployed.table, values, {
      writeTime: pick(scene.random, [1n, present(), future]),
    });
    await scene.deployed.execute(cql);
    return surplus(scene, cql);
  },
});

const putBack: Harm = {
  kind: "row put back after its DELETE, its filter or its time to live",
  do: async (scene) => {
    const { deployed, random } = scene;
    const keys = new Set(deployed.sent.map(({ row }) => row));
    for (const key of [...keys].sort(() => random.uniform() - 0.5)) {
      if (key === undefined) continue;
      const { keyspace, name } = deployed.table;
      const json = `JSON '${key.replaceAll("'", "''")}' DEFAULT UNSET`;
      const cql = `INSERT INTO ${keyspace}.${name} ${json} USING TIMESTAMP ${present()} AND TTL 0`;
      // A sink may take more for a value than Cassandra does in JSON: then another key is tried.
      const isTaken = await deployed.execute(cql).then(
        () => true,
        (error: unknown) => {
          if (error instanceof InputError) return false;
          throw error;
        },
      );
      const found = isTaken ? await surplus(scene, cql) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  },
};

const swapped: Harm = {
  kind: "two rows' values swapped",
  do: async (scene) => {
    const { deployed, stored, random } = scene;
    const text = ({ cells }: StoredRow): string =>
      JSON.stringify([...cells].map(([name, { literal }]) => [name, literal]));
    const one = maybe(random, stored.rows);
    const other = maybe(
      random,
      stored.rows.filter((row) => one !== undefined && text(row) !== text(one)),
    );
    if (one === undefined || other === undefined) return undefined;
    const writeTime = pick(random, [present(), future]);
    for (const [into, from] of [
      [one, other],
      [other, one],
    ] as const) {
      for (const { name } of columnsOf(scene, "regular")) {
        const literal = from.cells.get(name)?.literal ?? "null";
        if (literal === (into.cells.get(name)?.literal ?? "null")) continue;
        await deployed.execute(setCell(deployed.table, into, name, literal, { writeTime }));
      }
    }
    return {
      what: `${one.key} and ${other.key}`,
      rows: [one, other].map(({ key }) => ({ key, as: "different" })),
    };
  },
};

/** As another program might spell the same key. */
function respelled(literal: string, { random }: Scene): string {
  const text = literal.slice(1, -1);
  return `'${pick(random, [text.toUpperCase(), `${text} `, ` ${text}`, `${text}\u0301`, `0${text}`])}'`;
}

export const rowHarms: readonly Harm[] = [
  removed("row removed", present),
  removed("row hidden by a tombstone of the year 2096", () => future),
  added("row added under a key of no record", () => "'nobody'"),
  added("row added under a key that is spelled otherwise", respelled),
  putBack,
  swapped,
];
