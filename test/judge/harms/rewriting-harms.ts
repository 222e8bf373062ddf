import { exactLiteralWriter } from "#cli/core/cql/literal.js";
import { remove, setCell } from "#test/judge/stack/statements.js";
import { future, present, someCell } from "./choice.js";
import { halt } from "./connector-harms.js";
import type { Harm } from "./harm.js";
import { leastStep } from "./least-step.js";

const rewrittenWhilePaused: Harm = {
  kind: "rows removed and their keys rewritten while the connector is paused",
  closes: true,
  do: async ({ deployed, stored }) => {
    if (stored.rows.length === 0) return undefined;
    await halt(deployed);
    for (const row of stored.rows) await deployed.execute(remove(deployed.table, row.keys, present()));
    const { records } = deployed.pipeline;
    await deployed.produce(Array.from({ length: 20 }, () => records.whole()));
    return {
      what: `DELETE of ${stored.rows.length} rows`,
      mayFindRows: true,
      rows: stored.rows.map(({ key }) => ({ key, as: "missing" })),
    };
  },
};

const alteredWhileRewritten: Harm = {
  kind: "cell altered while a steady stream rewrites the keys",
  closes: true,
  do: async (scene) => {
    const { deployed, random } = scene;
    const stepped = someCell(
      scene,
      "rows",
      ({ column, value }) => leastStep(column.type, value, random) !== undefined,
    );
    if (stepped === undefined) return undefined;
    const { row, cell } = stepped;
    const value = leastStep(cell.column.type, cell.value, random);
    const literal = exactLiteralWriter(cell.column.type)(value ?? cell.value);
    const cql = setCell(deployed.table, row, cell.column.name, literal, { writeTime: future });
    await deployed.execute(cql);
    const stream = new AbortController();
    const streaming = (async () => {
      while (!stream.signal.aborted) await deployed.produce([deployed.pipeline.records.put()]);
    })();
    return {
      what: cql,
      rows: [{ key: row.key, as: "different" }],
      undo: async () => {
        stream.abort();
        await streaming;
      },
    };
  },
};

export const rewritingHarms: readonly Harm[] = [rewrittenWhilePaused, alteredWhileRewritten];
