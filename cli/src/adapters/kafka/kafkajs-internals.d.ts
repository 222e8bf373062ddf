/** Types of private modules of kafkajs 2.2.4. docs/decisions/kafkajs-internals.md says why they are used. */
declare module "kafkajs/src/cluster/index.js" {
  import type Encoder from "kafkajs/src/protocol/encoder.js";
  import type { FetchRequest } from "kafkajs/src/protocol/requests/fetch/v11/request.js";

  /** With an `encode` that a request of kafkajs has of its own. */
  export interface OwnRequest extends FetchRequest {
    readonly encode: () => Promise<Encoder>;
  }

  export interface ProtocolCall<T> {
    readonly request: FetchRequest | OwnRequest;
    readonly response: {
      readonly decode: (payload: Buffer) => Promise<{ readonly clientSideThrottleTime: number } & T>;
      readonly parse: (decoded: T) => Promise<T>;
    };
    readonly requestTimeout: number;
  }

  export interface Broker {
    /** By the key of a request; undefined before the broker is connected. */
    readonly versions?: Readonly<Record<number, { readonly maxVersion: number } | undefined>>;
    readonly connectionPool: { send<T>(call: ProtocolCall<T>): Promise<T> };
  }

  export default class Cluster {
    constructor(options: Readonly<Record<string, unknown>>);
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    addTargetTopic(topic: string): Promise<void>;
    refreshMetadata(): Promise<void>;
    findTopicPartitionMetadata(
      topic: string,
    ): readonly { readonly partitionId: number; readonly leader: number }[];
    /**
     * Offsets of partitions that have a leader; an element for each topic. With a time, of the first record of that time
     * or a later one, or -1.
     */
    fetchTopicsOffset(
      topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number }[];
        readonly fromBeginning?: boolean;
        readonly fromTimestamp?: number;
      }[],
    ): Promise<
      readonly { readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[]
    >;
    findLeaderForPartitions(
      topic: string,
      partitions: readonly number[],
    ): Readonly<Record<string, readonly number[]>>;
    findBroker(choice: { readonly nodeId: string }): Promise<Broker>;
  }
}

declare module "kafkajs/src/protocol/requests/fetch/v11/request.js" {
  export interface FetchRequest {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
  }
  export default function fetchRequest(options: {
    readonly replicaId: number;
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: number;
        readonly maxBytes: number;
      }[];
    }[];
  }): FetchRequest;
}

declare module "kafkajs/src/loggers/index.js" {
  export function createLogger(options: { readonly level: number; readonly logCreator: unknown }): unknown;
}

/** For tests only: how a record is written, with the headers of message-headers.ts. */
declare module "kafkajs/src/protocol/recordBatch/record/v0/index.js" {
  import type { Message } from "kafkajs";
  export default function encodeRecord(message: Pick<Message, "key" | "value" | "headers">): {
    readonly buffer: Buffer;
  };
}

/** For tests only, which run kafkajs' producer over brokers in memory. */
declare module "kafkajs/src/producer/index.js" {
  import type { Producer } from "kafkajs";
  export default function createProducer(options: Readonly<Record<string, unknown>>): Producer;
}

declare module "kafkajs/src/protocol/requests/metadata/index.js" {
  const metadata: {
    readonly versions: readonly string[];
    readonly protocol: (choice: { readonly version: string }) => (request: {
      readonly topics: readonly string[];
      readonly allowAutoTopicCreation: boolean;
    }) => {
      readonly response: { parse: unknown };
    };
  };
  export default metadata;
}

declare module "kafkajs/src/protocol/error.js" {
  export function failure(code: number): boolean;
  export function createErrorFromCode(code: number): Error;
}

declare module "kafkajs/src/protocol/encoder.js" {
  export default class Encoder {
    writeBuffer(bytes: Buffer): this;
  }
}

declare module "kafkajs/src/network/connection.js" {
  export default class Connection {
    readonly host: string;
    readonly port: number;
    readonly socket: { destroy(): void };
    processData: (this: Connection, bytes: Buffer) => void;
    rejectRequests(error: Error): void;
    disconnect(): Promise<true>;
  }
}
