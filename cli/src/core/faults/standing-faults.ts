import type { Fault } from "./fault.js";

/** What keeps a connector from carrying without a failure of its own, by the codes that `explain` gives. */
export const standingFaults = {
  "not-deployed": {
    title: "the cluster has no such connector",
    means: "It was never deployed, was deleted, or was deployed to another Connect cluster.",
    fix: ["cassink connector deploy PIPELINE"],
  },
  paused: {
    title: "the connector is paused",
    means: "Somebody has paused it. It keeps its partitions and carries nothing.",
    fix: ["cassink connector resume NAME"],
  },
  stopped: {
    title: "the connector is stopped",
    means:
      "Somebody has stopped it, perhaps to change its offsets. Its tasks are gone; config and offsets are kept.",
    fix: ["cassink connector resume NAME"],
  },
  "not-running": {
    title: "no worker runs the connector or some of its tasks",
    means:
      "The worker that had it has gone and the others have not taken it yet (scheduled.rebalance.max.delay.ms is 5 minutes by default), or it is being restarted.",
    fix: [
      "look again in a minute",
      "`cassink connector list` shows where each task runs; restart the worker that misses",
    ],
  },
  "topic-missing": {
    title: "a topic that the connector reads is not there",
    means: "Connect starts all the same and waits for it, without a word.",
    fix: ["cassink topic create PIPELINE, or correct topics of the config"],
  },
  "no-leader": {
    title: "a partition has no leader",
    means: "No running broker has a replica of it that is in sync. Nobody can read or write it.",
    fix: ["start the brokers that have its replicas", "`cassink topic describe TOPIC` shows which these are"],
  },
  "open-transaction": {
    title: "records wait behind a transaction that is not ended",
    means:
      "The connector reads committed records only (isolation.level=read_committed), and a producer has neither committed nor aborted.",
    fix: [
      "wait for transaction.timeout.ms of the producer (a minute by default)",
      "kafka-transactions.sh find-hanging, then abort, for one that hangs",
    ],
  },
  "waits-for-cassandra": {
    title: "writes wait for Cassandra",
    means:
      "The connector runs, its offset does not move, and requests are in flight or are sent again: nodes are down, slow or overloaded.",
    fix: [
      "cassink status and cassink logs cassandra of a local stack; else the nodes' own logs",
      "`cassink logs connect` has the line `waiting for the cluster` with the cause",
    ],
  },
  "receipts-waiting": {
    title: "receipts are not acknowledged, and the task waits",
    means:
      "The rows are in the table; their receipts are not in the topic of receipts.topic, which is missing, or whose brokers do not answer or lack replicas in sync. The offset is held before them. The task tries again, and fails when retry.timeout is over (receipts-not-told).",
    fix: [
      "look with `cassink topic describe` at the topic that receipts.topic names, and at receipts.bootstrap.servers",
      "`cassink topic create PIPELINE` makes it where it is missing",
      "`cassink connector status NAME` shows for how long they wait; they are told as soon as the topic answers",
    ],
  },
  "not-moving": {
    title: "the connector runs, and its offset does not move",
    means:
      "Each look at it takes --sample: a worker that commits seldom (offset.flush.interval.ms, a minute by default) wants a longer one. Else the sink waits for the cluster, or the consumer cannot reach its broker.",
    fix: [
      "cassink connector explain NAME --sample 2m",
      "`cassink logs connect` says what the task waits for",
    ],
  },
  "dead-letters": {
    title: "records wait as dead letters",
    means:
      "The connector went on past records that it could not write, and keeps them in its dead-letter topic. They are in no table until they are sent again or given up (docs/dead-letters.md).",
    fix: [
      "`cassink dlq list PIPELINE` shows why, by cause, column and topic",
      "`cassink dlq replay PIPELINE` sends them again, `cassink dlq purge PIPELINE` gives them up",
    ],
  },
  unknown: {
    title: "a cause that is not in the table",
    means: "The connector or a task has failed, and none of the known causes fits its trace.",
    fix: [
      "`cassink logs connect` has the whole trace",
      "`cassink connector restart NAME --failed` tries again",
    ],
  },
} as const satisfies Readonly<Record<string, Omit<Fault, "code">>>;

export type StandingCode = keyof typeof standingFaults;
