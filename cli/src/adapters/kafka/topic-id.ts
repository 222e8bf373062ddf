import type Cluster from "kafkajs/src/cluster/index.js";
import Encoder from "kafkajs/src/protocol/encoder.js";

/** Kafka's Metadata request in the version that names topics' ids first without their authorized operations: 3.0 and newer. */
const metadataKey = 3;
const version = 12;

interface TopicIdAnswer {
  readonly id: string | undefined;
}

/**
 * Kafka's id of a topic, as its own tools write it: it tells a topic from one of the same name that was made before it.
 * Undefined where the broker is too old to say, or the topic has no leader to ask. kafkajs speaks no version with ids.
 */
export async function topicId(cluster: Cluster, topic: string): Promise<string | undefined> {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadata();
  const leader = cluster.findTopicPartitionMetadata(topic).find((each) => each.leader >= 0)?.leader;
  if (leader === undefined) return undefined;
  const broker = await cluster.findBroker({ nodeId: String(leader) });
  const spoken = broker.versions?.[metadataKey];
  if (spoken === undefined || spoken.maxVersion < version) return undefined;
  const { id } = await broker.connectionPool.send<TopicIdAnswer>({
    request: {
      apiKey: metadataKey,
      apiVersion: version,
      apiName: "Metadata",
      encode: () => Promise.resolve(new Encoder().writeBuffer(encodeRequest(topic))),
    },
    response: {
      decode: (payload) => Promise.resolve({ clientSideThrottleTime: 0, id: decodeAnswer(payload) }),
      parse: (answer) => Promise.resolve(answer),
    },
    requestTimeout: 15_000,
  });
  return id;
}

/** kafkajs writes the head of a request without tagged fields, which this version wants before all else. */
export function encodeRequest(topic: string): Buffer {
  const name = Buffer.from(topic);
  const noId = Buffer.alloc(16);
  const noTags = Buffer.from([0]);
  // Of one topic, by its name; no topic is made, and no rights are asked for.
  return Buffer.concat([
    noTags,
    uvarint(2),
    noId,
    uvarint(name.length + 1),
    name,
    noTags,
    Buffer.from([0, 0, 0]),
  ]);
}

/** @param payload behind the correlation id */
export function decodeAnswer(payload: Buffer): string | undefined {
  const reader = new Reader(payload);
  reader.tags();
  reader.skip(4);
  for (let left = reader.uvarint() - 1; left > 0; left--) {
    reader.skip(4);
    reader.text();
    reader.skip(4);
    reader.text();
    reader.tags();
  }
  reader.text();
  reader.skip(4);
  if (reader.uvarint() < 2) return undefined;
  const error = reader.take(2).readInt16BE();
  reader.text();
  const id = reader.take(16);
  return error !== 0 || id.every((byte) => byte === 0) ? undefined : id.toString("base64url");
}

/** Reads the compact forms of Kafka's protocol. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(count: number): Buffer {
    if (this.#at + count > this.#bytes.length) throw new Error("the broker's answer ends too early");
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  skip(count: number): void {
    this.take(count);
  }

  uvarint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.take(1).readUInt8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** A text that may be null: its length is written one higher. */
  text(): void {
    this.skip(Math.max(0, this.uvarint() - 1));
  }

  tags(): void {
    for (let left = this.uvarint(); left > 0; left--) {
      this.uvarint();
      this.skip(this.uvarint());
    }
  }
}

function uvarint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80);
  return Buffer.from([...bytes, left]);
}
