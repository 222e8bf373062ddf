import { types } from "cassandra-driver";
import type { PreparedMetadata, PreparedType } from "cassandra-driver/lib/prepare-handler.js";
import { nativeTypeNames, type CqlType } from "../../core/cql/type.js";
import type { Variable } from "../../core/rows/own-statement.js";
import { InputError } from "../../errors.js";

/** The bind variables of a prepared statement, as the driver reads them from the server's answer. */
export function variablesOf({ columns, partitionKeys = [] }: PreparedMetadata): readonly Variable[] {
  return columns.map(({ name, type }, index) => ({
    name,
    type: cqlType(type, name),
    isOfPartitionKey: partitionKeys.includes(index),
  }));
}

/** The protocol does not say what is frozen: a value that is bound is whole in either case. */
function cqlType({ code, info }: PreparedType, variable: string): CqlType {
  const { custom, list, set, map, tuple, udt, varchar } = types.dataTypes;
  const inner = (type: unknown): CqlType => cqlType(type as PreparedType, variable);
  switch (code) {
    case list:
      return { kind: "list", element: inner(info), frozen: true };
    case set:
      return { kind: "set", element: inner(info), frozen: true };
    case map: {
      const [key, value] = info as readonly unknown[];
      return { kind: "map", key: inner(key), value: inner(value), frozen: true };
    }
    case tuple:
      return { kind: "tuple", elements: (info as readonly unknown[]).map(inner) };
    case udt: {
      const { name, fields } = info as {
        readonly name: string;
        readonly fields: readonly { readonly name: string; readonly type: unknown }[];
      };
      const parts = fields.map((field) => ({ name: field.name, type: inner(field.type) }));
      return { kind: "udt", name, frozen: true, fields: parts };
    }
    case varchar:
      return { kind: "native", name: "text" };
    default: {
      const name = nativeTypeNames.find((each) => types.dataTypes[each] === code);
      if (name !== undefined) return { kind: "native", name };
      const what = code === custom ? JSON.stringify(info) : `number ${code}`;
      throw new InputError(`the bind variable :${variable} has a type that is not known here: ${what}`);
    }
  }
}
