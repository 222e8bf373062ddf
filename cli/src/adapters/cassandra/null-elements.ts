import { Encoder, types } from "cassandra-driver";

const codes: readonly number[] = [types.dataTypes.list, types.dataTypes.set];
/** Bytes of the number of elements, and of an element's length. */
const lengthSize = 4;

/**
 * Lets cassandra-driver read lists with nulls, as `ttl(tags)` is where some elements do not expire. Its own reader takes
 * the length -1 of a null for a length: `[null, 60]` becomes `[null, null]`, and `[null, 60, null]` an error or a list of
 * other numbers.
 */
export function readNullElements(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the encoder below
  const decodeOther = Encoder.prototype.decode;
  Encoder.prototype.decode = function (this: Encoder, bytes, type) {
    const { code, info } = type;
    if (bytes === null || bytes.length === 0 || info === undefined || !codes.includes(code)) {
      return decodeOther.call(this, bytes, type);
    }
    let at = lengthSize;
    return Array.from({ length: bytes.readInt32BE(0) }, () => {
      const length = bytes.readInt32BE(at);
      at += lengthSize;
      if (length < 0) return null;
      const element = this.decode(bytes.subarray(at, at + length), info);
      at += length;
      return element;
    });
  };
}
