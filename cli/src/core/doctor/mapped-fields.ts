import type { SinkConfig } from "../sinks/sink-config.js";
import { type Check, warning } from "./check.js";
import type { PreviewedTopic } from "./records.js";

/** What `connector preview` shows for a column without a value. */
const nothing = ["null", "unset"];

/** Mapped fields that have a value in none of the records that are written: one of them may be misspelt. */
export function fieldChecks(
  { topic, records }: PreviewedTopic,
  sink: SinkConfig | undefined,
): readonly Check[] {
  const tables = sink?.topics.find((each) => each.topic === topic)?.tables ?? [];
  return tables.flatMap(({ keyspace, table, prefix, mapping }): readonly Check[] => {
    const name = `${keyspace}.${table}`;
    const written = records
      .flatMap((record) => record.tables)
      .filter((write) => write.table === name && write.becomes === "insert");
    if (written.length === 0) return [];
    const filled = new Set(
      written.flatMap(({ columns }) =>
        columns.filter(({ value }) => !nothing.includes(value)).map((column) => column.name),
      ),
    );
    const missing = (mapping?.entries ?? []).filter(
      ({ target, column, field }) => target === "column" && field.source !== "now" && !filled.has(column),
    );
    if (missing.length === 0) return [];
    const fields = missing.map(({ column, field }) => `${field.text} (column ${column})`).join(", ");
    const seen = `${fields}: absent or null in each of the ${written.length} newest records that are written to ${name}`;
    const advice = "where it is misspelt, correct the mapping; cassink topic peek shows what records have";
    return [{ ...warning(`fields of ${topic}`, seen, advice), where: `${prefix}mapping` }];
  });
}
