package io.cassink.sink.cluster;

import io.cassink.sink.config.ConnectionSettings.Encryption;
import io.cassink.sink.config.SettingProblem;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.types.Password;

/** Makes the TLS context. PEM certificates are used with the JDK's TLS, too. */
record TransportSecurity(Encryption settings) {
  private static final char[] NO_PASSWORD = new char[0];

  SSLContext context() throws SetupException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), authorities(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new SetupException(
          Settings.SSL_PROVIDER,
          "ssl.*: the keys and certificates cannot be used: " + e.getMessage(),
          e);
    }
  }

  private KeyManager[] keys() throws GeneralSecurityException, IOException, SetupException {
    KeyStore store;
    char[] password;
    if (!settings.certificateChain().isEmpty()) {
      store = ofPem();
      password = NO_PASSWORD;
    } else if (!settings.keystore().isEmpty()) {
      store = load(Settings.SSL_KEYSTORE, settings.keystore(), settings.keystorePassword());
      password = settings.keystorePassword().value().toCharArray();
    } else {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private TrustManager[] authorities()
      throws GeneralSecurityException, IOException, SetupException {
    if (settings.truststore().isEmpty()) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(
        load(Settings.SSL_TRUSTSTORE, settings.truststore(), settings.truststorePassword()));
    return factory.getTrustManagers();
  }

  /** A PKCS #12 or JKS store, by its first byte. */
  private static KeyStore load(String key, String file, Password password)
      throws GeneralSecurityException, IOException, SetupException {
    byte[] content = FileContent.read(key, file);
    boolean isPkcs12 = content.length > 0 && content[0] == 0x30;
    KeyStore store = KeyStore.getInstance(isPkcs12 ? "PKCS12" : "JKS");
    String secret = password.value();
    try {
      store.load(new ByteArrayInputStream(content), secret.isEmpty() ? null : secret.toCharArray());
    } catch (IOException e) {
      throw new SetupException(
          new SettingProblem(key, "is no store that its password opens: " + e.getMessage()), e);
    }
    return store;
  }

  private KeyStore ofPem() throws GeneralSecurityException, IOException, SetupException {
    byte[] chain = FileContent.read(Settings.SSL_CERTIFICATE_CHAIN, settings.certificateChain());
    Certificate[] certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(chain))
            .toArray(new Certificate[0]);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("client", privateKey(certificates), NO_PASSWORD, certificates);
    return store;
  }

  private PrivateKey privateKey(Certificate[] chain)
      throws GeneralSecurityException, SetupException {
    byte[] content = FileContent.read(Settings.SSL_PRIVATE_KEY, settings.privateKey().value());
    String pem = new String(content, StandardCharsets.US_ASCII);
    if (chain.length == 0 || !pem.contains("-----BEGIN PRIVATE KEY-----")) {
      throw new GeneralSecurityException(
          "expected certificates, and a key in PKCS #8 (openssl pkcs8 -topk8 -nocrypt)");
    }
    String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }
}
