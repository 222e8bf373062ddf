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

  private final TableClaims first = new TableClaims();
  private final TableClaims second = new TableClaims();

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void aSecondOrderOfATableIsRefusedAndBothAreNamed() throws Exception {
    first.claim("cluster", "ks.t", FIRST);
    assertThatThrownBy(() -> second.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("ks.t is being written with " + FIRST)
        .hasMessageContaining("with " + CORRECTED + " by this one");
  }

  @Test
  void theSameOrderOtherTablesAndOtherClustersAreFree() throws Exception {
    first.claim("cluster", "ks.t", FIRST);
    assertThatCode(
            () -> {
              second.claim("cluster", "ks.t", FIRST);
              second.claim("cluster", "ks.u", CORRECTED);
              second.claim("elsewhere", "ks.t", CORRECTED);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void theLastHolderFreesTheTable() throws Exception {
    first.claim("cluster", "ks.t", FIRST);
    second.claim("cluster", "ks.t", FIRST);
    first.close();
    TableClaims corrected = new TableClaims();
    assertThatThrownBy(() -> corrected.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class);
    second.close();
    assertThatCode(() -> corrected.claim("cluster", "ks.t", CORRECTED)).doesNotThrowAnyException();
    corrected.close();
  }

  /** As a task that fails while it starts and is closed all the same. */
  @Test
  void aRefusedClaimFreesNothingOfOthers() throws Exception {
    first.claim("cluster", "ks.t", FIRST);
    assertThatThrownBy(() -> second.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class);
    second.close();
    TableClaims corrected = new TableClaims();
    assertThatThrownBy(() -> corrected.claim("cluster", "ks.t", CORRECTED))
        .isInstanceOf(SetupException.class);
    corrected.close();
  }
}
