/** Math.floorDiv of Java: -1 by 1000 is -1, where `/` of bigints gives 0. The divisor is positive. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend - floorModulo(dividend, divisor)) / divisor;
}

/** Math.floorMod of Java: -1 modulo 1000 is 999, where `%` gives -1. The divisor is positive. */
export function floorModulo(dividend: bigint, divisor: bigint): bigint {
  const rest = dividend % divisor;
  return rest < 0n ? rest + divisor : rest;
}
