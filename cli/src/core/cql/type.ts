/** CQL's native types; `varchar` is an alias of `text`. */
export const nativeTypeNames = [
  "ascii",
  "bigint",
  "blob",
  "boolean",
  "counter",
  "date",
  "decimal",
  "double",
  "duration",
  "float",
  "inet",
  "int",
  "smallint",
  "text",
  "time",
  "timestamp",
  "timeuuid",
  "tinyint",
  "uuid",
  "varint",
] as const;
export type NativeTypeName = (typeof nativeTypeNames)[number];

/** A CQL column type, as `system_schema.columns` writes it, with user-defined types resolved. */
export type CqlType =
  | { readonly kind: "native"; readonly name: NativeTypeName }
  | { readonly kind: "list" | "set"; readonly element: CqlType; readonly frozen: boolean }
  | { readonly kind: "map"; readonly key: CqlType; readonly value: CqlType; readonly frozen: boolean }
  | { readonly kind: "tuple"; readonly elements: readonly CqlType[] }
  | {
      readonly kind: "udt";
      readonly name: string;
      readonly frozen: boolean;
      readonly fields: readonly UdtField[];
    }
  | { readonly kind: "vector"; readonly element: CqlType; readonly dimensions: number };

/** A list, set, map or user-defined type that is not frozen is kept as a cell for each element. */
export function isOneCell(type: CqlType): boolean {
  return !("frozen" in type) || type.frozen;
}

interface UdtField {
  readonly name: string;
  readonly type: CqlType;
}
