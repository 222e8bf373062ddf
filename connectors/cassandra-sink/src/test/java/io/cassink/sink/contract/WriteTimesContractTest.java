package io.cassink.sink.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.cassink.contract.ContractFile;
import io.cassink.sink.order.TimeOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
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
   * @param rowStep added to the row of each further record
   * @param spread the times are random, less than so much after {@code time}, and so are the rows
   * @param times write times of the first record and the last, and the sum of all, less 1000 x the
   *     first record's time each
   */
  @JsonInclude(Include.NON_NULL)
  record Run(
      int count,
      long time,
      long step,
      List<Long> rows,
      Integer rowStep,
      Integer spread,
      List<Long> times) {
    /** The numbers of a linear congruential generator, which JavaScript can compute as well. */
    private int[] random() {
      int[] numbers = new int[2 * count];
      int state = count;
      for (int i = 0; i < numbers.length; i++) {
        state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
        numbers[i] = state >>> 8;
      }
      return numbers;
    }

    void forEach(BiConsumer<Long, Long> timeAndRow) {
      int[] random = spread == null ? null : random();
      for (int i = 0; i < count; i++) {
        int row = random == null ? i : random[2 * i + 1];
        long at = time + i * step + (random == null ? 0 : random[2 * i] % spread);
        long further = rowStep == null ? 0 : (long) rowStep * i;
        timeAndRow.accept(at, rows.get(row % rows.size()) + further);
      }
    }

    Run with(List<Long> given) {
      return new Run(count, time, step, rows, rowStep, spread, given);
    }
  }

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
    AtomicLong offset = new AtomicLong();
    for (Run run : given.runs()) {
      List<Long> times = new ArrayList<>();
      run.forEach(
          (time, row) -> {
            order.begin(offset.getAndIncrement(), time);
            times.add(order.writeTime(row) - 1_000 * run.time());
          });
      long sum = times.stream().mapToLong(Long::longValue).sum();
      runs.add(run.with(List.of(times.get(0), times.get(times.size() - 1), sum)));
    }
    return new Case(given.shape(), runs);
  }
}
