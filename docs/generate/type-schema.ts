import ts from "typescript";

export type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (2020-12) of what `JSON.stringify` makes of a value of the type, with 64-bit integers as strings as the
 * reporter writes them. Docstrings become descriptions, and objects take no keys that their type does not name.
 * @throws Error for a type that JSON cannot hold, as a Map
 */
export function schemaOf(type: ts.Type, checker: ts.TypeChecker): Schema {
  const maker = new SchemaMaker(checker);
  const schema = maker.ofType(type, true);
  return maker.definitions.size === 0 ? schema : { ...schema, $defs: Object.fromEntries(maker.definitions) };
}

class SchemaMaker {
  readonly definitions = new Map<string, Schema>();
  readonly #names = new Map<ts.Type, string>();
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** @param isRoot whether it is written where it stands although it has a name */
  ofType(type: ts.Type, isRoot = false): Schema {
    const name = isRoot ? undefined : nameOf(type);
    if (name === undefined) return this.#written(type);
    const known = this.#names.get(type);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const free = this.definitions.has(name) ? `${name}${this.definitions.size}` : name;
    this.#names.set(type, free);
    // Its place is taken before it is written: it may hold itself.
    this.definitions.set(free, {});
    this.definitions.set(free, this.#written(type));
    return { $ref: `#/$defs/${free}` };
  }

  #written(type: ts.Type): Schema {
    if (type.isUnion()) return this.#ofUnion(type);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    const { flags } = type;
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === "true" };
    if (flags & ts.TypeFlags.StringLike) return { type: "string" };
    if (flags & ts.TypeFlags.NumberLike) return { type: "number" };
    if (flags & ts.TypeFlags.BigIntLike) return { type: "string", pattern: "^-?[0-9]+$" };
    if (flags & ts.TypeFlags.Null) return { type: "null" };
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (this.#checker.isTupleType(type)) {
      const items = this.#checker.getTypeArguments(type as ts.TypeReference).map((item) => this.ofType(item));
      return { type: "array", prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    if (this.#checker.isArrayType(type)) {
      const [item] = this.#checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: item === undefined ? {} : this.ofType(item) };
    }
    return this.#ofObject(type);
  }

  /** Without `undefined`: JSON leaves such a key out. */
  #ofUnion(type: ts.UnionType): Schema {
    const members = type.types.filter((member) => !isUndefined(member));
    const booleans = members.filter((member) => member.flags & ts.TypeFlags.BooleanLiteral);
    const literals = members.filter((member) => member.isStringLiteral() || member.isNumberLiteral());
    const others = members.filter(
      (member) => !booleans.includes(member) && !literals.includes(member as never),
    );
    const parts = [
      ...(literals.length > 1
        ? [{ enum: literals.map((literal) => literal.value).sort() }]
        : literals.map((each) => this.ofType(each))),
      ...(booleans.length > 1 ? [{ type: "boolean" }] : booleans.map((each) => this.ofType(each))),
      ...others.map((member) => this.ofType(member)),
    ];
    return parts.length === 1 ? (parts[0] ?? {}) : { anyOf: parts };
  }

  #ofObject(type: ts.Type): Schema {
    const toJson = this.#checker.getPropertyOfType(type, "toJSON");
    const [signature] = toJson ? this.#checker.getTypeOfSymbol(toJson).getCallSignatures() : [];
    if (signature !== undefined) return this.ofType(signature.getReturnType());
    if (isOfLibrary(type.symbol)) throw new Error(`JSON cannot hold ${this.#checker.typeToString(type)}`);
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const held = this.#checker.getTypeOfSymbol(property);
      // JSON leaves out functions, and what is undefined.
      if (held.getCallSignatures().length > 0 || isUndefined(held)) continue;
      properties[property.name] = { ...this.ofType(held), ...this.#description(property) };
      const isOptional =
        property.flags & ts.SymbolFlags.Optional || (held.isUnion() && held.types.some(isUndefined));
      if (!isOptional) required.push(property.name);
    }
    const index = this.#checker
      .getIndexInfosOfType(type)
      .find(({ keyType }) => keyType.flags & ts.TypeFlags.String);
    const described = type.isClassOrInterface() ? this.#description(type.symbol) : {};
    return {
      ...described,
      type: "object",
      properties,
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: index === undefined ? false : this.ofType(index.type),
    };
  }

  #description(symbol: ts.Symbol): Schema {
    const text = ts
      .displayPartsToString(symbol.getDocumentationComment(this.#checker))
      .replaceAll(/\{@link ([^}]*)\}/g, "$1")
      .replaceAll(/\s+/g, " ")
      .trim();
    return text === "" ? {} : { description: text };
  }
}

function isUndefined({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never)) !== 0;
}

/** Of an interface, or of an alias for objects and unions of them; a type with arguments has none. */
function nameOf(type: ts.Type): string | undefined {
  const { aliasSymbol, aliasTypeArguments } = type;
  if (aliasSymbol !== undefined && aliasTypeArguments === undefined && !isOfLibrary(aliasSymbol)) {
    const isSimple = type.isUnion()
      ? type.types.every((member) => !(member.flags & ts.TypeFlags.Object))
      : !(type.flags & ts.TypeFlags.Object);
    return isSimple ? undefined : aliasSymbol.name;
  }
  return type.isClassOrInterface() && type.typeParameters === undefined ? type.symbol.name : undefined;
}

function isOfLibrary(symbol: ts.Symbol | undefined): boolean {
  const [declaration] = symbol?.declarations ?? [];
  const file = declaration?.getSourceFile().fileName ?? "";
  // Record and Readonly are of the library, and what they make is not.
  return (
    file.includes("/node_modules/") &&
    symbol?.flags !== undefined &&
    !(symbol.flags & ts.SymbolFlags.TypeLiteral)
  );
}
