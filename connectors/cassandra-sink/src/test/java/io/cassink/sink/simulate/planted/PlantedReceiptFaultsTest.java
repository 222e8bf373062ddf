package io.cassink.sink.simulate.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of receipts, weakened in its source: random histories must find every one. */
class PlantedReceiptFaultsTest {
  private static final int ROUNDS = 60;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          told before they are written | record | false | order/PartitionProgress.java | !pending.isEmpty() && pending.getFirst().isDone() | !pending.isEmpty()
          superseded rows are not told | record | false | receipts/RecordMessages.java | row.outcome() != null | row.outcome() == Row.Outcome.WRITTEN
          the commit does not wait | record | false | order/PartitionProgress.java | account == null ? Long.MAX_VALUE : account.untoldFrom() | Long.MAX_VALUE
          the first acknowledgement is taken for all | record | false | receipts/PlainTeller.java | left.decrementAndGet() == 0 | left.decrementAndGet() >= 0
          a later batch ends an earlier one's wait | record | false | receipts/PartitionReceipts.java | !handedOver.isEmpty() && handedOver.getFirst().isTold() | !handedOver.isEmpty()
          what is revoked is told nevertheless | record | false | receipts/PlainTeller.java | batch.isRevoked() | batch == null
          what is read again is told again | record | true | receipts/TransactionalTeller.java | Teller.from(source.next, batch) | batch.accounts
          progress is not committed | record | true | receipts/TransactionalTeller.java | new OffsetAndMetadata(batch.to()) | new OffsetAndMetadata(batch.from())
          progress is not read | record | true | receipts/TransactionalTeller.java | clients.progress(partition) | -1
          counts reach across what is told | range | true | receipts/PartitionReceipts.java | end != null && end <= account.offset | false
          a range begins with its first record | range | true | receipts/TransactionalTeller.java | source.next < 0 ? batch.from() : source.next | batch.from()
          """)
  void isFound(
      String fault, String mode, boolean transactional, String file, String from, String to)
      throws Exception {
    try (FaultyClassPath faulty =
        new FaultyClassPath(PlantedFault.of(fault, file, from, to), Path.of("src/main/java"))) {
      Method rounds =
          faulty
              .loader()
              .loadClass("io.cassink.sink.ReceiptHistoriesTest")
              .getDeclaredMethod("isWrong", String.class, boolean.class, int.class);
      rounds.setAccessible(true);
      assertThat((boolean) rounds.invoke(null, mode, transactional, ROUNDS)).as(fault).isTrue();
    }
  }
}
