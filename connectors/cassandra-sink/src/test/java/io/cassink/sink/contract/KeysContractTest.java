package io.cassink.sink.contract;

import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.DataType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.cassink.contract.ContractFile;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionProgress;
import io.cassink.sink.rows.Plans;
import io.cassink.sink.rows.Row;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what the sink takes for one row to schemas/contract/sink-keys.json. */
class KeysContractTest {
  private static final String FILE = "sink-keys.json";
  private static ContractTypes types;
  private static List<Case> cases;

  record Content(
      List<String> about, Map<String, Map<String, String>> userTypes, List<Case> cases) {}

  @JsonInclude(Include.NON_NULL)
  record Case(String type, String one, String other, Boolean partition, Boolean clustering) {}

  @BeforeAll
  static void readOrWriteFile() throws Exception {
    Content file = ContractFile.read(FILE, Content.class);
    types = new ContractTypes(file.userTypes());
    cases = file.cases();
    if (ContractFile.isToBeWritten()) {
      cases = cases.stream().map(KeysContractTest::compare).toList();
      ContractFile.write(FILE, new Content(file.about(), file.userTypes(), cases));
    }
  }

  static Stream<Case> cases() {
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSinkAgrees(Case expected) {
    assertThat(compare(expected)).isEqualTo(expected);
  }

  private static Case compare(Case given) {
    DataType type = types.parse(given.type());
    TableLayout partition = Plans.layout("k", type, Kind.PARTITION_KEY, "v", TEXT, Kind.OTHER);
    TableLayout clustering =
        Plans.layout(
            "p", TEXT, Kind.PARTITION_KEY, "k", type, Kind.CLUSTERING, "v", TEXT, Kind.OTHER);
    return new Case(
        given.type(),
        given.one(),
        given.other(),
        areOneRow(partition, "k=value.k, v=value.v", given),
        areOneRow(clustering, "p=key, k=value.k, v=value.v", given));
  }

  private static boolean areOneRow(TableLayout layout, String mapping, Case given) {
    try {
      Plans.Compiled compiled = Plans.compile(layout, Plans.settings("mapping", mapping));
      Row one = row(compiled, given.one(), 1);
      Row other = row(compiled, given.other(), 2);
      // A later row of the same key need not wait for an earlier one, and has the next write time.
      assertThat(other.supersedes(one)).as("%s", given).isEqualTo(one.hash == other.hash);
      return one.hash == other.hash;
    } catch (Exception e) {
      throw new IllegalArgumentException(given.toString(), e);
    }
  }

  private static Row row(Plans.Compiled compiled, String value, long time) throws Exception {
    String json = "{\"k\":" + value + ",\"v\":\"a\"}";
    return compiled.row(
        new PartitionProgress(new TopicPartition("t", 0), new HeldRecords())
            .add(Plans.record("p", json, time)),
        time,
        -1);
  }
}
