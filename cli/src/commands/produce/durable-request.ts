import { consumerGroup } from "../../core/connect/connector-config.js";
import { ownConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { sinkConfig } from "../../core/sinks/sink-config.js";
import { UsageError } from "../../errors.js";

/** How it is seen that records of a topic are durable. */
export interface DurableRequest {
  /** Of the records. */
  readonly topic: string;
  /** `keyspace.table` of each that they are written to. */
  readonly tables: readonly string[];
  /** Of the receipts. */
  readonly receipts: string;
  /** Whether a receipt tells of a range of offsets, instead of one record. */
  readonly isOfRanges: boolean;
  readonly isolation: "read_uncommitted" | "read_committed";
  readonly connector: string;
  readonly group: string;
  /** Whether the connector goes on behind a record that it could not write. */
  readonly mayRefuse: boolean;
  /** Milliseconds without a receipt, after the last record was sent. */
  readonly wait: number;
}

const usualWait = 60_000;

/**
 * @param wait as `--wait-durable` has it
 * @throws UsageError where nothing tells that a record is durable
 */
export function durableRequest(
  topic: string,
  pipeline: Pipeline | undefined,
  wait: number | true | undefined,
): DurableRequest | undefined {
  if (wait === undefined) return undefined;
  const flag = "--wait-durable";
  if (pipeline === undefined) {
    throw new UsageError(`${flag} reads the receipts of a pipeline, and none is named`, {
      hint: "name the pipeline beside --topic",
    });
  }
  const config = ownConfig(pipeline);
  const sink = sinkConfig(config);
  const tables = sink?.topics.find((each) => each.topic === topic)?.tables ?? [];
  if (sink?.receipts === undefined || tables.length === 0) {
    throw new UsageError(
      `pipeline ${pipeline.name} has no receipts: nothing tells when a record is durable`,
      {
        hint: "give its connector receipts.topic (docs/receipts.md), or leave out --wait-durable",
      },
    );
  }
  return {
    topic,
    tables: tables.map(({ keyspace, table }) => `${keyspace}.${table}`),
    receipts: sink.receipts.topic,
    isOfRanges: sink.receipts.mode === "range",
    isolation: sink.receipts.transactional ? "read_committed" : "read_uncommitted",
    connector: pipeline.connector.name,
    group: consumerGroup(pipeline.connector.name, config),
    mayRefuse: sink.ignoreErrors.trim().toLowerCase() !== "none" || config["errors.tolerance"] === "all",
    wait: wait === true ? usualWait : wait,
  };
}
