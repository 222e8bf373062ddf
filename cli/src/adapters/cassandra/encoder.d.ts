import "cassandra-driver";

/** The driver exports it and leaves it out of its types. */
declare module "cassandra-driver" {
  interface DecodedType {
    readonly code: number;
    readonly info?: DecodedType;
  }

  class Encoder {
    constructor(protocolVersion: number, options: object);
    decode(bytes: Buffer | null, type: DecodedType): unknown;
  }
}
