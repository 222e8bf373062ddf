package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.config.SetupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One order and generation a table, among the tasks of a worker. */
class TableClaimsTest {
  private static final String FIRST = "order=time order.epoch=-1 generation=0";
  private static final String CORRECTED = "order=time order.epoch=-1 generation=1";

  private final TableClaims one = new TableClaims();
  private final TableClaims other = new TableClaims();

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void aSecondOrderOfATableIsRefusedAndBothAreNamed() throws Exception {
    one.claim("cluster", "ks.t", FIRST);
    assertThatThrownBy(() -> other.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("ks.t is being written with " + FIRST)
        .hasMessageContaining("with " + CORRECTED + " by this one");
  }

  @Test
  void theSameOrderOtherTablesAndOtherClustersAreFree() throws Exception {
    one.claim("cluster", "ks.t", FIRST);
    assertThatCode(
            () -> {
              other.claim("cluster", "ks.t", FIRST);
              other.claim("cluster", "ks.u", CORRECTED);
              other.claim("elsewhere", "ks.t", CORRECTED);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void theLastHolderFreesTheTable() throws Exception {
    one.claim("cluster", "ks.t", FIRST);
    other.claim("cluster", "ks.t", FIRST);
    one.close();
    TableClaims corrected = new TableClaims();
    assertThatThrownBy(() -> corrected.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class);
    other.close();
    assertThatCode(() -> corrected.claim("cluster", "ks.t", CORRECTED)).doesNotThrowAnyException();
    corrected.close();
  }

  /** As a task that fails while it starts and is closed all the same. */
  @Test
  void aRefusedClaimFreesNothingOfOthers() throws Exception {
    one.claim("cluster", "ks.t", FIRST);
    assertThatThrownBy(() -> other.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class);
    other.close();
    TableClaims corrected = new TableClaims();
    assertThatThrownBy(() -> corrected.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class);
    corrected.close();
  }
}
