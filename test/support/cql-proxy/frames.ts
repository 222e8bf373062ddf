/** Of CQL's native protocol, version 4: native_protocol_v4.spec, sections 2 and 4. */
export const opcodes = {
  error: 0x00,
  startup: 0x01,
  ready: 0x02,
  authenticate: 0x03,
  query: 0x07,
  execute: 0x0a,
  batch: 0x0d,
  authResponse: 0x0f,
  authSuccess: 0x10,
} as const;

const headerLength = 9;
const answerOfVersion4 = 0x84;
const localOne = 0x000a;

/** One frame with its header. */
export interface Frame {
  readonly bytes: Buffer;
  /** Pairs a request with its answer, on one connection. */
  readonly stream: number;
  readonly opcode: number;
  readonly body: Buffer;
}

/** Cuts what a connection brings into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that are whole with these bytes. */
  read(bytes: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frames: Frame[] = [];
    while (this.#rest.length >= headerLength) {
      const length = headerLength + this.#rest.readInt32BE(5);
      if (this.#rest.length < length) break;
      const whole = this.#rest.subarray(0, length);
      frames.push({
        bytes: whole,
        stream: whole.readInt16BE(2),
        opcode: whole.readUInt8(4),
        body: whole.subarray(headerLength),
      });
      this.#rest = this.#rest.subarray(length);
    }
    return frames;
  }
}

export function answer(stream: number, opcode: number, body: Buffer): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(answerOfVersion4, 0);
  header.writeInt16BE(stream, 2);
  header.writeUInt8(opcode, 4);
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

export type ServerError =
  | "server error"
  | "bad credentials"
  | "unavailable"
  | "overloaded"
  | "bootstrapping"
  | "write timeout"
  | "batch too large";

/** Section 9: a code, a message, and for some what else they say. */
const errors: Readonly<Record<ServerError, readonly [code: number, rest: Buffer]>> = {
  "server error": [0x0000, Buffer.alloc(0)],
  "bad credentials": [0x0100, Buffer.alloc(0)],
  unavailable: [0x1000, Buffer.concat([short(localOne), int(1), int(0)])],
  overloaded: [0x1001, Buffer.alloc(0)],
  bootstrapping: [0x1002, Buffer.alloc(0)],
  "write timeout": [0x1100, Buffer.concat([short(localOne), int(0), int(1), text("SIMPLE")])],
  "batch too large": [0x2200, Buffer.alloc(0)],
};

export function errorAnswer(stream: number, error: ServerError): Buffer {
  const [code, rest] = errors[error];
  return answer(stream, opcodes.error, Buffer.concat([int(code), text(`${error} by the proxy`), rest]));
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([short(bytes.length), bytes]);
}

export function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
