import { type Server, type Socket, connect, createServer } from "node:net";
import { Random } from "#cli/core/generate/random.js";
import {
  type Frame,
  FrameReader,
  type ServerError,
  answer,
  errorAnswer,
  int,
  opcodes,
  text,
} from "./frames.js";

/** What the proxy does to requests that write. */
export interface Fault {
  /** Left out: of all requests that write. */
  readonly of?: "batches";
  readonly error: ServerError;
  /** Of the requests, from 0 to 1. */
  readonly share: number;
  /** `instead`: the server does not see the request. `after`: the server carries it out, its answer is replaced. */
  readonly when: "instead" | "after";
}

/**
 * Stands between a driver and Cassandra and does what a bad day does. Clients must speak version 4 of the protocol.
 */
export class CqlProxy {
  /** Undefined: requests pass. */
  fault: Fault | undefined;
  /** Answers wait so many milliseconds at most, each another time. */
  slowest = 0;
  /** Takes requests and answers nothing. */
  silent = false;
  /** The only password with which a client may log in; undefined: nobody is asked. */
  password: string | undefined;
  /** Answers every query of the schema by an error. */
  hidesSchema = false;
  /** The next query with this text loses its connection; undefined once one has. */
  cutAt: string | undefined;
  /** Readings of the schema that were asked for. */
  schemaReads = 0;
  /** Requests to which the fault was done. */
  faults = 0;
  /** Requests that write and were taken in silence. */
  swallowed = 0;
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  readonly #random: Random;

  private constructor(target: number, seed: number) {
    this.#target = target;
    this.#random = new Random(seed);
    this.#server = createServer((client) => this.#take(client));
  }

  /** Listens on a free port of this machine, in front of the port `target`. */
  static async start(target: number, seed: number): Promise<CqlProxy> {
    const proxy = new CqlProxy(target, seed);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** What a connector needs to go this way. */
  get config(): Readonly<Record<string, string>> {
    return { port: String(this.port), "datastax-java-driver.advanced.protocol.version": "V4" };
  }

  /** Cuts every connection. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.reset();
    await closed;
  }

  #take(client: Socket): void {
    const server = connect(this.#target, "127.0.0.1");
    const pair = new Pair(client, server);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    client.on("data", (bytes: Buffer) => {
      for (const frame of pair.requests.read(bytes)) this.#request(pair, frame);
    });
    server.on("data", (bytes: Buffer) => {
      for (const frame of pair.answers.read(bytes)) this.#answer(pair, frame);
    });
  }

  #request(pair: Pair, frame: Frame): void {
    const isBatch = frame.opcode === opcodes.batch;
    const writes = frame.opcode === opcodes.execute || isBatch;
    if (this.silent) {
      if (writes) this.swallowed += 1;
      return;
    }
    if (frame.opcode === opcodes.startup && this.password !== undefined) pair.login.add(frame.stream);
    if (frame.opcode === opcodes.authResponse) {
      this.#checkPassword(pair, frame);
      return;
    }
    if (frame.opcode === opcodes.query && frame.body.includes("system_schema.columns")) this.schemaReads += 1;
    if (this.hidesSchema && frame.opcode === opcodes.query && frame.body.includes("system_schema.")) {
      pair.client.write(errorAnswer(frame.stream, "server error"));
      return;
    }
    if (this.cutAt !== undefined && frame.opcode === opcodes.query && frame.body.includes(this.cutAt)) {
      this.cutAt = undefined;
      pair.client.resetAndDestroy();
      return;
    }
    const { fault } = this;
    const isMeant = fault?.of === "batches" ? isBatch : writes;
    if (isMeant && fault !== undefined && this.#random.uniform() < fault.share) {
      this.faults += 1;
      if (fault.when === "instead") {
        pair.client.write(errorAnswer(frame.stream, fault.error));
        return;
      }
      pair.replaced.set(frame.stream, fault.error);
    }
    pair.server.write(frame.bytes);
  }

  #answer(pair: Pair, frame: Frame): void {
    if (this.silent) return;
    const error = pair.replaced.get(frame.stream);
    let bytes = error === undefined ? frame.bytes : errorAnswer(frame.stream, error);
    pair.replaced.delete(frame.stream);
    if (frame.opcode === opcodes.ready && pair.login.delete(frame.stream)) {
      bytes = answer(frame.stream, opcodes.authenticate, text("PasswordAuthenticator"));
    }
    if (this.slowest === 0) pair.client.write(bytes);
    else setTimeout(() => pair.client.write(bytes), this.#random.below(this.slowest));
  }

  /** SASL PLAIN: `\0user\0password`, as bytes with their length. */
  #checkPassword({ client }: Pair, { stream, body }: Frame): void {
    const password = body.subarray(4).toString().split("\0")[2];
    const right = password === this.password;
    client.write(
      right ? answer(stream, opcodes.authSuccess, int(-1)) : errorAnswer(stream, "bad credentials"),
    );
  }
}

/** A client's connection and the one to the server that belongs to it. */
class Pair {
  readonly requests = new FrameReader();
  readonly answers = new FrameReader();
  /** Streams whose answers become errors. */
  readonly replaced = new Map<number, ServerError>();
  /** Streams whose READY becomes a question for the password. */
  readonly login = new Set<number>();

  constructor(
    readonly client: Socket,
    readonly server: Socket,
  ) {}
}
