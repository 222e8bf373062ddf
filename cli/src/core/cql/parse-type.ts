import { storedName } from "./name.js";
import { nativeTypeNames, type CqlType } from "./type.js";
import { InputError } from "../../errors.js";

/** The fields of a user-defined type, in their order, with the texts of their types. */
export type UdtDefinition = readonly { readonly name: string; readonly typeText: string }[];

/**
 * Parses the text of a CQL type, as `system_schema` or a CQL file has it: `frozen<map<text, address>>`.
 * @param userDefined returns the fields of a user-defined type of the same keyspace, by its literal name
 * @param keyspace that keyspace, for types that are written with it: `frozen<shop.address>`. As in Cassandra, a type of
 * another keyspace is refused
 * @throws InputError naming the text, and the position of the problem counted from 1
 */
export function parseCqlType(
  text: string,
  userDefined: (name: string) => UdtDefinition | undefined = () => undefined,
  keyspace?: string,
): CqlType {
  const tokens = [...text.matchAll(/"(?:[^"]|"")*"|[A-Za-z0-9_]+|\S/g)];
  let next = 0;
  const fail = (problem: string): never => {
    const position = (tokens[next]?.index ?? text.length) + 1;
    throw new InputError(`"${text}" is no CQL type that is known here: ${problem} at position ${position}`);
  };
  const take = (expected?: string): string => {
    const token = tokens[next]?.[0];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      return fail(`expected ${expected ?? "a name"}`);
    }
    next += 1;
    return token;
  };
  const parameters = (): CqlType[] => {
    take("<");
    const types = [type(false)];
    while (tokens[next]?.[0] === ",") {
      take(",");
      types.push(type(false));
    }
    take(">");
    return types;
  };
  const single = (): CqlType => {
    const [element, ...others] = parameters();
    if (element === undefined || others.length > 0) return fail("expected one type between < and >");
    return element;
  };
  const type = (frozen: boolean): CqlType => {
    const token = take();
    const word = token.toLowerCase();
    if (tokens[next]?.[0] === ".") return qualified(token, frozen);
    if (tokens[next]?.[0] !== "<") return named(token, frozen);
    switch (word) {
      case "frozen": {
        take("<");
        const inner = type(true);
        take(">");
        return inner;
      }
      case "list":
      case "set":
        return { kind: word, element: single(), frozen };
      case "map": {
        const [key, value, ...others] = parameters();
        if (key === undefined || value === undefined || others.length > 0) {
          return fail("a map has two types between < and >");
        }
        return { kind: "map", key, value, frozen };
      }
      case "tuple":
        return { kind: "tuple", elements: parameters() };
      case "vector": {
        take("<");
        const element = type(false);
        take(",");
        const dimensions = Number(take());
        take(">");
        return Number.isInteger(dimensions) && dimensions > 0
          ? { kind: "vector", element, dimensions }
          : fail("a vector has a number of dimensions");
      }
      default:
        return fail(`${token} takes no types`);
    }
  };
  const named = (token: string, frozen: boolean): CqlType => {
    const word = token.startsWith('"') ? token : token.toLowerCase();
    if (word === "varchar") return { kind: "native", name: "text" };
    const native = nativeTypeNames.find((nativeName) => nativeName === word);
    if (native !== undefined) return { kind: "native", name: native };
    return userType(storedName(token), frozen);
  };
  const qualified = (token: string, frozen: boolean): CqlType => {
    take(".");
    const name = storedName(take());
    const owner = storedName(token);
    if (owner !== keyspace) {
      throw new InputError(
        `the type ${owner}.${name} is of another keyspace than the table${keyspace === undefined ? "" : `, which is of ${keyspace}`}`,
        { hint: "Cassandra takes only types of the table's own keyspace: create the type there too" },
      );
    }
    return userType(name, frozen);
  };
  const userType = (name: string, frozen: boolean): CqlType => {
    const fields = userDefined(name);
    if (fields === undefined) {
      next -= 1;
      return fail(`there is no type ${name}`);
    }
    const parsed = fields.map((field) => ({
      name: field.name,
      type: parseCqlType(field.typeText, userDefined, keyspace),
    }));
    return { kind: "udt", name, frozen, fields: parsed };
  };
  const result = type(false);
  if (next < tokens.length) fail("expected the end");
  return result;
}
