package io.cassink.sink.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.contract.ContractFile;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Column;
import io.cassink.sink.cluster.TableLayout.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the write times of whole logs of records to schemas/contract/log-write-times.json. */
class LogsContractTest {
  private static final String FILE = "log-write-times.json";

  /** Logs that are drawn when the file is written: from the seed 1 on. */
  private static final int RANDOM_LOGS = Integer.getInteger("contract.logs", 300);

  private static Content file;

  /** What the tables of random logs are mapped to, by their names. */
  static final Map<String, String> MAPPINGS = new HashMap<>();

  /**
   * @param tables by name: columns as {@code name kind type}
   * @param mappings of the tables to which random logs are written
   */
  record Content(
      List<String> about,
      Map<String, List<String>> tables,
      Map<String, String> mappings,
      List<LogCase> cases,
      List<RandomLog.Result> random) {}

  @BeforeAll
  static void readOrWriteFile() throws Exception {
    file = ContractFile.read(FILE, Content.class);
    MAPPINGS.putAll(file.mappings());
    if (ContractFile.isToBeWritten()) {
      List<LogCase> cases = new ArrayList<>();
      for (LogCase given : file.cases()) {
        cases.add(written(given));
      }
      List<RandomLog.Result> random = new ArrayList<>();
      for (long seed : LongStream.rangeClosed(1, RANDOM_LOGS).toArray()) {
        random.add(new RandomLog(seed).result());
      }
      file = new Content(file.about(), file.tables(), file.mappings(), cases, random);
      ContractFile.write(FILE, file);
    }
  }

  /** The tables of the file. */
  static List<TableLayout> layouts() {
    return file.tables().entrySet().stream()
        .map(table -> layout(table.getKey(), table.getValue()))
        .toList();
  }

  private static TableLayout layout(String name, List<String> columns) {
    ContractTypes types = new ContractTypes(Map.of());
    return new TableLayout(
        "ks",
        name,
        columns.stream()
            .map(column -> column.split(" ", 3))
            .map(part -> new Column(part[0], types.parse(part[2]), Kind.valueOf(part[1])))
            .toList());
  }

  static Stream<LogCase> cases() {
    return file.cases().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSinkAgrees(LogCase expected) throws Exception {
    assertThat(written(expected)).isEqualTo(expected);
  }

  static Stream<RandomLog.Result> random() {
    return file.random().stream();
  }

  @ParameterizedTest
  @MethodSource("random")
  void theSinkAgreesOnRandomLogs(RandomLog.Result expected) throws Exception {
    assertThat(new RandomLog(expected.seed()).result()).isEqualTo(expected);
  }

  private static LogCase written(LogCase given) throws Exception {
    LogSink sink = new LogSink(given.settings(), layouts());
    Map<String, Long> offsets = new HashMap<>();
    List<LogCase.Run> runs = new ArrayList<>();
    for (LogCase.Run run : given.records()) {
      String partition = run.topicName() + "-" + run.partitionNumber();
      long offset = run.offset() == null ? offsets.getOrDefault(partition, 0L) : run.offset();
      Map<String, List<String>> outcomes = new TreeMap<>();
      for (int i = 0; i < run.records(); i++) {
        long time = run.time() + (run.step() == null ? 0 : run.step() * i);
        sink.outcomes(
                run.topicName(), run.partitionNumber(), offset++, time, run.key(), run.value())
            .forEach(
                (table, outcome) ->
                    outcomes.computeIfAbsent(table, name -> new ArrayList<>()).add(outcome));
      }
      offsets.put(partition, offset);
      Map<String, List<String>> gives = new LinkedHashMap<>();
      outcomes.forEach((table, all) -> gives.put(table, summary(all)));
      runs.add(run.giving(gives));
    }
    return new LogCase(given.log(), given.settings(), runs);
  }

  private static List<String> summary(List<String> outcomes) {
    String first = outcomes.get(0);
    String last = outcomes.get(outcomes.size() - 1);
    if (outcomes.size() == 1 || !first.matches("\\d+")) {
      return List.of(first);
    }
    long sum =
        outcomes.stream().mapToLong(time -> Long.parseLong(time) - Long.parseLong(first)).sum();
    return List.of(first, last, String.valueOf(sum));
  }
}
