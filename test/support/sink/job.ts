import { Random } from "#cli/core/generate/random.js";
import { rootCause } from "#cli/core/connect/root-cause.js";
import { awaitCarried } from "#test/support/await-carried.js";
import { recordsIn } from "#test/support/servers/kafka.js";
import type { SinkStack } from "./stack.js";
import { type SentRecord, type TopicClient, openTopicClient } from "./topic.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";

export interface SinkJobSettings {
  /** Unique in the file: topic, table and connector are named so. */
  readonly name: string;
  readonly partitions?: number;
  readonly topicConfigs?: Readonly<Record<string, string>>;
  /** What CREATE TABLE has in its parentheses. */
  readonly columns?: string;
  readonly mapping?: string;
  /** Further settings of the connector. */
  readonly config?: ConnectorConfig;
  /** With a dead-letter topic and `errors.tolerance=all`. */
  readonly deadLetters?: boolean;
}

/** A topic, a table, and the sink between them, under names of its own. */
export class SinkJob {
  readonly topic: string;
  readonly table: string;
  readonly deadLetterTopic: string;
  readonly #stack: SinkStack;
  readonly #client: TopicClient;
  readonly #settings: SinkJobSettings;
  /** Good records in the order of their sending. */
  readonly #good: SentRecord[] = [];
  readonly #random: Random;
  #removed = false;
  #time = Date.now() - 3_600_000;

  private constructor(stack: SinkStack, client: TopicClient, settings: SinkJobSettings) {
    this.#stack = stack;
    this.#client = client;
    this.#settings = settings;
    this.topic = `${stack.keyspace}-${settings.name}`;
    this.table = `${stack.keyspace}.${settings.name.replaceAll("-", "_")}`;
    this.deadLetterTopic = `${this.topic}-dead`;
    this.#random = new Random(...Buffer.from(settings.name));
  }

  /** Makes the topic and the table; nothing runs yet. */
  static async create(stack: SinkStack, settings: SinkJobSettings): Promise<SinkJob> {
    const job = new SinkJob(stack, await openTopicClient(stack.broker), settings);
    stack.atClose(() => job.remove());
    const topic = {
      partitions: settings.partitions ?? 2,
      replication: 1,
      configs: settings.topicConfigs ?? {},
    };
    await job.#client.kafka.createTopic({ name: job.topic, ...topic });
    if (settings.deadLetters === true) await job.createDeadLetterTopic();
    await job.createTable();
    return job;
  }

  async createTable(): Promise<void> {
    const columns = this.#settings.columns ?? "k text PRIMARY KEY, n bigint, t text";
    await this.#stack.cql.execute(`CREATE TABLE ${this.table} (${columns})`);
  }

  async createDeadLetterTopic(): Promise<void> {
    const configs = this.#settings.topicConfigs ?? {};
    await this.#client.kafka.createTopic({
      name: this.deadLetterTopic,
      partitions: 1,
      replication: 1,
      configs,
    });
  }

  /** Hands the connector over to Connect, or its changed config. */
  async deploy(change: ConnectorConfig = {}): Promise<void> {
    await this.#stack.connect.putConfig(this.topic, this.config(change));
  }

  config(change: ConnectorConfig = {}): ConnectorConfig {
    const { mapping, config, deadLetters } = this.#settings;
    const reported = {
      "errors.tolerance": "all",
      "errors.deadletterqueue.topic.name": this.deadLetterTopic,
      "errors.deadletterqueue.topic.replication.factor": "1",
      "errors.deadletterqueue.context.headers.enable": "true",
    };
    return {
      name: this.topic,
      "connector.class": "io.cassink.sink.CassandraSinkConnector",
      "tasks.max": "1",
      topics: this.topic,
      contactPoints: "127.0.0.1",
      port: String(this.#stack.cqlPort),
      "loadBalancing.localDc": "datacenter1",
      connectionPoolLocalSize: "1",
      "order.idleRelease": "1",
      "key.converter": "org.apache.kafka.connect.storage.StringConverter",
      "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
      [`topic.${this.topic}.${this.table}.mapping`]: mapping ?? "k=key, n=value.n, t=value.t",
      ...(deadLetters === true ? reported : {}),
      ...config,
      ...change,
    };
  }

  /** Sends puts and deletes of few keys, with falling values and several records a millisecond. */
  async produce(count: number, keys = 200): Promise<void> {
    const records: SentRecord[] = [];
    for (let index = 0; index < count; index += 1) {
      const key = `k${this.#random.below(keys)}`;
      const put = { n: count - index, t: `text ${count - index}` };
      const value = this.#random.below(10) === 0 ? null : JSON.stringify(put);
      if (this.#random.below(5) === 0) this.#time += 1;
      records.push({ key, value, timestamp: this.#time });
    }
    await this.sendGood(records);
  }

  async sendGood(records: readonly SentRecord[]): Promise<void> {
    this.#good.push(...records);
    await this.#client.send(this.topic, records);
  }

  /** Sends records of which none may be written. */
  sendBad(records: readonly SentRecord[]): Promise<void> {
    return this.#client.send(this.topic, records);
  }

  /** The table was emptied: rows follow from the records that are sent from now on. */
  forget(): void {
    this.#good.length = 0;
  }

  /** Waits until everything is committed. */
  async drained(deadline = 150_000): Promise<void> {
    const { kafka } = this.#client;
    const ends = await kafka.topicOffsets(this.topic);
    await awaitCarried({
      connector: this.topic,
      home: this.#stack.home,
      ends: ends.map(({ partition, high }) => ({ topic: this.topic, partition, offset: high })),
      committed: (group, topic) => kafka.groupOffsets(group, topic),
      status: () => this.#stack.connect.status(this.topic),
      deadline,
    });
  }

  /** Waits until a task has failed, and gives the line of its trace that says why. */
  failed(deadline = 90_000): Promise<string> {
    return waitFor(
      { what: `failure of ${this.topic}`, deadline, log: workerLog(this.#stack.home) },
      async (seen) => {
        const status = await this.#stack.connect.status(this.topic);
        seen(status);
        const failed = [status?.connector, ...(status?.tasks ?? [])].find((one) => one?.state === "FAILED");
        return failed === undefined ? undefined : causes(failed.trace ?? "");
      },
    );
  }

  /** Committed offsets by partition, of those that have one. */
  async committed(): Promise<ReadonlyMap<number, number>> {
    const offsets = await this.#client.kafka.groupOffsets(`connect-${this.topic}`, this.topic);
    return new Map(
      offsets.flatMap(({ partition, offset }) =>
        offset === undefined ? [] : [[partition, offset] as const],
      ),
    );
  }

  /** Ends the tasks and waits until they have gone. */
  async stop(): Promise<void> {
    await this.#stack.connect.stop(this.topic);
    await waitFor(
      { what: `end of ${this.topic}'s tasks`, deadline: 60_000, log: workerLog(this.#stack.home) },
      async (seen) => {
        const status = await this.#stack.connect.status(this.topic);
        seen(status);
        return status?.tasks.length === 0 ? true : undefined;
      },
    );
  }

  /** Lets a connector that was stopped begin anew at its committed offsets. */
  async startAgain(change: ConnectorConfig = {}): Promise<void> {
    await this.#stack.connect.delete(this.topic);
    await this.deploy(change);
  }

  /** Lets the sink write every record once more. */
  async replay(change: ConnectorConfig = {}): Promise<void> {
    await this.stop();
    await this.#stack.connect.resetOffsets(this.topic);
    await this.startAgain(change);
    await this.drained();
  }

  restart(): Promise<void> {
    return this.#stack.connect.restart(this.topic, { includeTasks: true, onlyFailed: false });
  }

  deadLetters(): Promise<KafkaRecord[]> {
    return recordsIn(this.#client.kafka, this.deadLetterTopic);
  }

  /** The fold of what was sent and is good: by key the value of its last record, without deleted ones. */
  expected(): Map<string, string> {
    const rows = new Map<string, string>();
    const inOrder = [...this.#good].sort((one, other) => one.timestamp - other.timestamp);
    for (const { key, value } of inOrder) {
      if (value === null) rows.delete(key ?? "");
      else rows.set(key ?? "", value.toString());
    }
    return rows;
  }

  async rows(table = this.table): Promise<Map<string, string>> {
    const rows = new Map<string, string>();
    const query = `SELECT k, n, t FROM ${table}`;
    const found = this.#stack.cql.stream(query, [], { prepare: true, fetchSize: 2_000 });
    for await (const row of found as unknown as AsyncIterable<unknown>) {
      const { k, n, t } = row as { k: string; n: bigint | null; t: string | null };
      rows.set(k, JSON.stringify({ ...(n === null ? {} : { n: Number(n) }), ...(t === null ? {} : { t }) }));
    }
    return rows;
  }

  /** The first rows that are not what the records say; empty when all are right. */
  async wrongRows(): Promise<readonly string[]> {
    const [expected, found] = [this.expected(), await this.rows()];
    return [...new Set([...expected.keys(), ...found.keys()])]
      .filter((key) => expected.get(key) !== found.get(key))
      .map((key) => `${key}: expected ${String(expected.get(key))}, found ${String(found.get(key))}`)
      .slice(0, 5);
  }

  deleteDeadLetterTopic(): Promise<boolean> {
    return this.#client.kafka.deleteTopic(this.deadLetterTopic);
  }

  /** Deletes connector and topics; the table goes with the stack's keyspace. */
  async remove(): Promise<void> {
    if (this.#removed) return;
    this.#removed = true;
    const { kafka } = this.#client;
    await this.#stack.connect.delete(this.topic);
    const topics = await kafka.topicNames();
    for (const topic of [this.topic, this.deadLetterTopic]) {
      if (topics.includes(topic)) await kafka.deleteTopic(topic);
    }
    await this.#client.close();
  }
}

/** The first lines of all causes: what the sink says, and what it heard. */
function causes(trace: string): string {
  const lines = trace.split(/\r?\n/).filter((line) => /^(?!\s)/.test(line));
  return lines.length === 0 ? rootCause(trace) : lines.join("\n");
}
