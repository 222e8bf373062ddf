import { emptyMap, fieldOf, isList, isMap, type ConnectValue } from "./connect-value.js";

/** A name that JavaScript moves to the front of an object's names, so that their order is lost. */
const isIndex = /^(?:0|[1-9]\d{0,9})$/;
/** From so many names in one bucket on, Java may keep them as a tree. */
const treeSize = 8;

/**
 * The value with the names of its maps in the order in which Java's HashMap has them, in which JsonConverter's maps are
 * written as JSON: `{"b":1,"a":2}` is written `{"a":2,"b":1}`. Undefined where the order is not certain.
 * @param isHashed whether the maps are HashMaps; those that a sink parses of a text keep the text's order
 */
export function inJavaOrder(value: ConnectValue, isHashed: boolean): ConnectValue | undefined {
  if (isList(value)) {
    const items = value.map((item) => inJavaOrder(item, isHashed));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!isMap(value)) return value;
  const given = Object.keys(value);
  if (given.length > 1 && given.some((name) => isIndex.test(name))) return undefined;
  const names = isHashed ? hashOrder(given) : given;
  const map = emptyMap();
  for (const name of names ?? []) {
    const field = inJavaOrder(fieldOf(value, name) ?? null, isHashed);
    if (field === undefined) return undefined;
    map[name] = field;
  }
  return names === undefined ? undefined : map;
}

/** The order of a HashMap that began with 16 buckets and doubles them when it is three quarters full. */
function hashOrder(names: readonly string[]): readonly string[] | undefined {
  let size = 16;
  while (names.length > size * 0.75) size *= 2;
  const buckets = new Map<number, string[]>();
  for (const name of names) {
    const bucket = spreadHash(name) & (size - 1);
    const inBucket = buckets.get(bucket);
    if (inBucket === undefined) buckets.set(bucket, [name]);
    else inBucket.push(name);
  }
  const inOrder = [...buckets].sort(([one], [other]) => one - other).map(([, inBucket]) => inBucket);
  return inOrder.some(({ length }) => length >= treeSize) ? undefined : inOrder.flat();
}

/** String.hashCode, with its upper half mixed into the lower one as HashMap does. */
function spreadHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash ^ (hash >>> 16);
}
