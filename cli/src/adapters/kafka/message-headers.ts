import type { IHeaders } from "kafkajs";
import type { RecordHeader } from "../../core/kafka/record.js";

/**
 * Headers for a message of kafkajs 2.2.4, in their order and with their nulls. Its own form is an object with the values
 * of a name in an array: names that alternate lose their order, and the size of a null is asked of Buffer, which throws.
 * The record encoder flattens the object by the arrays' `map`, so one array with a `map` of its own gives it any list.
 */
export function messageHeaders(headers: readonly RecordHeader[]): IHeaders {
  const map = (): readonly EncodedHeader[] => headers.map(({ key, value }) => encoded(key, value));
  return { all: Object.assign([], { map }) };
}

interface EncodedHeader {
  readonly key: string;
  readonly value: Buffer | string | null;
}

function encoded(key: string, value: Uint8Array | null): EncodedHeader {
  if (value !== null) return { key, value: Buffer.from(value.buffer, value.byteOffset, value.byteLength) };
  // Asked first for the bytes of what is there, none, and then whether it is null.
  let isMeasured = false;
  return {
    key,
    get value() {
      if (isMeasured) return null;
      isMeasured = true;
      return "";
    },
  };
}
