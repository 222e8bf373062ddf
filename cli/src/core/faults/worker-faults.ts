import type { TraceFault } from "./fault.js";

const restart = "cassink connector restart NAME --failed";

/** What fails in the worker, or between the worker and Kafka. The first that fits decides. */
export const workerFaults: readonly TraceFault[] = [
  {
    code: "dead-letter-topic",
    title: "the dead-letter topic cannot be made",
    means:
      "Connect makes the topic itself when it is not there, with replicas on three brokers unless the config says otherwise; the cluster has fewer, or does not let the worker make topics.",
    fix: [
      "set errors.deadletterqueue.topic.replication.factor to what the cluster has, or make the topic: cassink topic create PIPELINE",
      "cassink connector deploy PIPELINE",
    ],
    says: /Could not initialize dead letter queue/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: Could not initialize dead letter queue with topic=sales-dead",
  },
  {
    code: "out-of-memory",
    title: "the worker has no memory left",
    means:
      "The heap of the worker's JVM is full: large records, many tasks, or a heap that is small for both.",
    fix: [
      "raise the worker's heap (KAFKA_HEAP_OPTS=-Xmx2G), or lower consumer.override.max.poll.records and max.partition.fetch.bytes",
      "restart the worker: after this error a JVM is not to be trusted",
    ],
    says: /java\.lang\.OutOfMemoryError/,
    example: "java.lang.OutOfMemoryError: Java heap space",
  },
  {
    code: "plugin-missing",
    title: "a worker lacks a class of the config",
    means:
      "The connector, a converter or a transform is not in this worker's plugin.path. Every worker of a cluster needs every plugin.",
    fix: [
      "`cassink connector plugins` shows what the worker has",
      "install the plugin on each worker, and restart it",
      restart,
    ],
    says: /Failed to find any class that implements|ClassNotFoundException|Invalid value .* could not be found/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: Failed to find any class that implements Connector and which name matches io.cassink.sink.CassandraSinkConnector",
  },
  {
    code: "plugin-versions",
    title: "plugins of different versions meet in one class loader",
    means:
      "A class was compiled against another version of a library than the one that the worker loaded: two versions of one plugin in plugin.path, or jars laid in Kafka's own libs folder.",
    fix: ["leave one version of each plugin, each in its own folder of plugin.path", "restart the worker"],
    says: /NoSuchMethodError|NoClassDefFoundError|AbstractMethodError|NoSuchFieldError|IncompatibleClassChangeError/,
    example: "java.lang.NoSuchMethodError: 'org.apache.kafka.common.metrics.PluginMetrics pluginMetrics()'",
  },
  {
    code: "config-provider",
    title: "a ${...} of the config cannot be resolved",
    means:
      "The worker's config provider cannot read the file or variable that the config refers to: another path on this worker, missing rights, or a provider that the worker does not have.",
    fix: ["look at the path, its rights and config.providers on every worker", restart],
    says: /Could not read properties from file|config\.provider|ConfigProvider/,
    example:
      "org.apache.kafka.common.config.ConfigException: Could not read properties from file /run/secrets/cassandra",
  },
  {
    code: "no-committed-offset",
    title: "nothing says where to begin",
    means:
      "The consumer group has no offset of a partition, and auto.offset.reset=none forbids to choose one.",
    fix: [
      "remove consumer.override.auto.offset.reset from the config: Connect's sinks begin at the first record",
      "cassink connector deploy PIPELINE",
    ],
    says: /NoOffsetForPartitionException/,
    example:
      "org.apache.kafka.clients.consumer.NoOffsetForPartitionException: Undefined offset with no reset policy for partitions: [sales-0]",
  },
  {
    code: "offset-out-of-range",
    title: "the topic no longer has the record to go on with",
    means:
      "Retention has deleted it, or the topic was made anew with fewer records. Records between are lost to this connector.",
    fix: [
      "`cassink verify table PIPELINE` says which rows miss",
      "`cassink connector restart NAME` goes on at the first record when auto.offset.reset allows it",
    ],
    says: /OffsetOutOfRangeException/,
    example:
      "org.apache.kafka.clients.consumer.OffsetOutOfRangeException: Fetch position FetchPosition{offset=40} is out of range for partition sales-0",
  },
  {
    code: "kafka-login",
    title: "Kafka refuses the worker's login",
    means: "The user, password or token of the worker's consumer is wrong, expired, or of another mechanism.",
    fix: ["correct consumer.sasl.* of the worker, or consumer.override.sasl.* of the config", restart],
    says: /SaslAuthenticationException/,
    example:
      "org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512",
  },
  {
    code: "kafka-tls",
    title: "the worker and Kafka agree on no TLS connection",
    means:
      "A certificate is expired, of another host, or signed by an authority that the other side does not trust.",
    fix: ["correct consumer.ssl.* of the worker, or consumer.override.ssl.* of the config", restart],
    says: /SslAuthenticationException|SSLHandshakeException/,
    example: "org.apache.kafka.common.errors.SslAuthenticationException: SSL handshake failed",
  },
  {
    code: "kafka-topic-denied",
    title: "Kafka denies the worker a topic",
    means: "The worker's user may not read the topic, or not write the dead-letter topic.",
    fix: [
      "grant READ and DESCRIBE on the topic, and WRITE on the dead-letter topic (docs/reference/rights.md)",
      restart,
    ],
    says: /TopicAuthorizationException/,
    example:
      "org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [sales]",
  },
  {
    code: "kafka-group-denied",
    title: "Kafka denies the worker the consumer group",
    means: "The worker's user may not read the group connect-NAME.",
    fix: ["grant READ on the group (docs/reference/rights.md)", restart],
    says: /GroupAuthorizationException/,
    example:
      "org.apache.kafka.common.errors.GroupAuthorizationException: Not authorized to access group: connect-sales",
  },
  {
    code: "kafka-record-too-large",
    title: "a record is larger than Kafka takes",
    means:
      "A dead letter carries the whole record and headers beside it; its topic, or the worker's producer, takes less.",
    fix: [
      "raise max.message.bytes of the dead-letter topic, and producer.override.max.request.size of the config",
      restart,
    ],
    says: /RecordTooLargeException/,
    example:
      "org.apache.kafka.common.errors.RecordTooLargeException: The message is 1048700 bytes when serialized",
  },
  {
    code: "kafka-no-answer",
    title: "Kafka does not answer the worker",
    means: "No broker answered in time: they are down, not reachable from the worker, or overloaded.",
    fix: [
      "`cassink status` shows the brokers of a local stack; look at them and at the network between",
      restart,
    ],
    says: /org\.apache\.kafka\.common\.errors\.(TimeoutException|DisconnectException)/,
    example:
      "org.apache.kafka.common.errors.TimeoutException: Timeout of 60000ms expired before the position for partition sales-0 could be determined",
  },
];
