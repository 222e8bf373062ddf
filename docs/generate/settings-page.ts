interface Setting {
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly "x-group"?: string;
}

interface Settings {
  readonly properties: Readonly<Record<string, Setting>>;
}

/** schemas/connectors/cassandra-sink.schema.json, made from the Java definitions. */
export type SinkSchema = Settings & { readonly definitions: Readonly<Record<"table" | "codec", Settings>> };

/** the reference of the settings of Cassink's sink in Markdown: a table for each group, in the schema's order. */
export function settingsPage(schema: SinkSchema): string {
  const groups = new Map<string, (readonly [string, Setting])[]>();
  for (const [name, setting] of Object.entries(schema.properties)) {
    // Connect's own settings have no group.
    const group = setting["x-group"];
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), [name, setting]]);
  }
  const { table, codec } = schema.definitions;
  return [
    "<!-- Written by npm run docs from schemas/connectors/cassandra-sink.schema.json. -->",
    "",
    "# Settings of Cassink's sink",
    "",
    "`io.cassink.sink.CassandraSinkConnector` takes every configuration of the DataStax sink ([what one means](datastax-sink.md)). A key that is nearly one of these is refused by `connector validate` and by Connect itself. Passwords may be references such as `${file:…}`; they appear in no log.",
    "",
    "Keys that begin with `datastax-java-driver.` go to the driver; the sink's own settings win.",
    "",
    ...[...groups].map(([group, settings]) => section(group, settings)),
    section("A topic's table: `topic.TOPIC.KEYSPACE.TABLE.…`", Object.entries(table.properties)),
    section("A topic's codec: `topic.TOPIC.codec.…`", Object.entries(codec.properties)),
  ].join("\n");
}

function section(title: string, settings: readonly (readonly [string, Setting])[]): string {
  return [
    `## ${title}`,
    "",
    "| setting | default | meaning |",
    "| --- | --- | --- |",
    ...settings.map(([name, setting]) => `| \`${name}\` | ${byDefault(setting)} | ${meaning(setting)} |`),
    "",
  ].join("\n");
}

function byDefault(setting: Setting): string {
  return setting.default === undefined ? "" : `\`${String(setting.default)}\``;
}

function meaning(setting: Setting): string {
  const words = setting.enum === undefined ? "" : ` One of ${setting.enum.join(", ")}.`;
  return (setting.description ?? "").replaceAll("|", "\\|") + words + range(setting);
}

function range({ minimum, maximum }: Setting): string {
  if (minimum === undefined) return "";
  return maximum === undefined ? ` At least ${minimum}.` : ` From ${minimum} to ${maximum}.`;
}
