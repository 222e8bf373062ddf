package io.cassink.datastax.errors;

import com.datastax.oss.common.sink.ConfigException;
import com.datastax.oss.common.sink.config.CassandraSinkConfig;
import com.datastax.oss.common.sink.config.CassandraSinkConfig.IgnoreErrorsPolicy;

/** Which failed records hold their partition back, by the setting ignoreErrors. */
public final class ErrorPolicy {
  private final IgnoreErrorsPolicy ignored;

  private ErrorPolicy(IgnoreErrorsPolicy ignored) {
    this.ignored = ignored;
  }

  /**
   * Reads the setting. The engine itself reads it only when the first record fails; a typo would
   * then lose that record.
   *
   * @throws ConfigException if the setting is not None, All, Driver, true or false
   */
  public static ErrorPolicy of(CassandraSinkConfig config) {
    try {
      return new ErrorPolicy(config.getIgnoreErrors());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }

  /**
   * Whether a failed record must be delivered again.
   *
   * @param failedInDatabase true if its statement failed; false if it could not be read or mapped
   */
  public boolean holdsBack(boolean failedInDatabase) {
    return switch (ignored) {
      case NONE -> true;
      case DRIVER -> !failedInDatabase;
      case ALL -> false;
    };
  }
}
