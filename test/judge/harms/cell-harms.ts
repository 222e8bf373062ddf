import { exactLiteralWriter } from "#cli/core/cql/literal.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { setCell } from "#test/judge/stack/statements.js";
import type { StoredCell, StoredRow } from "#test/judge/stack/stored-rows.js";
import { columnsOf, kept, maybe, present, someCell, winning } from "./choice.js";
import type { DoneHarm, Harm, Scene } from "./harm.js";
import { leastStep } from "./least-step.js";

/** What a cell is made of, or undefined where it cannot be harmed so. */
type Change = (cell: StoredCell, scene: Scene) => CqlValue | null | undefined;

/** Sets cells anew until one can be; a row that has vanished with its only value is missing. */
const changed = (kind: string, of: "rows" | "statics", change: Change): Harm => ({
  kind,
  do: async (scene) => {
    const { deployed, random } = scene;
    const found = someCell(scene, of, (cell) => change(cell, scene) !== undefined);
    if (found === undefined) return undefined;
    const { row, cell } = found;
    const value = change(cell, scene);
    if (value === undefined) return undefined;
    const literal = value === null ? "null" : exactLiteralWriter(cell.column.type)(value);
    const cql = setCell(deployed.table, row, cell.column.name, literal, kept(cell, winning(cell, random)));
    await deployed.execute(cql);
    return named(scene, of, row, cell.column.name, cql);
  },
});

async function named(
  { deployed }: Scene,
  of: "rows" | "statics",
  { key }: StoredRow,
  column: string,
  what: string,
): Promise<DoneHarm> {
  const isGone = of === "rows" && (await deployed.stored()).rows.every((row) => row.key !== key);
  // Of a value that cannot be predicted, it is the write time that is wrong.
  return { what, rows: [{ key, ...(isGone ? { as: "missing" } : { as: "different", column }) }] };
}

const filled: Harm = {
  kind: "null filled",
  do: async (scene) => {
    const { deployed, stored, random } = scene;
    const empty = stored.rows.flatMap((row) =>
      columnsOf(scene, "regular").flatMap(({ name }) => {
        const value = maybe(
          random,
          stored.rows.flatMap((other) => other.cells.get(name) ?? []),
        );
        return row.cells.has(name) || value === undefined ? [] : [{ row, name, value }];
      }),
    );
    const found = maybe(random, empty);
    if (found === undefined) return undefined;
    const { row, name, value } = found;
    const cql = setCell(deployed.table, row, name, value.literal, { writeTime: present() });
    await deployed.execute(cql);
    // The value may by chance be one that has expired: then its write time is what is wrong.
    return { what: cql, rows: [{ key: row.key, as: "different", column: name }] };
  },
};

/** Of a list, set or map: its elements or entries. */
function elements({ column, value }: StoredCell): readonly (CqlValue | null)[] | undefined {
  return ["list", "set", "map"].includes(column.type.kind) ? (value as readonly CqlValue[]) : undefined;
}

const grown: Change = (cell, { random }) => {
  const all = elements(cell);
  const last = all?.at(-1);
  if (all === undefined || last === undefined || last === null) return undefined;
  const { type } = cell.column;
  if (type.kind === "map") {
    const [key, value] = last as readonly [CqlValue, CqlValue];
    const other = leastStep(type.key, key, random);
    return other === undefined ? undefined : [...all, [other, value]];
  }
  if (type.kind === "list") return [...all, last];
  const other = type.kind === "set" ? leastStep(type.element, last, random) : undefined;
  return other === undefined ? undefined : [...all, other];
};

/** Elements may be equal to others after a step: then nothing has changed. */
const differs =
  (change: Change): Change =>
  (cell, scene) => {
    const value = change(cell, scene);
    if (value === undefined || value === null) return value;
    return exactLiteralWriter(cell.column.type)(value) === cell.literal ? undefined : value;
  };

const altered: Change = ({ column, value }, { random }) => leastStep(column.type, value, random);
const shrunk: Change = (cell) => {
  const all = elements(cell);
  return all === undefined || all.length === 0 ? undefined : all.slice(0, -1);
};

export const cellHarms: readonly Harm[] = [
  changed("cell altered by the least step", "rows", differs(altered)),
  changed("cell nulled", "rows", () => null),
  filled,
  changed("element added to a collection", "rows", differs(grown)),
  changed("element removed from a collection", "rows", differs(shrunk)),
  changed("static cell altered by the least step", "statics", differs(altered)),
  changed("static cell nulled", "statics", () => null),
];
