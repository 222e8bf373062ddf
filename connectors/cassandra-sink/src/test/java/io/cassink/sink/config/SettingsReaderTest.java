package io.cassink.sink.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.config.ConnectionSettings.Authentication;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  private static final String TABLE = "topic.orders.shop.orders.";

  private final Map<String, String> config =
      new HashMap<>(
          Map.of(
              "name",
              "orders",
              "connector.class",
              "io.cassink.sink.CassandraSinkConnector",
              "topics",
              "orders",
              TABLE + "mapping",
              "id=key, total=value.total"));

  private SinkSettings read() {
    SettingsReader.Result parsed = SettingsReader.read(config);
    assertThat(parsed.problems()).isEmpty();
    return parsed.settings().orElseThrow();
  }

  private List<String> problems() {
    SettingsReader.Result parsed = SettingsReader.read(config);
    assertThat(parsed.settings()).isEmpty();
    return parsed.problems().stream().map(SettingProblem::toString).toList();
  }

  @Test
  void theExampleInTheArchiveIsSound() throws IOException {
    Properties example = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("src/component/example.properties"))) {
      example.load(reader);
    }
    config.clear();
    example.stringPropertyNames().forEach(key -> config.put(key, example.getProperty(key)));
    assertThat(read().topics()).containsOnlyKeys("orders");
  }

  @Test
  void defaultsAreThoseOfTheContract() {
    SinkSettings settings = read();
    assertThat(settings.maxConcurrentRequests()).isEqualTo(500);
    assertThat(settings.maxRecordsInBatch()).isEqualTo(32);
    assertThat(settings.retryTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.ignoreErrors()).isEqualTo(SinkSettings.IgnoreErrors.NONE);
    assertThat(settings.order()).isEqualTo(SinkSettings.WriteOrder.TIME);
    assertThat(settings.connection().port()).isEqualTo(9042);
    assertThat(settings.connection().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    TopicSettings topic = settings.topics().get("orders");
    assertThat(topic.conversions().locale()).isEqualTo(Locale.US);
    TableSettings table = topic.tables().get(0);
    assertThat(table.consistencyLevel()).isEqualTo("LOCAL_ONE");
    assertThat(table.ttl()).isEqualTo(-1);
    assertThat(table.ttlTimeUnit()).isEqualTo(TimeUnit.SECONDS);
    assertThat(table.timestampTimeUnit()).isEqualTo(TimeUnit.MICROSECONDS);
    assertThat(table.nullToUnset()).isTrue();
    assertThat(table.deletesEnabled()).isTrue();
    assertThat(table.missingFields()).isEqualTo(TableSettings.MissingFields.UNSET);
  }

  @Test
  void aTopicMayFeedManyTablesAndHaveDotsInItsName() {
    config.put("topics", "this.is.complex_topic-name,orders");
    config.put("topic.this.is.complex_topic-name.ks.\"My.Table\".mapping", "a=key");
    config.put("topic.this.is.complex_topic-name.ks.t2.mapping", "a=value");
    config.put("topic.this.is.complex_topic-name.ks.t2.ttl", "100");
    config.put("topic.this.is.complex_topic-name.codec.timeZone", "Europe/Paris");
    TopicSettings topic = read().topics().get("this.is.complex_topic-name");
    assertThat(topic.tables())
        .extracting(TableSettings::qualifiedName)
        .containsExactlyInAnyOrder("ks.My.Table", "ks.t2");
    assertThat(topic.conversions().zone()).isEqualTo(ZoneId.of("Europe/Paris"));
  }

  @ParameterizedTest
  @CsvSource({"true,DRIVER", "false,NONE", "all,ALL", "Driver,DRIVER", "None,NONE"})
  void ignoreErrorsTakesOldAndNewWords(String text, SinkSettings.IgnoreErrors expected) {
    config.put("ignoreErrors", text);
    assertThat(read().ignoreErrors()).isEqualTo(expected);
  }

  @Test
  void credentialsImplyPlainAndAreNeverPrinted() {
    config.put("auth.username", "ann");
    config.put("auth.password", "s3cret");
    config.put("datastax-java-driver.advanced.auth-provider.password", "s3cret");
    SinkSettings settings = read();
    assertThat(settings.connection().authentication().method())
        .isEqualTo(Authentication.Method.PLAIN);
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contactPoint | a.example | contactPoint: is not a setting of this connector; did you mean"
            + " contactPoints?",
        "maxNumberOfRecordInBatch | 8 | did you mean maxNumberOfRecordsInBatch?",
        "ssl.truststore.location | x | ssl.truststore.location: is not a setting",
        "ignoreErrors | Nonne | ignoreErrors: Invalid value Nonne",
        "contactPoints | a.example | loadBalancing.localDc: is needed",
        "maxConcurrentRequests | 0 | maxConcurrentRequests: Invalid value 0",
        "auth.username | ann | auth.password: is needed",
        "ssl.openssl.privateKey | k.pem | ssl.openssl.keyCertChain: is needed",
        "ssl.truststore.path | t.jks | ssl.provider: is None, but ssl.truststore.path is set",
        "order | log | order.epoch: is needed with order=log",
        "order.epoch | 5 | order.epoch: has a meaning with order=log only",
        "topics | orders,returns | topics: 'returns' has no table",
        "topic.orders.shop.orders.maping | a=key | did you mean mapping?",
        "topic.orders.shop.orders.ttl | soon | ttl: 'soon' is not a whole number",
        "topic.orders.shop.orders.ttl | -5 | must be -1",
        "topic.orders.shop.orders.ttl | 630720001 | ttl: is longer than 20 years",
        "topic.orders.shop.orders.consistencyLevel | LOCALQUORUM | did you mean LOCAL_QUORUM?",
        "topic.orders.shop.orders.ttlTimeUnit | SECOND | did you mean SECONDS?",
        "topic.orders.shop.orders.nullToUnset | yes | 'yes' is not one of true, false",
        "topic.orders.shop.orders.missingFields | ignore | is not one of unset, error",
        "topic.orders.shop.orders.query | DELETE FROM shop.orders WHERE id=:id | query: needs deletesEnabled=false",
        "topic.orders.shop.orders.query | SELECT * FROM shop.orders | query: it must be an INSERT, an UPDATE, a DELETE or a BATCH",
        "topic.orders.shop.orders.query | TRUNCATE shop.orders | not TRUNCATE",
        "topic.orders.shop.orders.mapping | id=vale.x | mapping: at position 4: 'vale' is neither",
        "topic.orders.codec.timestamp | qqqqqqqqq | codec.timestamp: 'qqqqqqqqq' is neither",
        "topic.orders.codec.timeZone | Mars | codec.timeZone: 'Mars' is not a time zone",
        "topic.orders.codec.unit | AGES | codec.unit: 'AGES' is not one of",
        "topic.orders.codec.locale | 1 | codec.locale: '1' is not a locale",
        "topic.orders | x | topic.orders: is not a topic's setting",
      })
  void everyProblemNamesItsKey(String key, String value, String expected) {
    config.put(key, value);
    assertThat(problems()).hasSize(1).first().asString().contains(expected);
  }

  @Test
  void receiptsAreOffUnlessTheyHaveATopic() {
    assertThat(read().receipts()).isEmpty();
  }

  @Test
  void receiptsAreReadWithTheSettingsOfTheirProducer() {
    config.put("receipts.topic", "orders_written");
    config.put("receipts.bootstrap.servers", "a.example:9092, b.example:9092");
    config.put("receipts.producer.linger.ms", "20");
    config.put("receipts.producer.security.protocol", "SASL_SSL");
    config.put("receipts.producer.sasl.jaas.config", "s3cret");
    config.put("receipts.producer.an.interceptors.own", "x");
    SinkSettings settings = read();
    ReceiptSettings receipts = settings.receipts().orElseThrow();
    assertThat(receipts.topic()).isEqualTo("orders_written");
    assertThat(receipts.mode()).isEqualTo(ReceiptSettings.Mode.RECORD);
    assertThat(receipts.transactional()).isFalse();
    assertThat(receipts.bootstrapServers()).containsExactly("a.example:9092", "b.example:9092");
    assertThat(receipts.client().get("linger.ms").value()).isEqualTo("20");
    assertThat(receipts.client().get("sasl.jaas.config").value()).isEqualTo("s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void rangesAreAlwaysTransactional() {
    config.put("receipts.topic", "orders_written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    config.put("receipts.mode", "Range");
    assertThat(read().receipts().orElseThrow().transactional()).isTrue();
    config.put("receipts.transactional", "true");
    assertThat(read().receipts().orElseThrow().transactional()).isTrue();
    config.put("receipts.transactional", "false");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("receipts.transactional: is always true with receipts.mode=range");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "receipts.mode | batch | receipts.mode: Invalid value batch",
        "receipts.topic | a/b | receipts.topic: 'a/b' is no name of a topic",
        "receipts.topic | orders | receipts.topic: 'orders' is a topic that this connector reads",
        "receipts.bootstrap.servers | , | receipts.bootstrap.servers: is needed with receipts.topic",
        "receipts.transactionl | true | receipts.transactionl: is not a setting of this connector;"
            + " did you mean receipts.transactional?",
        "receipts.group | x | receipts.group: is not a setting of this connector",
        "receipts.producer.acks | 1 | receipts.producer.acks: is the sink's own: it is all",
        "receipts.producer.transactional.id | x | is the sink's own: each partition has its own",
        "receipts.producer.bootstrap.servers | x | is the sink's own: set receipts.bootstrap.servers",
        "receipts.producer.linger.ms | soon | receipts.producer.linger.ms: Invalid value soon",
        "receipts.producer.liger.ms | 5 | did you mean receipts.producer.linger.ms?",
      })
  void everyProblemOfReceiptsNamesItsKey(String key, String value, String expected) {
    config.put("receipts.topic", "orders_written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    config.put(key, value);
    assertThat(problems()).singleElement().asString().contains(expected);
  }

  @Test
  void settingsOfReceiptsWithoutATopicAreRefused() {
    config.put("receipts.bootstrap.servers", "a.example:9092");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("receipts.bootstrap.servers: has a meaning with receipts.topic only");
  }

  @Test
  void aTopicOfReceiptsThatAPatternReadsIsRefused() {
    config.remove("topics");
    config.put("topics.regex", "orders.*");
    config.put("receipts.topic", "orders_written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    assertThat(problems()).singleElement().asString().contains("this connector reads");
  }

  @Test
  void whatAQueryWritesIsNotToldByRecord() {
    config.put("topic.orders.shop.orders.deletesEnabled", "false");
    config.put("topic.orders.shop.orders.query", "DELETE FROM shop.orders WHERE id=:id");
    config.put("receipts.topic", "orders_written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("topic.orders.shop.orders.query: what a query writes cannot be told by record");
    config.put("receipts.mode", "range");
    assertThat(read().receipts()).isPresent();
  }

  /** The write may be a hint alone, which no read shows and which may be lost. */
  @Test
  void whatNoReplicaNeedHaveIsNotTold() {
    config.put("topic.orders.shop.orders.consistencyLevel", "ANY");
    config.put("receipts.topic", "orders_written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("topic.orders.shop.orders.consistencyLevel: with ANY no replica need have a row")
        .contains("set ONE");
    config.put("receipts.mode", "range");
    assertThat(problems()).hasSize(1);
    config.put("topic.orders.shop.orders.consistencyLevel", "ONE");
    assertThat(read().receipts()).isPresent();
  }

  @Test
  void aQueryWritesItsOwnTableAlone() {
    config.put("topic.orders.shop.orders.deletesEnabled", "false");
    String key = "topic.orders.shop.orders.query";
    for (String query :
        List.of(
            "DELETE FROM shop.other WHERE id=:id",
            "BEGIN BATCH DELETE FROM shop.orders WHERE id=:id"
                + " INSERT INTO shop.other (id) VALUES (:id) APPLY BATCH")) {
      config.put(key, query);
      assertThat(problems())
          .hasSize(1)
          .first()
          .asString()
          .contains(key + ": it writes shop.other, but is to write shop.orders");
    }
    config.put(key, "DELETE FROM orders WHERE id=:id");
    assertThat(problems())
        .hasSize(1)
        .first()
        .asString()
        .contains(key + ": name the keyspace: shop.orders");
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    config.put("port", "0");
    config.put("ignoreError", "All");
    config.put(TABLE + "mapping", "id=key, x");
    config.put(TABLE + "ttl", "x");
    assertThat(problems()).hasSize(4);
  }

  @Test
  void aBundleExcludesWhatItSaysItself() {
    config.put("cloud.secureConnectBundle", "/bundle.zip");
    config.put("contactPoints", "a.example");
    config.put("loadBalancing.localDc", "dc1");
    config.put("ssl.provider", "JDK");
    assertThat(problems()).hasSize(3).allMatch(text -> text.contains("does not go with"));
  }

  /** The advice to write ssl.provider=JDK would be refused next. */
  @Test
  void aBundleExcludesStoresToo() {
    config.put("cloud.secureConnectBundle", "/bundle.zip");
    config.put("ssl.truststore.path", "t.jks");
    assertThat(problems())
        .hasSize(1)
        .first()
        .asString()
        .contains("ssl.truststore.path: does not go with cloud.secureConnectBundle");
  }

  @ParameterizedTest
  @CsvSource({
    "ANY,LOCAL_QUORUM",
    "ONE,LOCAL_QUORUM",
    "LOCAL_ONE,LOCAL_QUORUM",
    "TWO,TWO",
    "ALL,ALL",
    "LOCAL_QUORUM,LOCAL_QUORUM"
  })
  void aBundleRaisesWeakConsistencyLevels(String given, String used) {
    config.put("cloud.secureConnectBundle", "/bundle.zip");
    config.put(TABLE + "consistencyLevel", given);
    assertThat(read().topics().get("orders").tables().get(0).consistencyLevel()).isEqualTo(used);
  }

  /** So that the cluster can be asked for the rest of the mistakes. */
  @Test
  void whatCanBeReadBesideAMistakeIsThere() {
    config.put(TABLE + "mapping", "id=key, x");
    config.put("order.epoch", "5");
    SettingsReader.Result parsed = SettingsReader.read(config);
    assertThat(parsed.settings()).isEmpty();
    assertThat(parsed.legible().orElseThrow().topics().get("orders").tables().get(0).mapping())
        .hasValueSatisfying(mapping -> assertThat(mapping.columns()).containsOnlyKeys("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"port=0", "contactPoint=a.example", "ssl.openssl.privateKey=k.pem"})
  void whereTheClusterIsNotKnownNothingIsLookedUp(String wrong) {
    config.put(wrong.split("=")[0], wrong.split("=")[1]);
    assertThat(SettingsReader.read(config).legible()).isEmpty();
  }

  @Test
  void keysOfConnectAndOfTransformsAreNotOurs() {
    config.put("errors.tolerance", "all");
    config.put("transforms", "t");
    config.put("transforms.t.type", "x");
    config.put("value.converter.schemas.enable", "false");
    config.put("consumer.override.max.poll.records", "5000");
    assertThat(read().tolerateAll()).isTrue();
  }

  @Test
  void everySettingIsDocumentedAndGrouped() {
    assertThat(Settings.definition().configKeys().values())
        .allSatisfy(
            key -> {
              assertThat(key.documentation).isNotBlank();
              assertThat(key.group).isNotBlank();
            });
  }

  @Test
  void aRetryTimeoutOfMinusOneIsForEver() {
    config.put("retry.timeout", "-1");
    assertThat(SettingsReader.read(config).settings().orElseThrow().retryTimeout())
        .isEqualTo(SinkSettings.FOR_EVER)
        .isGreaterThan(Duration.ofDays(365 * 200));
    config.put("retry.timeout", "-2");
    assertThat(problems()).hasSize(1);
  }
}
