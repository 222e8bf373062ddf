import type { NumericTypeName } from "./numeric-types.js";
import type { CqlType } from "./type.js";

type TypeOfKind<Kind extends CqlType["kind"]> = Extract<CqlType, { readonly kind: Kind }>;

/** One sink's conversions into all types of columns. */
interface ConversionsByType<Conversion> extends CollectionConversions<Conversion> {
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
}

/** Those into types that are composed of others. */
export interface CollectionConversions<Conversion> {
  readonly list: Composed<"list" | "set", Conversion>;
  readonly map: Composed<"map", Conversion>;
  readonly tuple: Composed<"tuple", Conversion>;
  readonly udt: Composed<"udt", Conversion>;
  readonly vector: Composed<"vector", Conversion>;
}

/** @param conversionTo makes the conversions into the type's elements or fields */
type Composed<Kind extends CqlType["kind"], Conversion> = (
  type: TypeOfKind<Kind>,
  conversionTo: (type: CqlType) => Conversion,
) => Conversion;

/** The conversion into a column of this type. */
export function conversionByType<Conversion>(type: CqlType, by: ConversionsByType<Conversion>): Conversion {
  const conversionTo = (inner: CqlType): Conversion => conversionByType(inner, by);
  switch (type.kind) {
    case "native":
      return nativeConversion(type, by);
    case "list":
    case "set":
      return by.list(type, conversionTo);
    case "map":
      return by.map(type, conversionTo);
    case "tuple":
      return by.tuple(type, conversionTo);
    case "udt":
      return by.udt(type, conversionTo);
    case "vector":
      return by.vector(type, conversionTo);
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
