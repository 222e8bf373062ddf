import type { TraceFault } from "./fault.js";

const restart = "cassink connector restart NAME --failed";
const held =
  "The rows are in the table; the offset is held before them, so their receipts are told after a restart.";

/** What keeps the sink from telling what it has written. The first that fits decides. */
export const receiptFaults: readonly TraceFault[] = [
  {
    code: "receipts-taken-over",
    title: "another task tells the partition's receipts by now",
    means: `Its producer fenced this one, as after a rebalance that this task missed. ${held}`,
    fix: [restart],
    says: /another task tells of this partition by now/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0: another task tells of this partition by now, or the brokers have given up this task's transaction, so it must not go on from offset 40. Restart the task: it goes on where the receipts end",
  },
  {
    code: "receipts-too-large",
    title: "a receipt is larger than its topic or producer takes",
    means: `A receipt has the row's columns and its key as JSON. ${held}`,
    fix: [
      "raise max.message.bytes of the topic that receipts.topic names, and receipts.producer.max.request.size of the config; or set receipts.mode=range",
      restart,
    ],
    says: /receipts from there on cannot be told in the topic \S+: RecordTooLarge/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0: the offset is held before 40, because the receipts from there on cannot be told in the topic sales_written: RecordTooLargeException: The message is 1048700 bytes when serialized. Raise receipts.producer.max.request.size and the topic's max.message.bytes, then restart the task",
  },
  {
    code: "receipts-denied",
    title: "Kafka denies the receipts' producer",
    means: `Its user may not write the topic, not use the transactional ids cassink-receipts.NAME.*, or not log in. ${held}`,
    fix: [
      "give the user of receipts.producer its rights (docs/reference/rights.md): WRITE on the topic, and with transactions WRITE on the transactional ids, READ on the group cassink-receipts.NAME and on the topics that are read",
      restart,
    ],
    says: /receipts .*(Authorization|Authentication)Exception/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0: how far its receipts are told in the topic sales_written cannot be found out: TransactionalIdAuthorizationException: Transactional Id authorization failed. Nothing of it was written. Give the user of receipts.producer its rights (docs/reference/rights.md), then restart the task",
  },
  {
    code: "receipts-not-told",
    title: "receipts cannot be told in their topic",
    means: `The topic is missing or was made anew with fewer partitions, or its brokers do not answer. ${held}`,
    fix: ["look at the topic that receipts.topic names, and at receipts.bootstrap.servers", restart],
    says: /receipts from there on (cannot be told|are not acknowledged)|how far its receipts are told/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0: the offset is held before 40, because the receipts from there on are not acknowledged by the topic sales_written for 300 s (retry.timeout). Look at the topic and its brokers (receipts.bootstrap.servers), then restart the task",
  },
];
