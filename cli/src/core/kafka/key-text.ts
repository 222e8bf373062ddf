/** A record's key as text, or as `0x…` where its bytes are none; null where it has none. */
export function keyText(key: Uint8Array | null): string | null {
  if (key === null) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(key);
  } catch {
    return `0x${Buffer.from(key).toString("hex")}`;
  }
}
