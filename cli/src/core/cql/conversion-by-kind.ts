import type { CqlType, NativeTypeName } from "./type.js";

type TypeOf<Kind extends CqlType["kind"]> = Extract<CqlType, { readonly kind: Kind }>;

/**
 * How one sink converts values into each kind of CQL type. For a composed type it gets `part`, which gives the conversion
 * into the type of an element, key, value or field.
 */
interface ConversionsByKind<Conversion> {
  readonly native: (name: NativeTypeName) => Conversion;
  readonly list: Composed<"list" | "set", Conversion>;
  readonly map: Composed<"map", Conversion>;
  readonly tuple: Composed<"tuple", Conversion>;
  readonly udt: Composed<"udt", Conversion>;
  readonly vector: Composed<"vector", Conversion>;
}

type Composed<Kind extends CqlType["kind"], Conversion> = (
  type: TypeOf<Kind>,
  part: (type: CqlType) => Conversion,
) => Conversion;

/** A sink's conversion into a column of this type. */
export function conversionByKind<Conversion>(type: CqlType, by: ConversionsByKind<Conversion>): Conversion {
  const part = (inner: CqlType): Conversion => conversionByKind(inner, by);
  switch (type.kind) {
    case "native":
      return by.native(type.name);
    case "list":
    case "set":
      return by.list(type, part);
    case "map":
      return by.map(type, part);
    case "tuple":
      return by.tuple(type, part);
    case "udt":
      return by.udt(type, part);
    case "vector":
      return by.vector(type, part);
  }
}
