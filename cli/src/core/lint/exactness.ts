import type { MappedTable } from "../cql/table.js";
import type { MappingEntry } from "../mapping/mapping.js";
import type { TableSettings } from "../mapping/settings.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import type { EventFields } from "./event-fields.js";
import { type ConfigFinding, warningInConfig } from "./finding.js";

/**
 * Money: JsonConverter without schemas makes a 64-bit float of every number with a fraction, before a transform or the
 * sink sees it. 90071992547409.93 becomes 90071992547409.94 in a decimal column, and nobody refuses anything.
 */
export function lintExactness(
  { prefix }: TableSettings,
  entries: readonly { readonly entry: MappingEntry; readonly column: MappedTable["columns"][number] }[],
  fields: EventFields | undefined,
  { value }: SinkConfig,
): readonly ConfigFinding[] {
  if (value.simpleName !== "JsonConverter" || value.hasSchemas) return [];
  return entries.flatMap(({ entry, column }): readonly ConfigFinding[] => {
    if (column.type.kind !== "native" || column.type.name !== "decimal") return [];
    const schema = fields?.schemaOf(entry.field);
    const type = fields?.typeOf(entry.field);
    if (schema?.type === "integer" || (type !== "number" && !(type === undefined && schema === undefined)))
      return [];
    const what = type === "number" ? "its field is a number" : "where its field is a number with a fraction";
    return [
      {
        ...warningInConfig,
        key: `${prefix}mapping`,
        position: entry.position,
        message: `column "${column.name}" is a decimal, and ${what}: JsonConverter makes it a 64-bit float, which keeps 15 to 17 digits and loses the others without a word`,
        hint: 'exact are: text ("12.50"), or value.converter=org.apache.kafka.connect.storage.StringConverter, which leaves the JSON to Cassink\'s sink',
      },
    ];
  });
}
