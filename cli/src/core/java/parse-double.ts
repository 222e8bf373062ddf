import { Float64 } from "./floating-point.js";
import { javaTrim } from "./text.js";

const decimal = /^([+-]?)(?:(NaN)|(Infinity)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?)$/;
const hexadecimal = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/;

/** Double.valueOf of Java: `1.5`, `1.5d`, `NaN`, `0x1.8p3` (which is 12.0). Undefined for any other text. */
export function parseDouble(text: string): Float64 | undefined {
  const trimmed = javaTrim(text);
  const match = decimal.exec(trimmed);
  if (match !== null) {
    const [, sign = "", notANumber, infinity, number] = match;
    return new Float64(Number(`${sign}${notANumber ?? infinity ?? number ?? ""}`));
  }
  const [, sign, whole = "", fraction = "", power = "0"] = hexadecimal.exec(trimmed) ?? [];
  if (sign === undefined || whole + fraction === "") return undefined;
  const size = scaled(BigInt(`0x${whole}${fraction}`), Number(power) - 4 * fraction.length);
  return new Float64(sign === "-" ? -size : size);
}

/** The double that is nearest to `mantissa` * 2^`power`. */
function scaled(mantissa: bigint, power: number): number {
  const bits = mantissa.toString(2).length;
  if (mantissa === 0n || bits + power < -1100) return 0;
  if (bits + power > 1100) return Infinity;
  if (power >= 0) return Number(mantissa << BigInt(power));
  return Number(`${mantissa * 5n ** BigInt(-power)}e${power}`);
}
