package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contact points stay names, which are asked again at each connection. */
class ContactEndPointTest {
  private List<String> addresses = List.of("10.0.0.2", "10.0.0.1");

  private InetAddress[] lookUp(String name) throws UnknownHostException {
    InetAddress[] found = new InetAddress[addresses.size()];
    for (int i = 0; i < found.length; i++) {
      byte[] bytes = InetAddress.getByName(addresses.get(i)).getAddress();
      found[i] = InetAddress.getByAddress(name, bytes);
    }
    if (found.length == 0) {
      throw new UnknownHostException(name);
    }
    return found;
  }

  private static List<String> resolved(List<EndPoint> points) {
    return points.stream()
        .map(point -> (InetSocketAddress) point.resolve())
        .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
        .toList();
  }

  @Test
  void allAddressesOfANameAreUsed() {
    List<EndPoint> points = ContactEndPoint.of("db", 9042, this::lookUp);
    assertThat(resolved(points)).containsExactly("10.0.0.1:9042", "10.0.0.2:9042");
    assertThat(points.get(0)).isNotEqualTo(points.get(1));
  }

  @Test
  void aNameIsLookedUpAgainAndAnAddressThatIsStillThereIsKept() {
    List<EndPoint> points = ContactEndPoint.of("db", 9042, this::lookUp);
    addresses = List.of("10.0.0.9", "10.0.0.2");
    assertThat(resolved(points)).containsExactly("10.0.0.2:9042", "10.0.0.2:9042");
    addresses = List.of("10.0.0.9", "10.0.0.8");
    assertThat(resolved(points)).containsExactly("10.0.0.8:9042", "10.0.0.9:9042");
  }

  @Test
  void aNameThatCannotBeLookedUpForAWhileKeepsItsAddress() {
    List<EndPoint> points = ContactEndPoint.of("db", 9042, this::lookUp);
    addresses = List.of();
    assertThat(resolved(points)).containsExactly("10.0.0.1:9042", "10.0.0.2:9042");
  }

  /** A certificate is for the name. */
  @Test
  void theNameIsKeptForCertificates() {
    InetSocketAddress address =
        (InetSocketAddress) ContactEndPoint.of("db", 9042, this::lookUp).get(0).resolve();
    assertThat(address.getHostString()).isEqualTo("db");
  }

  @Test
  void addressesAreTakenAsTheyAreAndPortsAreTheirOwn() {
    ClusterConnector connector = new ClusterConnector(ConnectFailuresTest.SETTINGS);
    assertThat(connector.endPoints("10.1.1.1:9043", this::lookUp))
        .singleElement()
        .extracting(EndPoint::resolve)
        .isEqualTo(new InetSocketAddress("10.1.1.1", 9043));
    assertThat(connector.endPoints("[::1]:9043", this::lookUp))
        .singleElement()
        .extracting(EndPoint::resolve)
        .isEqualTo(new InetSocketAddress("::1", 9043));
    assertThat(resolved(connector.endPoints("db:9043", this::lookUp)))
        .containsExactly("10.0.0.1:9043", "10.0.0.2:9043");
    addresses = List.of();
    assertThat(connector.endPoints("db", this::lookUp))
        .singleElement()
        .extracting(EndPoint::resolve)
        .isEqualTo(InetSocketAddress.createUnresolved("db", 9042));
  }
}
