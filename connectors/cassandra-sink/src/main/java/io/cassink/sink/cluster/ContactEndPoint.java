package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One of the addresses of a contact point's name. The name is asked again at each connection, so
 * that a node that comes back with another address is found.
 *
 * <p>Say db has the addresses 10.0.0.1 and 10.0.0.2: it makes two of these, each of which keeps its
 * own address as long as db has it, for they are two nodes. When db has 10.0.0.2 and 10.0.0.9, the
 * first one moves to one of these.
 */
final class ContactEndPoint implements EndPoint {
  /** Looks up the addresses of a name. */
  @FunctionalInterface
  interface Names {
    Names SYSTEM = InetAddress::getAllByName;

    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  private final String name;
  private final int port;
  private final int index;
  private final Names names;
  private volatile InetAddress last;

  private ContactEndPoint(String name, int port, int index, InetAddress first, Names names) {
    this.name = name;
    this.port = port;
    this.index = index;
    this.last = first;
    this.names = names;
  }

  /** One for each address of the name; none where it has none now. */
  static List<EndPoint> of(String name, int port, Names names) {
    List<EndPoint> points = new ArrayList<>();
    try {
      for (InetAddress address : sorted(names.addresses(name))) {
        points.add(new ContactEndPoint(name, port, points.size(), address, names));
      }
    } catch (UnknownHostException e) {
      // The driver meets the same failure, and says so.
    }
    return points;
  }

  private static InetAddress[] sorted(InetAddress[] addresses) {
    InetAddress[] sorted = addresses.clone();
    Arrays.sort(sorted, Comparator.comparing(InetAddress::getHostAddress));
    return sorted;
  }

  @Override
  public InetSocketAddress resolve() {
    try {
      InetAddress[] now = sorted(names.addresses(name));
      if (!Arrays.asList(now).contains(last)) {
        last = now[index % now.length];
      }
    } catch (UnknownHostException e) {
      // The last address may still do.
    }
    return new InetSocketAddress(last, port);
  }

  @Override
  public String asMetricPrefix() {
    return name.replace('.', '_') + ":" + port + "_" + index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContactEndPoint point
        && name.equals(point.name)
        && port == point.port
        && index == point.index;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, port, index);
  }

  @Override
  public String toString() {
    return name + "/" + last.getHostAddress() + ":" + port;
  }
}
