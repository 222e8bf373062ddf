import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { TableFindings } from "#cli/core/rows/table-findings.js";
import { awaitFailure } from "#test/judge/stack/connector-state.js";
import { maybe } from "./choice.js";
import { halt } from "./connector-harms.js";
import type { Harm } from "./harm.js";

/** The id of the row of a record: it is a text in all tables. */
const idOf = (row: string | undefined): string => (JSON.parse(row ?? "{}") as { id?: string }).id ?? "";

/** Whether exactly one row is found so, and has this id. */
function isOnly(report: PipelineReport, kind: keyof TableFindings["examples"], id: string): boolean {
  const found = report.tables.flatMap(({ findings }) => findings.examples[kind]);
  return found.length === 1 && found.every(({ key }) => key.startsWith(`id='${id}'`));
}

const appended: Harm = {
  kind: "record appended while the connector is paused",
  do: async ({ deployed }) => {
    const undo = await halt(deployed);
    const record = deployed.pipeline.records.fresh();
    await deployed.produce([record]);
    return {
      what: `${record.key ?? ""} ${record.value ?? ""}`,
      mayFindRows: true,
      says: (report) => report.carried.behind.length > 0 && isOnly(report, "missing", idOf(record.row)),
      undo,
    };
  },
};

const tombstoned: Harm = {
  kind: "record deleted on the topic while the connector is paused",
  do: async ({ deployed, stored, random }) => {
    const { pipeline, sent } = deployed;
    const id = maybe(random, stored.rows)?.keys.get("id");
    const same = stored.rows.filter(({ keys }) => keys.get("id") === id);
    const record = sent.findLast(({ row }) => `'${idOf(row)}'` === id);
    const ofId = new Set(sent.map(({ row }) => row).filter((row) => `'${idOf(row)}'` === id));
    if (record === undefined || !pipeline.deletes || same.length !== 1 || ofId.size !== 1) return undefined;
    const undo = await halt(deployed);
    await deployed.produce([pipeline.records.after(record, "no value")]);
    return {
      what: `a record of the key ${record.key ?? ""} without a value`,
      mayFindRows: true,
      says: (report) => report.carried.behind.length > 0 && isOnly(report, "unexpected", idOf(record.row)),
      undo,
    };
  },
};

const refusedAt = (
  report: PipelineReport,
  { partition, offset }: { partition: number; offset: number },
): boolean =>
  report.tables.some(({ refusals }) => refusals.some(({ at }) => at.endsWith(`-${partition}@${offset}`)));

const badWithoutLetter: Harm = {
  kind: "bad record appended that no dead letter tells of",
  do: async ({ deployed }) => {
    if (deployed.pipeline.tolerance !== "letters") return undefined;
    const undo = await halt(deployed);
    const at = await deployed.produce([deployed.pipeline.records.withoutKey()]);
    return { what: `the record ${at.partition}@${at.offset}`, says: (report) => refusedAt(report, at), undo };
  },
};

const badIgnored: Harm = {
  kind: "bad record appended that the sink passes over",
  closes: true,
  do: async ({ deployed }) => {
    if (deployed.pipeline.tolerance !== "ignore") return undefined;
    const at = await deployed.produce([deployed.pipeline.records.withoutKey()]);
    return { what: `the record ${at.partition}@${at.offset}`, says: (report) => refusedAt(report, at) };
  },
};

const taskFailed: Harm = {
  kind: "task failed",
  closes: true,
  do: async ({ deployed }) => {
    if (deployed.pipeline.tolerance !== "fail") return undefined;
    const at = await deployed.produce([deployed.pipeline.records.withoutKey()]);
    await awaitFailure(deployed.servers, deployed.pipeline.names.connector);
    return {
      what: `by the record ${at.partition}@${at.offset}`,
      says: (report) => report.carried.state === "failed" && refusedAt(report, at),
    };
  },
};

/**
 * To the connector, the records behind it are not there yet. The aborted record stays in the topic: a connector that reads
 * uncommitted records, which is another harm, would take it.
 */
const hidden: Harm = {
  kind: "record appended behind an open transaction",
  closes: true,
  do: async ({ deployed }) => {
    const { pipeline, servers } = deployed;
    if (!pipeline.readsCommitted) return undefined;
    const { topic } = pipeline.names;
    const client = servers.kafka();
    const producer = client.producer({
      transactionalId: topic,
      transactionTimeout: 900_000,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    const open = await producer.transaction();
    await open.send({ topic, messages: [{ key: "none", value: "none" }] });
    const record = pipeline.records.fresh();
    await deployed.produce([record]);
    return {
      what: `${record.key ?? ""} ${record.value ?? ""}`,
      reason: "transaction",
      wait: 2_000,
      undo: async () => {
        await open.abort();
        await producer.disconnect();
      },
    };
  },
};

export const recordHarms: readonly Harm[] = [
  appended,
  tombstoned,
  badWithoutLetter,
  badIgnored,
  taskFailed,
  hidden,
];
