import { InputError } from "../../errors.js";
import { fieldMatches } from "./field-matches.js";
import { wholeJavaPattern } from "../java/regular-expression.js";
import { notModelled, type Predicate, type Settings, type TransformSettings } from "./transform.js";

/** The modelled predicates of Kafka and Cassink, by simple class name. */
const predicates: Readonly<Record<string, (settings: Settings) => Predicate>> = {
  RecordIsTombstone: () => (record) => record.value === null,
  TopicNameMatches: (settings) => {
    const expression = wholeJavaPattern(settings.get("pattern") ?? "", `${settings.prefix}pattern`);
    return (record) => expression.test(record.topic);
  },
  HasHeaderKey: (settings) => {
    const name = settings.get("name");
    return (record) => record.headers.some((header) => header.key === name);
  },
  FieldMatches: fieldMatches,
};

/**
 * The predicate of a transform, negated where `negate` is true; undefined where it has none.
 * @throws InputError naming the key of a predicate that is not modelled, or is set up wrongly
 */
export function predicateOf({ predicate: settings, get }: TransformSettings): Predicate | undefined {
  if (settings === undefined) return undefined;
  const type = settings.get("type");
  if (type === undefined) {
    throw new InputError(`the predicate "${settings.name}" has no type`, { where: `${settings.prefix}type` });
  }
  const simple = type.replace(
    /^(org\.apache\.kafka\.connect\.transforms\.predicates|io\.cassink\.transforms)\./,
    "",
  );
  const make = Object.hasOwn(predicates, simple) ? predicates[simple] : undefined;
  if (make === undefined) throw notModelled(settings, "type", `the predicate ${type}`);
  const predicate = make(settings);
  return get("negate")?.toLowerCase() === "true" ? (record) => !predicate(record) : predicate;
}
