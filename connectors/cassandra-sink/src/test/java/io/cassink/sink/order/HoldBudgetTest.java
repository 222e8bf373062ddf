package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldBudgetTest {
  private static long longest(long budget, long... holds) {
    return HoldBudget.longest(budget, holds);
  }

  @Test
  void cutsTheLongestHoldsFirst() {
    assertThat(longest(10, 2, 9, 7)).isEqualTo(4);
    assertThat(longest(10, 9, 9, 9)).isEqualTo(3);
    assertThat(longest(10, 0, 30, 0)).isEqualTo(10);
  }

  @Test
  void cutsNothingWithinTheBudget() {
    assertThat(longest(10)).isEqualTo(Long.MAX_VALUE);
    assertThat(longest(10, 3, 7)).isEqualTo(Long.MAX_VALUE);
  }
}
