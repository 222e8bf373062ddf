import type { KafkaRecord } from "./record.js";

/** Which record a dead letter is of. */
export interface LetterOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The connector that has reported it, where the letter says so. */
  readonly connector: string | undefined;
}

/**
 * The origin that Connect writes into a dead letter's headers; undefined where they are left out
 * (errors.deadletterqueue.context.headers.enable=false). Connect appends its headers to those of the record, which may be
 * a dead letter itself: the last ones count.
 */
export function letterOrigin({ headers }: Pick<KafkaRecord, "headers">): LetterOrigin | undefined {
  const text = (name: string): string | undefined => {
    const value = headers.findLast(({ key }) => key === `__connect.errors.${name}`)?.value;
    return value === null || value === undefined ? undefined : Buffer.from(value).toString("utf8");
  };
  const topic = text("topic");
  const [partition, offset] = [Number(text("partition")), Number(text("offset"))];
  if (topic === undefined || !Number.isSafeInteger(partition) || !Number.isSafeInteger(offset)) {
    return undefined;
  }
  return { topic, partition, offset, connector: text("connector.name") };
}
