/** The parts of JSON Schema that schemas/output uses. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

interface Sampling {
  /** Each number gives another value: other branches, keys that are left out, empty lists. */
  readonly variant: number;
  /** For every string that may be any. */
  readonly text: string;
}

/** A value that fits the schema, as a command would return it: with bigints where their digits are printed. */
export function sampleOf(root: Schema, { variant, text }: Sampling): unknown {
  const deepest = 12;
  const pick = <T>(from: readonly T[], depth: number): T | undefined => from[(variant + depth) % from.length];
  const sample = (schema: Schema, depth: number): unknown => {
    if (schema.$ref !== undefined) {
      const named = root.$defs?.[schema.$ref.replace("#/$defs/", "")];
      return named && sample(named, depth + 1);
    }
    if (schema.anyOf !== undefined) return sample(pick(schema.anyOf, depth) ?? {}, depth + 1);
    if (schema.enum !== undefined) return pick(schema.enum, depth);
    if ("const" in schema) return schema.const;
    switch (schema.type) {
      case "string":
        return schema.pattern === undefined ? text : 9_007_199_254_740_993n;
      case "number":
        return variant;
      case "boolean":
        return variant % 2 === 0;
      case "null":
        return null;
      case "array":
        if (schema.prefixItems !== undefined)
          return schema.prefixItems.map((item) => sample(item, depth + 1));
        return variant % 5 === 4 || depth > deepest
          ? []
          : [sample(schema.items ?? {}, depth + 1), sample(schema.items ?? {}, depth + 2)];
      case "object":
        return object(schema, depth);
      default:
        return text;
    }
  };
  const object = (
    { properties = {}, required = [], additionalProperties }: Schema,
    depth: number,
  ): object => {
    const kept = Object.entries(properties).filter(([key]) => required.includes(key) || variant % 3 !== 0);
    const more =
      typeof additionalProperties === "object" && depth <= deepest ? additionalProperties : undefined;
    return Object.fromEntries([
      ...kept.map(([key, schema]) => [key, sample(schema, depth + 1)] as const),
      ...(more === undefined ? [] : [[text, sample(more, depth + 1)] as const]),
    ]);
  };
  return sample(root, 0);
}
