package io.cassink.sink.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;

/** Every setting with a fixed name. The settings of topics are in {@link TopicKey}. */
public final class Settings {
  public static final String CONTACT_POINTS = "contactPoints";
  public static final String PORT = "port";
  public static final String LOCAL_DC = "loadBalancing.localDc";
  public static final String SECURE_CONNECT_BUNDLE = "cloud.secureConnectBundle";
  public static final String POOL_SIZE = "connectionPoolLocalSize";
  public static final String COMPRESSION = "compression";
  public static final String QUERY_TIMEOUT = "queryExecutionTimeout";
  public static final String MAX_CONCURRENT_REQUESTS = "maxConcurrentRequests";
  public static final String MAX_BYTES_IN_FLIGHT = "maxBytesInFlight";
  public static final String MAX_RECORDS_IN_BATCH = "maxNumberOfRecordsInBatch";
  public static final String IGNORE_ERRORS = "ignoreErrors";
  public static final String RETRY_TIMEOUT = "retry.timeout";
  public static final String ORDER = "order";
  public static final String ORDER_EPOCH = "order.epoch";
  public static final String ORDER_IDLE_RELEASE = "order.idleRelease";
  public static final String GENERATION = "generation";
  public static final String AUTH_PROVIDER = "auth.provider";
  public static final String AUTH_USERNAME = "auth.username";
  public static final String AUTH_PASSWORD = "auth.password";
  public static final String AUTH_KEY_TAB = "auth.gssapi.keyTab";
  public static final String AUTH_PRINCIPAL = "auth.gssapi.principal";
  public static final String AUTH_SERVICE = "auth.gssapi.service";
  public static final String SSL_PROVIDER = "ssl.provider";
  public static final String SSL_CIPHERS = "ssl.cipherSuites";
  public static final String SSL_HOSTNAME = "ssl.hostnameValidation";
  public static final String SSL_KEYSTORE = "ssl.keystore.path";
  public static final String SSL_KEYSTORE_PASSWORD = "ssl.keystore.password";
  public static final String SSL_TRUSTSTORE = "ssl.truststore.path";
  public static final String SSL_TRUSTSTORE_PASSWORD = "ssl.truststore.password";
  public static final String SSL_CERTIFICATE_CHAIN = "ssl.openssl.keyCertChain";
  public static final String SSL_PRIVATE_KEY = "ssl.openssl.privateKey";
  public static final String RECEIPTS_TOPIC = "receipts.topic";
  public static final String RECEIPTS_MODE = "receipts.mode";
  public static final String RECEIPTS_TRANSACTIONAL = "receipts.transactional";
  public static final String RECEIPTS_SERVERS = "receipts.bootstrap.servers";
  public static final String METRICS_HIGHEST_LATENCY = "metricsHighestLatency";
  public static final String JMX = "jmx";
  public static final String JMX_DOMAIN = "jmxConnectorDomain";

  /** Added by the connector: the number of the task. */
  public static final String TASK = "task.id";

  private static final String CONNECTION = "Connection";
  private static final String WRITING = "Writing";
  private static final String WRITE_TIMES = "Write times";
  private static final String ERRORS = "Errors";
  private static final String AUTHENTICATION = "Authentication";
  private static final String ENCRYPTION = "Encryption";
  private static final String RECEIPTS = "Receipts";
  private static final String METRICS = "Metrics";

  private static final String FILE = " A path on the worker, or base64: and the content.";

  private Settings() {}

  /** What Connect validates and documents. */
  public static ConfigDef definition() {
    return new SettingGroups()
        .group(CONNECTION)
        .add(CONTACT_POINTS, LIST, "", HIGH, "Hosts of the cluster, each with :port or without.")
        .add(PORT, INT, 9042, between(1, 65535), MEDIUM, "Port of hosts that are given without.")
        .add(LOCAL_DC, STRING, "", HIGH, "Data centre to write to; needed with contactPoints.")
        .add(
            SECURE_CONNECT_BUNDLE,
            STRING,
            "",
            MEDIUM,
            "Bundle of a cloud database; excludes contactPoints, loadBalancing.localDc and ssl.*,"
                + " and raises weak consistency levels to LOCAL_QUORUM."
                + FILE)
        .add(POOL_SIZE, INT, 4, atLeast(1), LOW, "Connections to each node.")
        .words(COMPRESSION, "None", LOW, "Of the connections' frames.", "None", "Snappy", "LZ4")
        .group(WRITING)
        .add(
            MAX_CONCURRENT_REQUESTS,
            INT,
            500,
            atLeast(1),
            MEDIUM,
            "Requests in flight, of all tasks of this connector in one worker together.")
        .add(
            MAX_BYTES_IN_FLIGHT,
            LONG,
            16L << 20,
            atLeast(1 << 16),
            LOW,
            "Bytes of the worker's heap, of each task, that records may take which are delivered and"
                + " not written: above it the task pauses consumption until some are. Records count"
                + " whole, with fields that are not mapped. What one poll of the consumer hands over"
                + " comes on top of it.")
        .add(
            MAX_RECORDS_IN_BATCH,
            INT,
            32,
            atLeast(1),
            MEDIUM,
            "Rows in one unlogged batch; 1 sends each row by itself, superseded ones too. A batch"
                + " also ends at 10 partitions and, if it is of more than one partition, at 5 KiB,"
                + " which is where servers begin to warn.")
        .add(QUERY_TIMEOUT, INT, 30, atLeast(1), MEDIUM, "Seconds to wait for a request's answer.")
        .group(WRITE_TIMES)
        .words(
            ORDER,
            "time",
            HIGH,
            "Which record of a row is the last one: the one of the latest time and then offset"
                + " (time), or the one of the highest offset (log).",
            "time",
            "log")
        .add(
            ORDER_EPOCH,
            LONG,
            -1L,
            atLeast(-1),
            MEDIUM,
            "With order=log: microseconds added to an offset to make a write time. Choose the time"
                + " of the first deployment, keep it, and raise it when the topic is made anew or"
                + " gets more partitions.")
        .add(
            ORDER_IDLE_RELEASE,
            INT,
            5,
            atLeast(1),
            LOW,
            "With order=time: seconds without a record after which the commit goes past records"
                + " that later ones of the same millisecond could still tie with.")
        .add(
            GENERATION,
            INT,
            0,
            between(0, 1000),
            MEDIUM,
            "Raise by one to make a replay win over everything that was written before: each step"
                + " adds a hundred years to every write time.")
        .group(ERRORS)
        .words(
            IGNORE_ERRORS,
            "None",
            HIGH,
            "Which bad records are passed over where no dead-letter topic takes them: None; All;"
                + " Driver, those that the server refuses. A server that fails is never ignored.",
            "None",
            "All",
            "Driver")
        .add(
            RETRY_TIMEOUT,
            INT,
            300,
            atLeast(-1),
            MEDIUM,
            "Seconds during which a write is tried again while the server fails, and the cluster is"
                + " waited for at the start, before the task fails with its offset held. 0 fails at"
                + " the first failure, -1 waits for ever.")
        .group(AUTHENTICATION)
        .words(
            AUTH_PROVIDER,
            "None",
            HIGH,
            "PLAIN is implied by auth.username and auth.password.",
            "None",
            "PLAIN",
            "GSSAPI")
        .add(AUTH_USERNAME, STRING, "", HIGH, "User of PLAIN.")
        .add(AUTH_PASSWORD, PASSWORD, "", HIGH, "Password of PLAIN.")
        .add(AUTH_KEY_TAB, STRING, "", LOW, "Key tab of GSSAPI; none: the ticket cache." + FILE)
        .add(AUTH_PRINCIPAL, STRING, "", LOW, "Principal of GSSAPI.")
        .add(AUTH_SERVICE, STRING, "dse", LOW, "Service name of GSSAPI.")
        .group(ENCRYPTION)
        .words(SSL_PROVIDER, "None", HIGH, "Who encrypts connections.", "None", "JDK", "OpenSSL")
        .add(SSL_CIPHERS, LIST, "", LOW, "Cipher suites; none: the provider's own choice.")
        .add(SSL_HOSTNAME, BOOLEAN, true, LOW, "Whether a certificate must name the host.")
        .add(SSL_KEYSTORE, STRING, "", MEDIUM, "Key store with the client's certificate." + FILE)
        .add(SSL_KEYSTORE_PASSWORD, PASSWORD, "", MEDIUM, "Password of the key store.")
        .add(SSL_TRUSTSTORE, STRING, "", MEDIUM, "Trust store with the authorities." + FILE)
        .add(SSL_TRUSTSTORE_PASSWORD, PASSWORD, "", MEDIUM, "Password of the trust store.")
        .add(
            SSL_CERTIFICATE_CHAIN,
            STRING,
            "",
            MEDIUM,
            "With OpenSSL: the client's certificates, PEM." + FILE)
        .add(SSL_PRIVATE_KEY, PASSWORD, "", MEDIUM, "With OpenSSL: the client's key, PEM." + FILE)
        .group(RECEIPTS)
        .add(
            RECEIPTS_TOPIC,
            STRING,
            "",
            MEDIUM,
            "Topic that is told what is written, once the table's servers have acknowledged it;"
                + " none: nothing is told. It must exist.")
        .words(
            RECEIPTS_MODE,
            "record",
            MEDIUM,
            "What a receipt is of: a record in a table, with its key and all that was written; or"
                + " a range of offsets, with counts.",
            "record",
            "range")
        .add(
            RECEIPTS_TRANSACTIONAL,
            BOOLEAN,
            false,
            MEDIUM,
            "Whether each is told exactly once to readers of committed messages; always so for"
                + " ranges. Without it, records that are read again are told again.")
        .add(
            RECEIPTS_SERVERS,
            LIST,
            "",
            MEDIUM,
            "Brokers of the receipts' topic; needed with receipts.topic. Settings of the producer,"
                + " such as receipts.producer.security.protocol, begin with receipts.producer.")
        .group(METRICS)
        .add(JMX, BOOLEAN, true, LOW, "Whether the metrics are shown as MBeans.")
        .add(JMX_DOMAIN, STRING, "cassink.sink", LOW, "Domain of the MBeans' names.")
        .add(
            METRICS_HIGHEST_LATENCY,
            INT,
            35,
            atLeast(1),
            LOW,
            "Seconds that the latency of a write is measured up to; longer ones count as this.")
        .definition();
  }
}
