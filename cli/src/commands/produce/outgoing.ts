/** A record to be sent; the shape that the Kafka port takes. */
export interface Outgoing {
  readonly key: string | null;
  readonly value: string;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
}

/** What pacing needs of a clock. */
export interface Pace {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
