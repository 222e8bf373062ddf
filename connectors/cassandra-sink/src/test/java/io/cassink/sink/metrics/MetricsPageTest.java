package io.cassink.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/reference/sink-metrics.md has every metric, and no other one. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("../../docs/reference/sink-metrics.md");

  @Test
  void hasARowForEachMetricUnderItsType() throws IOException {
    TaskMetrics metrics = new TaskMetrics(Duration.ofSeconds(35), System::nanoTime);
    metrics.topic("t");
    metrics.table("t", "ks.t", new RowCounts());
    Map<String, Set<List<String>>> expected = new LinkedHashMap<>();
    for (MeasureGroup group : metrics.groups()) {
      Set<List<String>> rows =
          expected.computeIfAbsent(group.type(), type -> new LinkedHashSet<>());
      for (Measure measure : group.measures()) {
        rows.add(List.of("`" + measure.name() + "`", measure.unit(), measure.meaning()));
      }
    }
    assertThat(written()).isEqualTo(expected);
  }

  private static Map<String, Set<List<String>>> written() throws IOException {
    Map<String, Set<List<String>>> tables = new LinkedHashMap<>();
    Set<List<String>> rows = new LinkedHashSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## `")) {
        rows = new LinkedHashSet<>();
        tables.put(line.substring(4, line.indexOf('`', 4)), rows);
      } else if (line.startsWith("| `")) {
        List<String> cells = new ArrayList<>(Arrays.asList(line.split("\\|")));
        rows.add(cells.subList(1, 4).stream().map(String::strip).toList());
      }
    }
    return tables;
  }
}
