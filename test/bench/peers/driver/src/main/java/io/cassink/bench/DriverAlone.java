package io.cassink.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How fast the Java driver alone writes the rows of a topic: read and parsed before, so that
 * neither Kafka nor JSON is in the time. The first pass warms the JVM up; the last one is printed.
 */
public final class DriverAlone {
  private DriverAlone() {}

  /**
   * @param args broker, topic, host and port of a Cassandra node, its data centre, passes
   */
  public static void main(String[] args) throws Exception {
    List<Sale> sales = SalesTopic.read(args[0], args[1]);
    DriverConfigLoader settings =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
            .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, 4)
            .build();
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(args[2], Integer.parseInt(args[3])))
            .withLocalDatacenter(args[4])
            .withConfigLoader(settings)
            .build()) {
      SalesWriter writer = new SalesWriter(session);
      for (int pass = Integer.parseInt(args[5]); pass > 0; pass--) {
        long start = System.nanoTime();
        long processor = system.getProcessCpuTime();
        writer.write(sales);
        double seconds = (System.nanoTime() - start) / 1e9;
        double processorSeconds = (system.getProcessCpuTime() - processor) / 1e9;
        if (pass == 1) {
          System.out.printf(
              "{\"rows\":%d,\"seconds\":%s,\"processorSeconds\":%s}%n",
              sales.size(), seconds, processorSeconds);
        }
      }
    }
  }
}
