package io.cassink.sink.simulate.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * {@code npm run simulate:planted}: each fault must be seen at its recorded seed, where the sink as
 * it is shows nothing. With {@code --record} it searches from fresh seeds on, says how long each
 * took, and records what it finds.
 */
public final class PlantedFaults {
  private static final Path SOURCES = Path.of("connectors/cassandra-sink/src/main/java");
  private static final Path SEEDS =
      Path.of("connectors/cassandra-sink/src/test/resources/planted-faults.txt");

  /** CPU-seconds within which a search must find a fault. */
  private static final long LONGEST_SEARCH = 60;

  private PlantedFaults() {}

  public static void main(String[] arguments) throws Exception {
    boolean records = List.of(arguments).contains("--record");
    long began = System.nanoTime();
    boolean good = records ? record() : replay();
    System.out.printf(
        "%d planted faults in %.1f s: %s%n",
        Faults.ALL.size(), (System.nanoTime() - began) / 1e9, good ? "all found" : "NOT all found");
    System.exit(good ? 0 : 1);
  }

  private static LongFunction<List<String>> runner(FaultyClassPath path) throws Exception {
    @SuppressWarnings("unchecked")
    LongFunction<List<String>> runner =
        (LongFunction<List<String>>)
            path.loader().loadClass(SeedRun.class.getName()).getDeclaredConstructor().newInstance();
    return runner;
  }

  private static boolean replay() throws Exception {
    Map<String, Long> seeds = recorded();
    LongFunction<List<String>> asItIs = new SeedRun();
    boolean good = true;
    for (PlantedFault fault : Faults.ALL) {
      Long seed = seeds.get(fault.name());
      if (seed == null) {
        System.out.println(fault.name() + " has no recorded seed");
        good = false;
        continue;
      }
      try (FaultyClassPath path = new FaultyClassPath(fault, SOURCES)) {
        List<String> without = asItIs.apply(seed);
        List<String> with = runner(path).apply(seed);
        boolean found = without.isEmpty() && !with.isEmpty();
        good &= found;
        System.out.println(
            fault.name()
                + ", seed "
                + seed
                + ": "
                + (found
                    ? with.get(0)
                    : without.isEmpty()
                        ? "NOT found; npm run simulate:planted -- --record finds another seed"
                        : "the sink itself fails: " + without.get(0)));
      }
    }
    return good;
  }

  private static Map<String, Long> recorded() throws IOException {
    Map<String, Long> seeds = new TreeMap<>();
    for (String line : Files.readAllLines(SEEDS)) {
      String[] words = line.split(" ");
      seeds.put(words[0], Long.valueOf(words[1]));
    }
    return seeds;
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private static boolean record() throws Exception {
    List<String> lines = new ArrayList<>();
    LongFunction<List<String>> asItIs = new SeedRun();
    boolean good = true;
    for (PlantedFault fault : Faults.ALL) {
      double began = cpuSeconds();
      try (FaultyClassPath path = new FaultyClassPath(fault, SOURCES)) {
        LongFunction<List<String>> faulty = runner(path);
        long first = new Random().nextInt(1_000_000) * 1_000L;
        long seed = first;
        List<String> findings = List.of();
        boolean inTime = true;
        while (inTime && findings.isEmpty()) {
          findings = faulty.apply(seed);
          if (!findings.isEmpty() && !asItIs.apply(seed).isEmpty()) {
            findings = List.of();
          }
          seed += findings.isEmpty() ? 1 : 0;
          inTime = cpuSeconds() - began < LONGEST_SEARCH;
        }
        good &= !findings.isEmpty();
        System.out.printf(
            "%s: %s after %d schedules and %.1f CPU-seconds%n",
            fault.name(),
            findings.isEmpty() ? "NOT FOUND" : "seed " + seed + ", " + findings.get(0),
            seed - first + 1,
            cpuSeconds() - began);
        if (!findings.isEmpty()) {
          lines.add(fault.name() + " " + seed);
        }
      }
    }
    Files.write(SEEDS, lines);
    return good;
  }
}
