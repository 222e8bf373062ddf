import type { CqlValue } from "#cli/core/cql/value.js";
import type { Random } from "#cli/core/generate/random.js";
import { now } from "../random-table.js";
import { isStatic, type Name, regular, statics } from "./random-world.js";
import { type Cell, type Cells, type Table, tableOf } from "./random-servers.js";
import type { Said } from "./random-world.js";

/**
 * The table in which something is not as the records say: a cell, a row, or a record that was never written.
 * @param isLater the records that `--since` judges
 */
export function harmedTable(said: readonly Said[], isLater: (each: Said) => boolean, random: Random): Table {
  const winning = said.filter(
    (each) => !isLater(each) && said.some((other) => losesTo(other, each) && isLater(other)),
  );
  const droppable = random.below(2) === 0 && winning.length > 0 ? winning : said;
  if (random.below(2) === 0) {
    const dropped = droppable[random.below(droppable.length)];
    return tableOf(said.filter((each) => each !== dropped));
  }
  const table = tableOf(said);
  for (let harms = 1 + random.below(2); harms > 0; harms--) harm(table, said, random);
  return table;
}

const losesTo = (one: Said, other: Said): boolean => one.id === other.id && one.writeTime <= other.writeTime;

function harm({ rows, partitions }: Table, said: readonly Said[], random: Random): void {
  const { id = "", c = 0 } = said[random.below(said.length)] ?? {};
  const name = ([...regular, ...statics] as const)[random.below(6)] ?? "a";
  const key = isStatic(name) ? id : `${id}/${c}`;
  const of = isStatic(name) ? partitions : rows;
  const cells = of.get(key);
  if (cells !== undefined && random.below(4) === 0) {
    of.delete(key);
    return;
  }
  if (cells === undefined && random.below(2) === 0) return;
  const into: Cells = cells ?? {};
  of.set(key, into);
  const cell = into[name];
  if (cell === undefined) into[name] = { value: other(name, null), writeTime: 1000 * now, ttl: null };
  else harmCell(into, cell, name, random.below(4));
  if (Object.keys(into).length === 0 && isStatic(name)) of.delete(key);
}

function harmCell(cells: Cells, cell: Cell, name: Name, kind: number): void {
  if (kind === 0) Reflect.deleteProperty(cells, name);
  else if (kind === 1) cell.writeTime += 1;
  else if (kind === 2) cell.ttl = cell.ttl === null ? 1_000_000 : null;
  else cell.value = other(name, cell.value);
}

function other(name: Name, value: CqlValue | null): CqlValue {
  if (name === "a" || name === "s") return ((value as number | null) ?? 0) + 1;
  if (name === "b") return `${(value as string | null) ?? ""}.`;
  if (name === "m") return [["x", 77]];
  return [77];
}
