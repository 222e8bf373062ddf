/** Plain data as compressed bytes, for other processes of the same version. */
export interface Packing {
  /** Of the program and its form of data: what was packed under another is not to be unpacked. */
  readonly version: string;
  /** Of numbers (NaN too), bigints, texts, arrays, maps, sets and typed arrays. */
  pack(value: unknown): Buffer;
  /** @throws Error for bytes that {@link pack} has not made */
  unpack(bytes: Uint8Array): unknown;
  deflate(bytes: Uint8Array): Buffer;
  /** @throws Error for bytes that {@link deflate} has not made */
  inflate(bytes: Uint8Array): Buffer;
}
