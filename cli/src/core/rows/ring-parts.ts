import { lowestToken } from "../cql/token.js";

/** Positions in the ring, of 32 bits: see `ringPosition` of core/cql/token.ts. */
const positions = 2 ** 32;

/** A part of the ring: positions from the first to the one before the last. */
export interface RingPart {
  readonly from: number;
  readonly to: number;
}

export const wholeRing: RingPart = { from: 0, to: positions };

/** @param count a power of two */
export function ringParts({ from, to }: RingPart, count: number): readonly RingPart[] {
  const size = (to - from) / count;
  return Array.from({ length: count }, (_, index) => ({
    from: from + index * size,
    to: from + (index + 1) * size,
  }));
}

export const isIn = ({ from, to }: RingPart, position: number): boolean => position >= from && position < to;

/** The part's tokens: those behind the first one, up to the second. */
export function tokensOf({ from, to }: RingPart): readonly [after: bigint, upTo: bigint] {
  // No row has the lowest token, so that it may be left out.
  return [from === 0 ? lowestToken(0) : lowestToken(from) - 1n, lowestToken(to) - 1n];
}

/** The lowest power of two that is at least the given number. */
export const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, least)));
