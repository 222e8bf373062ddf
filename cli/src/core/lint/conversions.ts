import { InputError } from "../../errors.js";
import { parseCqlType } from "../cql/parse-type.js";
import type { MappedTable } from "../cql/table.js";
import type { MappedField, MappingEntry } from "../mapping/mapping.js";
import type { TableSettings, TopicSettings } from "../mapping/settings.js";
import type { ConnectValue } from "../records/connect-value.js";
import { RecordRefusal, UnpredictableValue } from "../refusal.js";
import type { SinkRules } from "../rows/sink-rules.js";
import { tableLayout } from "../rows/table-layout.js";
import { asConnectValue, samplesOf } from "./samples.js";
import { type EventFields, jsonType } from "./event-fields.js";
import { type ConfigFinding, errorInConfig, warningInConfig } from "./finding.js";

type Column = MappedTable["columns"][number];

/** Numbers by CQL, which take a text only when it is one. */
const numeric = ["bigint", "counter", "decimal", "double", "float", "int", "smallint", "tinyint", "varint"];

/**
 * Holds what a topic's event schema allows against the columns that its fields go into, by the sink's own conversions:
 * a number into a map, or an ISO 8601 time into a date, makes every record a bad one.
 */
export function lintConversions(
  topic: TopicSettings,
  settings: TableSettings,
  entries: readonly { readonly entry: MappingEntry; readonly column: Column }[],
  fields: EventFields,
  rules: SinkRules,
): readonly ConfigFinding[] {
  const key = `${settings.prefix}mapping`;
  return entries.flatMap(({ entry, column }): readonly ConfigFinding[] => {
    const schema = fields.schemaOf(entry.field);
    const place = { key, position: entry.position };
    const reasons = samplesOf(schema).map((sample) =>
      refusal(topic, settings, entry.field, column, sample, rules),
    );
    const [reason] = reasons;
    if (reason !== undefined && reasons.every((each) => each !== undefined)) {
      const what =
        typeof schema?.format === "string"
          ? `text of format ${schema.format}`
          : (jsonType(schema) ?? "value");
      const message = `column "${column.name}" is a ${column.typeText}, and its field is a ${what}: ${reason}`;
      return [
        { ...errorInConfig, ...place, message, hint: "give the column another type, or map another field" },
      ];
    }
    const isOpenText = jsonType(schema) === "string" && schema?.pattern === undefined && reasons.length === 0;
    if (isOpenText && column.type.kind === "native" && numeric.includes(column.type.name)) {
      const message = `column "${column.name}" is a ${column.typeText}, and its field is any text: text that is no number makes a bad record`;
      return [
        {
          ...warningInConfig,
          ...place,
          message,
          hint: "give the field a pattern in the event schema, or send a number",
        },
      ];
    }
    return [];
  });
}

const keyName = "cassink lint key";

/** Why the sink refuses a record whose field has this value; undefined when it does not, or nobody can tell. */
function refusal(
  topic: TopicSettings,
  settings: TableSettings,
  field: MappedField,
  column: Column,
  sample: unknown,
  rules: SinkRules,
): string | undefined {
  const steps = field.path ?? (field.name === undefined ? undefined : [field.name]);
  if (steps === undefined || steps.some((step) => typeof step === "number")) return undefined;
  const keyField: MappedField = { source: "key", text: "key" };
  const entries: MappingEntry[] = [
    { column: keyName, target: "column", field: keyField, position: 0 },
    { column: column.name, target: "column", field, position: 0 },
  ];
  const mapping = { entries, problems: [] };
  const value = steps.reduceRight<ConnectValue>((inner, step) => ({ [step]: inner }), asConnectValue(sample));
  try {
    const layout = tableLayout(
      {
        keyspace: settings.keyspace,
        name: settings.table,
        columns: [
          { name: keyName, type: parseCqlType("text"), kind: "partition_key" },
          { name: column.name, type: column.type, kind: "regular" },
        ],
      },
      [mapping],
    );
    const plan = rules.topicPlan({
      codec: topic.codec,
      tables: [{ settings: { ...settings, mapping }, layout }],
    });
    const at = { topic: topic.topic, partition: 0, offset: 0, timestamp: 1_700_000_000_000 };
    plan({ ...at, key: "k", value, headers: [] })(0);
    return undefined;
  } catch (error) {
    if (error instanceof RecordRefusal) return error.message;
    // An InputError: the column or its codec setting cannot be judged (a counter, a pattern that is not modelled).
    if (error instanceof UnpredictableValue || error instanceof InputError) return undefined;
    throw error;
  }
}
