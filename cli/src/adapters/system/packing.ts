import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Packing } from "../../ports/packing.js";

/** In V8's own format, whose version is the second byte of what it writes. @param program its version */
export function createPacking(program: string): Packing {
  const deflate = (bytes: Uint8Array): Buffer => deflateRawSync(bytes, { level: 1 });
  const inflate = (bytes: Uint8Array): Buffer => inflateRawSync(bytes);
  return {
    version: `${program}, data format ${serialize(0)[1] ?? 0}`,
    pack: (value) => deflate(serialize(value)),
    unpack: (bytes) => deserialize(inflate(bytes)) as unknown,
    deflate,
    inflate,
  };
}
