import java.io.FileInputStream;
import java.security.KeyStore;
import java.util.Base64;

/** Prints a private key of a PKCS #12 store as PEM, which keytool cannot: STORE PASSWORD ALIAS. */
class ExportKey {
  public static void main(String[] arguments) throws Exception {
    char[] password = arguments[1].toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (FileInputStream file = new FileInputStream(arguments[0])) {
      store.load(file, password);
    }
    byte[] key = store.getKey(arguments[2], password).getEncoded();
    System.out.println("-----BEGIN PRIVATE KEY-----");
    System.out.println(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key));
    System.out.println("-----END PRIVATE KEY-----");
  }
}
