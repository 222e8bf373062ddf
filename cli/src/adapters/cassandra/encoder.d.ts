import type { policies } from "cassandra-driver";

/** The driver has these and leaves them out of its types. */
declare module "cassandra-driver" {
  interface DecodedType {
    readonly code: number;
    readonly info?: DecodedType;
  }

  interface Client {
    readonly profileManager: {
      getDefaultLoadBalancing(): policies.loadBalancing.LoadBalancingPolicy;
    };
  }

  class Encoder {
    constructor(protocolVersion: number, options: object);
    decode(bytes: Buffer | null, type: DecodedType): unknown;
  }
}
