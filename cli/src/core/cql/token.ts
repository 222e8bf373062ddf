/*
 * Cassandra's Murmur3Partitioner: the first 64 bits of MurmurHash3_x64_128 of the partition key's bytes, with the bytes of
 * the last, incomplete block taken as signed ones (`MurmurHash.hash3_x64_128` of Cassandra), and -2^63 taken for 2^63 - 1.
 * Numbers of 64 bits are pairs of 32 bits here: BigInt takes ten times as long.
 */

/** A number of 64 bits. */
interface Long {
  high: number;
  low: number;
}

const c1: Long = { high: 0x87c37b91, low: 0x114253d5 };
const c2: Long = { high: 0x4cf5ad43, low: 0x2745937f };
const mix1: Long = { high: 0xff51afd7, low: 0xed558ccd };
const mix2: Long = { high: 0xc4ceb9fe, low: 0x1a85ec53 };

/** The token of a partition key. @param bytes of the key, of `length` bytes from the start */
export function token(bytes: Uint8Array, length = bytes.length): bigint {
  const { high, low } = hash(bytes, length);
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** Where the token is in the ring: its upper 32 bits, from 0 for the lowest tokens to 2^32 - 1 for the highest. */
export function ringPosition(bytes: Uint8Array, length = bytes.length): number {
  return (hash(bytes, length).high ^ 0x80000000) >>> 0;
}

/** The lowest token whose ring position is the given one or a higher one. */
export const lowestToken = (position: number): bigint => (BigInt(position) << 32n) - 2n ** 63n;

function hash(bytes: Uint8Array, length: number): Long {
  const h1: Long = { high: 0, low: 0 };
  const h2: Long = { high: 0, low: 0 };
  const k: Long = { high: 0, low: 0 };
  const whole = length - (length % 16);
  for (let at = 0; at < whole; at += 16) {
    load(k, bytes, at);
    multiply(k, c1);
    rotate(k, 31);
    multiply(k, c2);
    exclude(h1, k);
    rotate(h1, 27);
    add(h1, h2);
    timesFive(h1, 0x52dce729);
    load(k, bytes, at + 8);
    multiply(k, c2);
    rotate(k, 33);
    multiply(k, c1);
    exclude(h2, k);
    rotate(h2, 31);
    add(h2, h1);
    timesFive(h2, 0x38495ab5);
  }
  const rest = length - whole;
  if (rest > 8) {
    loadSigned(k, bytes, whole + 8, length);
    multiply(k, c2);
    rotate(k, 33);
    multiply(k, c1);
    exclude(h2, k);
  }
  if (rest > 0) {
    loadSigned(k, bytes, whole, Math.min(whole + 8, length));
    multiply(k, c1);
    rotate(k, 31);
    multiply(k, c2);
    exclude(h1, k);
  }
  h1.low ^= length;
  h2.low ^= length;
  add(h1, h2);
  add(h2, h1);
  finalMix(h1);
  finalMix(h2);
  add(h1, h2);
  if (h1.high === -0x80000000 && h1.low === 0) return { high: 0x7fffffff, low: -1 };
  return h1;
}

function finalMix(value: Long): void {
  // Exclusive or with itself, 33 bits to the right.
  value.low ^= value.high >>> 1;
  multiply(value, mix1);
  value.low ^= value.high >>> 1;
  multiply(value, mix2);
  value.low ^= value.high >>> 1;
}

function load(into: Long, bytes: Uint8Array, at: number): void {
  into.low = word(bytes, at);
  into.high = word(bytes, at + 4);
}

/** Little endian. */
function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** The bytes up to the end, of which each one that is negative as a signed byte inverts those above it. */
function loadSigned(into: Long, bytes: Uint8Array, from: number, to: number): void {
  into.low = 0;
  into.high = 0;
  for (let at = from; at < to; at++) {
    const byte = ((bytes[at] ?? 0) << 24) >> 24;
    const shift = (at - from) * 8;
    if (shift < 32) {
      into.low ^= byte << shift;
      if (byte < 0) into.high ^= -1;
    } else into.high ^= byte << (shift - 32);
  }
}

function exclude(into: Long, value: Long): void {
  into.low ^= value.low;
  into.high ^= value.high;
}

function add(into: Long, value: Long): void {
  const low = (into.low >>> 0) + (value.low >>> 0);
  into.high = (into.high + value.high + (low > 0xffffffff ? 1 : 0)) | 0;
  into.low = low | 0;
}

function rotate(value: Long, by: number): void {
  const { high, low } = value;
  const [upper, lower] = by < 32 ? [high, low] : [low, high];
  const bits = by % 32;
  value.high = (upper << bits) | (lower >>> (32 - bits));
  value.low = (lower << bits) | (upper >>> (32 - bits));
}

function multiply(into: Long, by: Long): void {
  const { high, low } = into;
  into.high = (Math.imul(high, by.low) + Math.imul(low, by.high) + upperHalf(low, by.low)) | 0;
  into.low = Math.imul(low, by.low);
}

/** Of the product of two unsigned numbers of 32 bits, the upper 32 bits. */
function upperHalf(left: number, right: number): number {
  const [leftHigh, leftLow] = [left >>> 16, left & 0xffff];
  const [rightHigh, rightLow] = [right >>> 16, right & 0xffff];
  const middle = leftHigh * rightLow + ((leftLow * rightLow) >>> 16);
  const lower = leftLow * rightHigh + (middle & 0xffff);
  return (leftHigh * rightHigh + Math.floor(middle / 0x10000) + Math.floor(lower / 0x10000)) | 0;
}

function timesFive(value: Long, plus: number): void {
  multiply(value, five);
  add(value, { high: 0, low: plus });
}

const five: Long = { high: 0, low: 5 };
