package io.cassink.sink.cluster;

import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The files that connection settings name: certificates, keys, key tabs and bundles. */
final class SettingFiles {
  private SettingFiles() {}

  /** Another text when the content of a file is another one, as after a rotation. */
  static String digest(ConnectionSettings settings) {
    MessageDigest digest = sha256();
    named(settings)
        .forEach(
            (key, setting) -> {
              digest.update(key.getBytes(StandardCharsets.UTF_8));
              digest.update(content(key, setting));
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Map<String, String> named(ConnectionSettings settings) {
    Map<String, String> named = new TreeMap<>();
    ConnectionSettings.Encryption encryption = settings.encryption();
    named.put(Settings.SECURE_CONNECT_BUNDLE, settings.secureConnectBundle().orElse(""));
    named.put(Settings.AUTH_KEY_TAB, settings.authentication().keyTab());
    named.put(Settings.SSL_KEYSTORE, encryption.keystore());
    named.put(Settings.SSL_TRUSTSTORE, encryption.truststore());
    named.put(Settings.SSL_CERTIFICATE_CHAIN, encryption.certificateChain());
    named.put(Settings.SSL_PRIVATE_KEY, encryption.privateKey().value());
    settings.driver().forEach((key, value) -> named.put(key, value.value()));
    named.values().removeIf(String::isEmpty);
    return named;
  }

  /** Empty for what names no file: connecting says what is wrong, where something is. */
  private static byte[] content(String key, String setting) {
    try {
      return FileContent.read(key, setting);
    } catch (SetupException e) {
      return new byte[0];
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
