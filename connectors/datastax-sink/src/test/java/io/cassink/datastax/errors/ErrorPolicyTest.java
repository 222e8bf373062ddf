package io.cassink.datastax.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.common.sink.ConfigException;
import com.datastax.oss.common.sink.config.CassandraSinkConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorPolicyTest {
  private static ErrorPolicy policy(String ignoreErrors) {
    return ErrorPolicy.of(
        new CassandraSinkConfig(Map.of("name", "test", "ignoreErrors", ignoreErrors)));
  }

  @ParameterizedTest
  @CsvSource({
    "None, true, true",
    "none, true, true",
    "false, true, true",
    "Driver, true, false",
    "true, true, false",
    "All, false, false"
  })
  void holdsBackByTheSetting(String setting, boolean unreadable, boolean unwritten) {
    assertThat(policy(setting).holdsBack(false)).isEqualTo(unreadable);
    assertThat(policy(setting).holdsBack(true)).isEqualTo(unwritten);
  }

  @Test
  void theDefaultIgnoresNothing() {
    ErrorPolicy policy = ErrorPolicy.of(new CassandraSinkConfig(Map.of("name", "test")));
    assertThat(policy.holdsBack(false)).isTrue();
    assertThat(policy.holdsBack(true)).isTrue();
  }

  @Test
  void refusesAnythingElse() {
    assertThatThrownBy(() -> policy("Some"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("All, None or Driver")
        .hasMessageContaining("Some");
  }
}
