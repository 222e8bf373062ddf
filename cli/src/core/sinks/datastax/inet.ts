import { inetText } from "../../cql/inet.js";
import { noPrimitive, refuse, UnpredictableValue, type Conversion } from "./conversion.js";
import { asText, isContainer, isNullOrEmpty } from "../../records/json-text.js";

const fromText = (text: string): string | null => (text === "" ? null : inetText(addressOf(text)));

/** inet: an address in digits, as Java reads it; a host name would be asked of the worker's DNS. */
export const inetConversion: Conversion = {
  fromText,
  fromJson: (value) => {
    if (isContainer(value)) return refuse("an object or a list is no IP address");
    return isNullOrEmpty(value) ? null : fromText(asText(value));
  },
  fromPrimitive: noPrimitive("inet"),
};

export function addressOfDigits(text: string): Uint8Array | undefined {
  return ipv4(text) ?? (text.includes(":") ? ipv6(text) : undefined);
}

/** No top-level domain begins with a digit, as the end of 3.4E38 does. */
const isName = (text: string): boolean =>
  text === "localhost" || (/[a-z]/i.test(text) && /\.[^.:\d][^.:]*\.?$/.test(text) && !text.includes(":"));

function addressOf(text: string): Uint8Array {
  const address = addressOfDigits(text.replace(/^\[(.*:.*)\]$/, "$1"));
  if (address !== undefined) return address;
  if (isName(text)) {
    throw new UnpredictableValue(`"${text}" is a host name: its address is what the worker's DNS says`);
  }
  return refuse(`"${text}" is no IP address`);
}

/** One to four parts; the last fills what the others leave: `127.1` is 127.0.0.1. */
function ipv4(text: string): Uint8Array | undefined {
  if (!/^\d{1,10}(\.\d{1,10}){0,3}$/.test(text)) return undefined;
  const parts = text.split(".").map(Number);
  const last = parts.pop() ?? 0;
  if (parts.some((part) => part > 255) || last >= 256 ** (4 - parts.length)) return undefined;
  const rest = Array.from(
    { length: 4 - parts.length },
    (_, index) => Math.floor(last / 256 ** (3 - parts.length - index)) % 256,
  );
  return Uint8Array.from([...parts, ...rest]);
}

function ipv6(text: string): Uint8Array | undefined {
  const [plain = ""] = text.split("%");
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  const tail = dotted === null ? undefined : ipv4(dotted[2] ?? "");
  if (dotted !== null && tail === undefined) return undefined;
  const body =
    tail === undefined
      ? plain
      : `${dotted?.[1] ?? ""}${((tail[0] ?? 0) * 256 + (tail[1] ?? 0)).toString(16)}:${((tail[2] ?? 0) * 256 + (tail[3] ?? 0)).toString(16)}`;
  const halves = body.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const [head = [], end = []] = groups;
  const zeros = 8 - head.length - end.length;
  if (halves.length === 1 ? zeros !== 0 : zeros < 1) return undefined;
  const all = [...head, ...Array.from({ length: zeros }, () => "0"), ...end];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const bytes = Uint8Array.from(
    all.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]),
  );
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return mapped ? bytes.slice(12) : bytes;
}
