/**
 * The canonical text of an IP address, as RFC 5952 has it: lower case, no leading zeros, the first of the longest
 * runs of two or more zero groups written as `::`.
 * @param bytes 4 bytes of an IPv4 address or 16 of an IPv6 address
 */
export function inetText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) => {
    return (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16);
  });
  const { start, length } = longestZeroRun(groups);
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}

function longestZeroRun(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (groups[end] === "0") end += 1;
    if (end - start > best.length) best = { start, length: end - start };
  }
  return best;
}

/**
 * The 4 or 16 bytes of an IP address, as java.net.InetAddress reads its text: IPv4 in one to four parts, or IPv6. An IPv4
 * address mapped into IPv6 (`::ffff:1.2.3.4`) is IPv4. Undefined for any other text: host names are not looked up.
 */
export function addressOfDigits(text: string): Uint8Array | undefined {
  return ipv4(text) ?? (text.includes(":") ? ipv6(text) : undefined);
}

/** The last part fills the bytes that the parts before it leave: `127.1` is 127.0.0.1. */
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
