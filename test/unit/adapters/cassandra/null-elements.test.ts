import { Encoder, types } from "cassandra-driver";
import { describe, expect, it } from "vitest";
import { readNullElements } from "#cli/adapters/cassandra/null-elements.js";

readNullElements();

/** As a server writes it: the number of elements, then each with its length, which is -1 for null. */
function listOf(elements: readonly (number | null)[]): Buffer {
  const int = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  return Buffer.concat([
    int(elements.length),
    ...elements.flatMap((element) => (element === null ? [int(-1)] : [int(4), int(element)])),
  ]);
}

const encoder = new Encoder(4, {});
const { list, set, int: intType } = types.dataTypes;
const decode = (bytes: Buffer, code = list): unknown =>
  encoder.decode(bytes, { code, info: { code: intType } });

/** Every list of up to four elements, each of them null or a number. */
const lists = Array.from({ length: 5 }, (_, size) => size).flatMap((size) =>
  Array.from({ length: 2 ** size }, (_, bits) =>
    Array.from({ length: size }, (_, at) => ((bits >> at) & 1 ? 60 + at : null)),
  ),
);

describe("lists with nulls", () => {
  it.each(lists.map((elements) => [elements]))("%j", (elements) => {
    expect(decode(listOf(elements))).toEqual(elements);
    expect(decode(listOf(elements), set)).toEqual(elements);
  });

  it("in lists, and none at all", () => {
    const inner = [listOf([1, null]), listOf([null, 2])];
    const bytes = Buffer.concat([
      Buffer.from([0, 0, 0, 2]),
      ...inner.flatMap((one) => [Buffer.from([0, 0, 0, one.length]), one]),
    ]);
    const type = { code: list, info: { code: list, info: { code: intType } } };
    expect(encoder.decode(bytes, type)).toEqual([
      [1, null],
      [null, 2],
    ]);
    expect(encoder.decode(null, type)).toBeNull();
  });
});
