import { InputError } from "../../errors.js";
import type { CqlType } from "../cql/type.js";
import type { MappedTable } from "./sink-rules.js";

/** The formats of a codec; `unsupported` is the reason for which a format is not modelled. */
type Formats = Readonly<Record<"timestamp" | "date" | "time", { readonly unsupported?: string }>>;

/**
 * Checks the settings of a table that make it impossible to say what the table must hold, whatever its records are.
 * @throws InputError naming the setting
 */
export function checkSettings({ settings, layout }: MappedTable, codec: Formats): void {
  const unjudgeable = (suffix: string, why: string, hint?: string): InputError =>
    new InputError(`${settings.keyspace}.${settings.table} cannot be judged: ${why}`, {
      where: `${settings.prefix}${suffix}`,
      ...(hint === undefined ? {} : { hint }),
    });
  const { entries } = settings.mapping;
  if (settings.query !== undefined) throw unjudgeable("query", "a query of one's own may write anything");
  const columns = [...layout.key, ...layout.columns];
  for (const { column, target, field } of entries) {
    const type = columns.find(({ name }) => name === column)?.type;
    if (target === "column" && type === undefined && !layout.names.includes(column)) {
      throw unjudgeable(
        "mapping",
        `the table has no column "${column}"`,
        `it has ${layout.names.join(", ")}`,
      );
    }
    if (field.source === "now" && layout.key.some(({ name }) => name === column)) {
      throw unjudgeable("mapping", `now() makes a new ${column} for every attempt to write a record`);
    }
    if (type !== undefined) {
      const problem = unsupportedFormat(type, codec);
      if (problem !== undefined) throw unjudgeable("mapping", `${column}: ${problem}`);
    }
  }
  for (const { name } of layout.key) {
    if (!entries.some(({ column, target }) => target === "column" && column === name)) {
      throw unjudgeable("mapping", `the key column "${name}" is not mapped`);
    }
  }
}

function unsupportedFormat(type: CqlType, codec: Formats): string | undefined {
  switch (type.kind) {
    case "native":
      if (type.name !== "timestamp" && type.name !== "date" && type.name !== "time") return undefined;
      return codec[type.name].unsupported === undefined
        ? undefined
        : `codec.${type.name}: ${codec[type.name].unsupported ?? ""}`;
    case "list":
    case "set":
    case "vector":
      return unsupportedFormat(type.element, codec);
    case "map":
      return unsupportedFormat(type.key, codec) ?? unsupportedFormat(type.value, codec);
    case "tuple":
      return firstUnsupported(type.elements, codec);
    case "udt":
      return firstUnsupported(
        type.fields.map((field) => field.type),
        codec,
      );
  }
}

const firstUnsupported = (types: readonly CqlType[], codec: Formats): string | undefined =>
  types.map((type) => unsupportedFormat(type, codec)).find((problem) => problem !== undefined);
