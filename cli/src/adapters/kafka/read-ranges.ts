import type Cluster from "kafkajs/src/cluster/index.js";
import fetchRequest from "kafkajs/src/protocol/requests/fetch/v11/request.js";
import { positionText } from "../../core/kafka/record.js";
import { ServiceError } from "../../errors.js";
import type { ReadRequest } from "../../ports/kafka.js";
import { prepareDecompression } from "./decompression.js";
import { CallerError, isRetriable } from "./service-error.js";
import { type FetchResponse, type FetchedPartition, decodeFetchResponse } from "./fetch-response.js";
import { type ReadPosition, advance, deliver } from "./read-position.js";

/** Milliseconds without progress after which a read fails. */
const defaultStallTimeout = 30_000;
/** Four times as much is no faster and takes 200 MB more, as the decoded records outlive V8's young generation. */
const bytesPerFetch = 4 * 1024 * 1024;
const bytesPerPartition = 1024 * 1024;
/** Milliseconds that a broker may wait for new records before it answers. */
const maxWaitTime = 500;
const isolationLevels = { read_uncommitted: 0, read_committed: 1 } as const;
/** Milliseconds between attempts while a partition moves or a broker is down. */
const pauseBeforeRetry = 200;

/** Kafka's error codes for a partition whose leader has changed or is changing, as NOT_LEADER_OR_FOLLOWER (6). */
const movedCodes: ReadonlySet<number> = new Set([3, 5, 6, 9, 13, 56, 74, 75, 76, 78]);
const offsetOutOfRange = 1;
/** Of a user who may describe a topic and not read it: others are refused before. */
const topicAuthorizationFailed = 29;

/**
 * Reads ranges of offsets to their ends without a consumer group: from all leaders at the same time, and from each the
 * next fetch is requested before the last one is decoded.
 */
export class RangeReader {
  readonly #cluster: Cluster;
  readonly #request: ReadRequest;
  readonly #stallTimeout: number;
  readonly #positions: readonly ReadPosition[];
  #progressAt = Date.now();

  constructor(cluster: Cluster, request: ReadRequest, stallTimeout = defaultStallTimeout) {
    this.#cluster = cluster;
    this.#request = request;
    this.#stallTimeout = stallTimeout;
    this.#positions = request.ranges
      .filter((range) => range.to > range.from)
      .map((range) => ({ ...range, next: range.from }));
  }

  /** Resolves at the ends; rejects after too long without progress, also when a broker never answers. */
  async read(): Promise<void> {
    await prepareDecompression();
    let watch: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_, reject) => {
      watch = setInterval(() => {
        if (this.#isStalled()) reject(this.#stall(undefined));
      }, this.#stallTimeout / 10);
    });
    try {
      await Promise.race([this.#readToEnds(), stalled]);
    } finally {
      clearInterval(watch);
    }
  }

  async #readToEnds(): Promise<void> {
    const unfinished = (): ReadPosition[] => this.#positions.filter(({ next, to }) => next < to);
    for (let open = unfinished(); open.length > 0; open = unfinished()) {
      this.#request.signal.throwIfAborted();
      try {
        await this.#cluster.addTargetTopic(this.#request.topic);
        await this.#cluster.refreshMetadata();
        await this.#readFromLeaders(open);
      } catch (error) {
        this.#request.signal.throwIfAborted();
        if (!isRetriable(error)) throw error;
        if (this.#isStalled()) throw this.#stall(error);
      }
      if (unfinished().length > 0) await new Promise((resolve) => setTimeout(resolve, pauseBeforeRetry));
    }
  }

  async #readFromLeaders(open: readonly ReadPosition[]): Promise<void> {
    const numbers = open.map(({ partition }) => partition);
    const leaders = this.#cluster.findLeaderForPartitions(this.#request.topic, numbers);
    const reads = Object.entries(leaders).map(([nodeId, partitions]) =>
      this.#readFromLeader(
        nodeId,
        open.filter(({ partition }) => partitions.includes(partition)),
      ),
    );
    const results = await Promise.allSettled(reads);
    for (const result of results) if (result.status === "rejected") throw result.reason;
  }

  /** Returns when the ends are reached, or earlier when a partition has another leader. */
  async #readFromLeader(nodeId: string, positions: readonly ReadPosition[]): Promise<void> {
    let asked = positions;
    let fetching = this.#fetch(nodeId, asked);
    while (asked.length > 0) {
      const response = await fetching;
      this.#request.signal.throwIfAborted();
      if (response.partitions.some(({ errorCode }) => movedCodes.has(errorCode))) return;
      const deliveries = asked.map((position, index) => {
        const fetched = this.#fetchedOf(response, position);
        const before = position.next;
        // The broker fills its answer in the order of the request. Only the first partition had room for certain.
        return { position, from: before, ...advance(position, fetched, index === 0) };
      });
      const [first, ...rest] = asked;
      asked = [...rest, ...(first === undefined ? [] : [first])].filter(({ next, to }) => next < to);
      if (asked.length > 0) {
        fetching = this.#fetch(nodeId, asked);
        // It is awaited in the next iteration. A failure before that must not count as an unhandled rejection.
        fetching.catch(() => undefined);
      }
      for (const delivery of deliveries) {
        deliver(delivery, this.#request);
        // After delivery, so that the time that the caller takes for the records does not count as a stall.
        if (delivery.position.next > delivery.from) this.#progressAt = Date.now();
      }
      await this.#pace();
    }
  }

  async #pace(): Promise<void> {
    const { pace } = this.#request;
    if (pace === undefined) return;
    const before = Date.now();
    try {
      await pace();
    } catch (error) {
      throw new CallerError(error);
    }
    // The time that the caller takes does not count as a stall.
    this.#progressAt += Date.now() - before;
  }

  async #fetch(nodeId: string, positions: readonly ReadPosition[]): Promise<FetchResponse> {
    const broker = await this.#cluster.findBroker({ nodeId });
    return broker.connectionPool.send<FetchResponse>({
      request: fetchRequest({
        replicaId: -1,
        maxWaitTime,
        minBytes: 1,
        maxBytes: bytesPerFetch,
        isolationLevel: isolationLevels[this.#request.isolation ?? "read_uncommitted"],
        topics: [
          {
            topic: this.#request.topic,
            partitions: positions.map(({ partition, next }) => ({
              partition,
              fetchOffset: next,
              maxBytes: bytesPerPartition,
            })),
          },
        ],
      }),
      response: {
        decode: (payload) => Promise.resolve(decodeFetchResponse(payload)),
        parse: (decoded) => Promise.resolve(decoded),
      },
      requestTimeout: Math.min(10_000, this.#stallTimeout),
    });
  }

  #fetchedOf(response: FetchResponse, position: ReadPosition): FetchedPartition | undefined {
    const fetched = response.partitions.find(({ partition }) => partition === position.partition);
    const errorCode = fetched?.errorCode ?? response.errorCode;
    if (errorCode === 0) return fetched;
    const where = positionText(this.#request.topic, position.partition, position.next);
    if (errorCode === offsetOutOfRange) {
      throw new ServiceError("Kafka", "the topic no longer holds this offset: its records were deleted", {
        where,
        hint: "retention may have removed them, or the topic was made again; run the command again to read what is there now",
      });
    }
    if (errorCode === topicAuthorizationFailed) {
      const { topic } = this.#request;
      throw new ServiceError(
        "Kafka",
        `this user may not read topic ${topic}: it needs READ on topic ${topic}`,
        { where, hint: "docs/reference/rights.md has what each command needs" },
      );
    }
    throw new ServiceError("Kafka", `the broker refused to read, with error code ${errorCode}`, { where });
  }

  #isStalled(): boolean {
    return Date.now() - this.#progressAt >= this.#stallTimeout;
  }

  #stall(cause: unknown): ServiceError {
    const stuck = this.#positions.find(({ next, to }) => next < to);
    return new ServiceError("Kafka", `no record arrived for ${Math.round(this.#stallTimeout / 1000)} s`, {
      where: positionText(this.#request.topic, stuck?.partition ?? 0, stuck?.next ?? 0),
      hint: `look whether the partition has a leader and holds offsets up to ${stuck?.to ?? 0}: cassink topic describe`,
      cause,
    });
  }
}
