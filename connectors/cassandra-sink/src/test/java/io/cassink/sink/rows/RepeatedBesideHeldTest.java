package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.COUNTER;
import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.listOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.config.TableSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatedBesideHeldTest {
  private static final TableLayout PRICES =
      Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER);
  private static final TableLayout COUNTERS =
      Plans.layout("id", TEXT, Kind.PARTITION_KEY, "c", COUNTER, Kind.OTHER);
  private static final TableLayout LISTS =
      Plans.layout("id", TEXT, Kind.PARTITION_KEY, "l", listOf(INT), Kind.OTHER);

  private final TableSettings mapped = Plans.settings("mapping", "id=key, a=value.a");
  private final Map<TableSettings, TableLayout> tables = new LinkedHashMap<>();

  private List<String> warnings() {
    return RepeatedBesideHeld.warnings(tables);
  }

  @Test
  void countersOrListsAlonePassInSilence() {
    tables.put(Plans.settings("mapping", "id=key, c=value.c"), COUNTERS);
    tables.put(Plans.settings("mapping", "id=key, l=value.l"), LISTS);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void tablesWithWriteTimesPassInSilence() {
    tables.put(mapped, PRICES);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void countersBesideATableWithWriteTimesAreToldAndTheWayOut() {
    tables.put(mapped, PRICES);
    tables.put(Plans.settings("mapping", "id=key, c=value.c"), COUNTERS);
    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith("topic.topic.ks.t.mapping: the topic feeds ks.t too")
        .contains("a connector of its own")
        .contains("order=log");
  }

  @Test
  void soAreListsAndQueriesThatAppend() {
    tables.put(mapped, PRICES);
    tables.put(Plans.settings("mapping", "id=key, l=value.l"), LISTS);
    String append = "UPDATE ks.t SET l = l + :l WHERE id = :id";
    tables.put(
        Plans.settings("mapping", "id=key, l=value.l", "query", append, "deletesEnabled", "false"),
        LISTS);
    assertThat(warnings()).hasSize(2).anyMatch(warning -> warning.contains("ks.t.query: "));
  }

  /** It holds no commit: its write times are the query's own. */
  @Test
  void aQueryThatSetsItsOwnTimeIsNoReason() {
    String own = "INSERT INTO ks.t (id, a) VALUES (:id, :a) USING TIMESTAMP :a";
    tables.put(
        Plans.settings("mapping", "id=key, a=value.a", "query", own, "deletesEnabled", "false"),
        PRICES);
    tables.put(Plans.settings("mapping", "id=key, c=value.c"), COUNTERS);
    assertThat(warnings()).isEmpty();
  }
}
