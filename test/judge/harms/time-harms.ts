import { exactLiteralWriter } from "#cli/core/cql/literal.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import type { Fault } from "#cli/core/rows/judge-cell.js";
import { setCell, type Write } from "#test/judge/stack/statements.js";
import { hasManyCells, type StoredCell } from "#test/judge/stack/stored-rows.js";
import { pick } from "#test/support/random-values/pick.js";
import { future, kept, present, someCell } from "./choice.js";
import type { Harm, Scene } from "./harm.js";

/** Which cells there are: those of rows with one value each, collections, or those of a partition's statics. */
const places = {
  cell: ["rows", (cell: StoredCell) => !hasManyCells(cell.column)],
  "collection's elements": ["rows", (cell: StoredCell) => hasManyCells(cell.column)],
  "static cell": ["statics", () => true],
} as const;

interface TimeHarm {
  readonly what: string;
  readonly fault: Fault;
  readonly isWanted: (cell: StoredCell) => boolean;
  readonly write: (cell: StoredCell, scene: Scene) => Write;
}

/** Writes the value that is there once more. */
const rewritten = (place: keyof typeof places, { what, fault, isWanted, write }: TimeHarm): Harm => ({
  kind: `${place} ${what}`,
  do: async (scene) => {
    const [of, isOfPlace] = places[place];
    const found = someCell(scene, of, (cell) => isOfPlace(cell) && isWanted(cell));
    if (found === undefined) return undefined;
    const { row, cell } = found;
    const { table } = scene.deployed;
    const cql = setCell(table, row, cell.column.name, cell.literal, write(cell, scene));
    await scene.deployed.execute(cql);
    const rows = [{ key: row.key, as: "different" as const, column: cell.column.name, fault }];
    return { what: cql, rows };
  },
});

const expires = ({ expiresAt }: StoredCell): boolean => expiresAt !== undefined;
/** The least write time that wins. */
const justLater = ({ writeTime }: StoredCell): bigint => writeTime + 1n;

const madeForEver: TimeHarm = {
  what: "made for ever",
  fault: "time to live",
  isWanted: expires,
  write: (cell) => ({ writeTime: justLater(cell) }),
};
const givenATimeToLive: TimeHarm = {
  what: "given a time to live",
  fault: "time to live",
  isWanted: (cell) => !expires(cell),
  write: (cell, { random }) => ({
    writeTime: justLater(cell),
    timeToLive: pick(random, [600, 86_400, 300_000_000]),
  }),
};
const shortened: TimeHarm = {
  what: "given half its time to live",
  fault: "time to live",
  isWanted: expires,
  write: (cell) => ({ writeTime: justLater(cell), timeToLive: Math.floor(kept(cell, 0n).timeToLive / 2) }),
};
const inTheFuture: TimeHarm = {
  what: "stamped in the future",
  fault: "write time",
  isWanted: () => true,
  write: (cell, { random }) =>
    kept(cell, pick(random, [present() + 2_000_000n, present() + 3_600_000_000n, future])),
};
const byTheLeastStep: TimeHarm = {
  what: "stamped a microsecond later",
  fault: "write time",
  isWanted: () => true,
  write: (cell) => kept(cell, justLater(cell)),
};

/** As if its record had not been written, and an earlier one had had its value. */
const stampedEarlier = (of: "rows" | "statics"): Harm => ({
  kind: `${of === "rows" ? "cell" : "static cell"} stamped before its millisecond`,
  do: async (scene) => {
    const found = someCell(scene, of);
    if (found === undefined) return undefined;
    const { deployed, stored } = scene;
    const { row, cell } = found;
    const { name } = cell.column;
    const earlier = { ...cell, writeTime: cell.writeTime - inMillisecond(cell.writeTime) - 1n };
    const changed = stored[of].map((other) =>
      other === row ? { ...row, cells: new Map([...row.cells, [name, earlier] as const]) } : other,
    );
    // No write of Cassandra lowers a write time, so the table is made anew.
    await deployed.restore({ ...stored, [of]: changed });
    deployed.isWritten = true;
    const what = `${name} of ${row.key} has the write time ${earlier.writeTime} for ${cell.writeTime}`;
    return { what, rows: [{ key: row.key, as: "different", column: name, fault: "write time" }] };
  },
});

/** The microseconds behind the millisecond. */
const inMillisecond = (time: bigint): bigint => ((time % 1000n) + 1000n) % 1000n;

/** Whichever it is, the first, the last or one between. */
const oneElement: Harm = {
  kind: "one of a collection's elements given a time to live",
  do: async (scene) => {
    const { deployed, random } = scene;
    const found = someCell(scene, "rows", (cell) => hasElementsByKey(cell) && !expires(cell));
    if (found === undefined) return undefined;
    const { row, cell } = found;
    const { name, type } = cell.column;
    const element = exactLiteralWriter(type)([pick(random, cell.value as readonly CqlValue[])]);
    const write = { writeTime: justLater(cell), timeToLive: 86_400 };
    const cql = setCell(deployed.table, row, name, `${name} + ${element}`, write);
    await deployed.execute(cql);
    const rows = [{ key: row.key, as: "different" as const, column: name, fault: "time to live" as const }];
    return { what: cql, rows };
  },
};

/** An element added to a list would be one more. */
function hasElementsByKey({ column, value }: StoredCell): boolean {
  const { type } = column;
  return (
    (type.kind === "set" || type.kind === "map") && !type.frozen && (value as readonly unknown[]).length > 0
  );
}

const everyTime = [madeForEver, givenATimeToLive, inTheFuture, byTheLeastStep];

export const timeHarms: readonly Harm[] = [
  oneElement,
  stampedEarlier("rows"),
  stampedEarlier("statics"),
  ...[...everyTime, shortened].map((harm) => rewritten("cell", harm)),
  ...everyTime.map((harm) => rewritten("collection's elements", harm)),
  ...everyTime.map((harm) => rewritten("static cell", harm)),
];
