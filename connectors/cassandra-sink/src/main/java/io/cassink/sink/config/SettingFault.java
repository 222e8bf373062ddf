package io.cassink.sink.config;

/** Settings that do not fit the table. The task cannot start until they or the table change. */
public final class SettingFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * @param setting the last part of the key, such as {@code mapping}
   */
  public SettingFault(String setting, String message) {
    super(message);
    this.setting = setting;
  }

  /** The last part of the setting's key. */
  public String setting() {
    return setting;
  }
}
