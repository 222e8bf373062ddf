package io.cassink.sink.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.cassink.contract.ContractFile;
import io.cassink.sink.order.TimeOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the write times of order=time to schemas/contract/write-times.json. */
class WriteTimesContractTest {
  private static final String FILE = "write-times.json";
  private static List<Case> cases;

  record Content(List<String> about, List<Case> cases) {}

  record Case(String shape, List<Run> runs) {}

  /**
   * Records in a row of one partition.
   *
   * @param time of the first, in milliseconds; each further one is {@code step} later
   * @param rows the records take these rows in turn
   * @param times write times of the first record and the last, and the sum of all, less 1000 x the
   *     first record's time each
   */
  @JsonInclude(Include.NON_NULL)
  record Run(int count, long time, long step, List<Long> rows, List<Long> times) {}

  @BeforeAll
  static void readOrWriteFile() {
    Content file = ContractFile.read(FILE, Content.class);
    cases = file.cases();
    if (ContractFile.isToBeWritten()) {
      cases = cases.stream().map(WriteTimesContractTest::times).toList();
      ContractFile.write(FILE, new Content(file.about(), cases));
    }
  }

  static Stream<Case> cases() {
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOrderAgrees(Case expected) {
    assertThat(times(expected)).isEqualTo(expected);
  }

  private static Case times(Case given) {
    TimeOrder order = new TimeOrder();
    List<Run> runs = new ArrayList<>();
    long offset = 0;
    for (Run run : given.runs()) {
      long first = 0;
      long last = 0;
      long sum = 0;
      for (int i = 0; i < run.count(); i++) {
        order.begin(offset++, run.time() + i * run.step());
        last = order.writeTime(run.rows().get(i % run.rows().size())) - 1_000 * run.time();
        first = i == 0 ? last : first;
        sum += last;
      }
      runs.add(new Run(run.count(), run.time(), run.step(), run.rows(), List.of(first, last, sum)));
    }
    return new Case(given.shape(), runs);
  }
}
