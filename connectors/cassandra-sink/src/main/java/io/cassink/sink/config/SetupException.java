package io.cassink.sink.config;

/**
 * The task cannot start until somebody corrects a setting, a file that a setting names, a table or
 * a permission: trying again without that fails again.
 */
public final class SetupException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param key of the setting to look at first, in full
   * @param message says what is wrong without the key before it
   */
  public SetupException(String key, String message, Throwable cause) {
    super(message, cause);
    this.key = key;
  }

  /** The message begins with the key. */
  public SetupException(SettingProblem problem, Throwable cause) {
    this(problem.key(), problem.toString(), cause);
  }

  /** The key of the setting to look at first, in full. */
  public String key() {
    return key;
  }
}
