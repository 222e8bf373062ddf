import type { CqlType } from "#cli/core/cql/type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { inetText } from "#cli/core/cql/inet.js";

/** A value in the encoding of the native protocol (version 5), as hexadecimal digits. */
export function decodeBytes(type: CqlType, hex: string): CqlValue {
  return decode(type, Buffer.from(hex, "hex"));
}

function decode(type: CqlType, bytes: Buffer): CqlValue {
  switch (type.kind) {
    case "native":
      return native(type.name, bytes);
    case "list":
    case "set": {
      const items = new Items(bytes);
      return Array.from({ length: items.count() }, () => items.next(type.element));
    }
    case "map": {
      const items = new Items(bytes);
      return Array.from({ length: items.count() }, () => [items.next(type.key), items.next(type.value)]);
    }
    case "tuple": {
      const items = new Items(bytes);
      return type.elements.map((element) => items.next(element));
    }
    case "udt": {
      const items = new Items(bytes);
      return type.fields.map((field) => items.next(field.type));
    }
    case "vector": {
      const size = bytes.length / type.dimensions;
      return Array.from({ length: type.dimensions }, (_, index) =>
        decode(type.element, bytes.subarray(index * size, (index + 1) * size)),
      );
    }
  }
}

class Items {
  #at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  count(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  next(type: CqlType): CqlValue | null {
    const length = this.count();
    if (length < 0) return null;
    this.#at += length;
    return decode(type, this.#bytes.subarray(this.#at - length, this.#at));
  }
}

const varint = (bytes: Buffer): bigint =>
  BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString("hex")}`));

function native(name: Extract<CqlType, { kind: "native" }>["name"], bytes: Buffer): CqlValue {
  switch (name) {
    case "ascii":
    case "text":
      return bytes.toString("utf8");
    case "bigint":
    case "counter":
    case "timestamp":
    case "time":
      return bytes.readBigInt64BE(0);
    case "blob":
      return `0x${bytes.toString("hex")}`;
    case "boolean":
      return bytes[0] === 1;
    case "date":
      return bytes.readUInt32BE(0) - 2 ** 31;
    case "decimal":
      return { unscaled: varint(bytes.subarray(4)), scale: bytes.readInt32BE(0) };
    case "double":
      return bytes.readDoubleBE(0);
    case "duration":
      return duration(bytes);
    case "float":
      return bytes.readFloatBE(0);
    case "inet":
      return inetText(bytes);
    case "int":
      return bytes.readInt32BE(0);
    case "smallint":
      return bytes.readInt16BE(0);
    case "timeuuid":
    case "uuid":
      return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    case "tinyint":
      return bytes.readInt8(0);
    case "varint":
      return varint(bytes);
  }
}

/** Three zigzag integers of variable length: the leading ones of the first byte count the bytes after it. */
function duration(bytes: Buffer): CqlValue {
  let at = 0;
  const next = (): bigint => {
    const first = bytes.readUInt8(at++);
    const extra = Math.clz32(~(first << 24));
    let value = BigInt(first & (0xff >> extra));
    for (let index = 0; index < extra; index++) value = (value << 8n) | BigInt(bytes.readUInt8(at++));
    return value % 2n === 0n ? value / 2n : -(value + 1n) / 2n;
  };
  return { months: Number(next()), days: Number(next()), nanoseconds: next() };
}
