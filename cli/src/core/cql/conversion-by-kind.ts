import type { NumericTypeName } from "./numeric-types.js";
import type { CqlType } from "./type.js";

export type TypeOfKind<Kind extends CqlType["kind"]> = Extract<CqlType, { readonly kind: Kind }>;

/** One sink's conversions into all types of columns; those into composed types are given the one into their parts. */
interface ConversionsByType<Conversion> {
  readonly text: (type: "text" | "ascii") => Conversion;
  readonly boolean: Conversion;
  readonly number: (type: NumericTypeName) => Conversion;
  readonly timestamp: Conversion;
  readonly date: Conversion;
  readonly time: Conversion;
  readonly uuid: (type: "uuid" | "timeuuid") => Conversion;
  readonly blob: Conversion;
  readonly inet: Conversion;
  readonly duration: Conversion;
  readonly list: Composed<"list" | "set", Conversion>;
  readonly map: Composed<"map", Conversion>;
  readonly tuple: Composed<"tuple", Conversion>;
  readonly udt: Composed<"udt", Conversion>;
  readonly vector: Composed<"vector", Conversion>;
}

type Composed<Kind extends CqlType["kind"], Conversion> = (
  type: TypeOfKind<Kind>,
  part: (type: CqlType) => Conversion,
) => Conversion;

/** The conversion into a column of this type. */
export function conversionByType<Conversion>(type: CqlType, by: ConversionsByType<Conversion>): Conversion {
  const part = (inner: CqlType): Conversion => conversionByType(inner, by);
  switch (type.kind) {
    case "native":
      return nativeConversion(type, by);
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

function nativeConversion<Conversion>(
  { name }: TypeOfKind<"native">,
  by: ConversionsByType<Conversion>,
): Conversion {
  switch (name) {
    case "text":
    case "ascii":
      return by.text(name);
    case "uuid":
    case "timeuuid":
      return by.uuid(name);
    case "boolean":
    case "timestamp":
    case "date":
    case "time":
    case "blob":
    case "inet":
    case "duration":
      return by[name];
    default:
      return by.number(name);
  }
}
