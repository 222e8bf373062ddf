package io.cassink.sink;

/** The version that Connect's {@code GET /connector-plugins} shows for this plugin. */
final class Version {
  static final String CURRENT = current();

  private Version() {}

  private static String current() {
    String packaged = Version.class.getPackage().getImplementationVersion();
    return packaged == null ? "not packaged" : packaged;
  }
}
