/** Where a sink connector goes on in a partition. */
export interface SinkOffset {
  readonly topic: string;
  readonly partition: number;
  /** Of the next record that it will read. */
  readonly offset: number;
}
