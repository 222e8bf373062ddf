import type { SinkOffset } from "../../core/connect/sink-offset.js";

/** What Connect answers to, and takes for, the offsets of a connector; those of a source have keys of its own. */
export interface OffsetsAnswer {
  readonly offsets: readonly {
    readonly partition: { readonly kafka_topic?: string; readonly kafka_partition?: number };
    readonly offset: { readonly kafka_offset?: number } | null;
  }[];
}

/** By topic and partition. */
export function sinkOffsets({ offsets }: OffsetsAnswer): readonly SinkOffset[] {
  return offsets
    .flatMap(({ partition: { kafka_topic: topic, kafka_partition: partition }, offset }) => {
      const committed = offset?.kafka_offset;
      if (topic === undefined || partition === undefined || committed === undefined) return [];
      return [{ topic, partition, offset: committed }];
    })
    .sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition));
}

export function offsetsBody(offsets: readonly SinkOffset[]): OffsetsAnswer {
  return {
    offsets: offsets.map(({ topic, partition, offset }) => ({
      partition: { kafka_topic: topic, kafka_partition: partition },
      offset: { kafka_offset: offset },
    })),
  };
}
