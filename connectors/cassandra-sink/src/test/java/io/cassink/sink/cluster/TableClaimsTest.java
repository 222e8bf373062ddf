package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.config.SetupException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One order and generation a table, among the tasks of a worker. */
public class TableClaimsTest {
  private static final String FIRST = "order=time order.epoch=-1 generation=0";
  private static final String CORRECTED = "order=time order.epoch=-1 generation=1";

  private final List<TableClaims> made = new ArrayList<>();

  private TableClaims claims(String connector, String order) {
    TableClaims claims = new TableClaims(connector, order);
    made.add(claims);
    return claims;
  }

  @AfterEach
  void close() {
    made.forEach(TableClaims::close);
  }

  /** As a task meets it whose predecessor has not stopped. */
  public static TableTakenException taken() {
    return new TableTakenException("ks.t is being written with " + FIRST + " by another task");
  }

  @Test
  void aSecondOrderOfAnotherConnectorIsRefusedAndBothAreNamed() throws Exception {
    claims("first", FIRST).claim("cluster", "ks.t");
    assertThatThrownBy(() -> claims("second", CORRECTED).claim("cluster", "ks.t"))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("ks.t is being written with " + FIRST)
        .hasMessageContaining("with " + CORRECTED + " by this one")
        .hasMessageContaining("the connectors first and second");
  }

  @Test
  void aTaskWaitsForOneOfItsConnectorsEarlierConfiguration() throws Exception {
    TableClaims old = claims("shop", FIRST);
    old.claim("cluster", "ks.t");
    TableClaims updated = claims("shop", CORRECTED);
    assertThatThrownBy(() -> updated.claim("cluster", "ks.t"))
        .isInstanceOf(TableTakenException.class)
        .hasMessageContaining("this connector's earlier configuration that has not stopped");
    old.close();
    assertThatCode(() -> updated.claim("cluster", "ks.t")).doesNotThrowAnyException();
  }

  /** Waiting would not help. */
  @Test
  void anotherConnectorThatDisagreesIsSaidEvenWhereAnOldTaskDoesToo() throws Exception {
    claims("shop", FIRST).claim("cluster", "ks.t");
    claims("other", FIRST).claim("cluster", "ks.t");
    assertThatThrownBy(() -> claims("shop", CORRECTED).claim("cluster", "ks.t"))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("the connectors other and shop");
  }

  @Test
  void theSameOrderOtherTablesAndOtherClustersAreFree() throws Exception {
    claims("first", FIRST).claim("cluster", "ks.t");
    assertThatCode(
            () -> {
              claims("second", FIRST).claim("cluster", "ks.t");
              claims("second", CORRECTED).claim("cluster", "ks.u");
              claims("second", CORRECTED).claim("elsewhere", "ks.t");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void theLastHolderFreesTheTable() throws Exception {
    TableClaims first = claims("first", FIRST);
    first.claim("cluster", "ks.t");
    TableClaims second = claims("first", FIRST);
    second.claim("cluster", "ks.t");
    first.close();
    TableClaims corrected = claims("second", CORRECTED);
    assertThatThrownBy(() -> corrected.claim("cluster", "ks.t")).isInstanceOf(SetupException.class);
    second.close();
    assertThatCode(() -> corrected.claim("cluster", "ks.t")).doesNotThrowAnyException();
  }

  /** As a task that fails while it starts and is closed all the same. */
  @Test
  void aRefusedClaimFreesNothingOfOthers() throws Exception {
    claims("first", FIRST).claim("cluster", "ks.t");
    TableClaims refused = claims("second", CORRECTED);
    assertThatThrownBy(() -> refused.claim("cluster", "ks.t")).isInstanceOf(SetupException.class);
    refused.close();
    assertThatThrownBy(() -> claims("second", CORRECTED).claim("cluster", "ks.t"))
        .isInstanceOf(SetupException.class);
  }
}
