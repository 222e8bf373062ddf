package io.cassink.sink.simulate;

import io.cassink.sink.simulate.generate.Generator;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.worker.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code npm run simulate -- [--schedules N | --seconds S] [--seed S] [--threads T]}: runs
 * schedules of consecutive seeds, from a fresh one on unless it is given; with {@code --seed} alone
 * this one. Exit code 1 where a table is not the fold of its records, with the seed and the
 * smallest schedule that shows it.
 */
public final class Simulate {
  private static final long SHRINKING = 20_000_000_000L;

  private final long firstSeed;
  private final long schedules;
  private final long deadline;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong polls = new AtomicLong();
  private final AtomicBoolean failed = new AtomicBoolean();

  private Simulate(long firstSeed, long schedules, long seconds) {
    this.firstSeed = firstSeed;
    this.schedules = schedules;
    this.deadline =
        seconds == Long.MAX_VALUE ? seconds : System.nanoTime() + seconds * 1_000_000_000;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Long seed = null;
    long schedules = Long.MAX_VALUE;
    long seconds = Long.MAX_VALUE;
    int threads = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--seed" -> seed = Long.valueOf(value);
        case "--schedules" -> schedules = Long.parseLong(value);
        case "--seconds" -> seconds = Long.parseLong(value);
        case "--threads" -> threads = Integer.parseInt(value);
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    if (schedules == Long.MAX_VALUE && seconds == Long.MAX_VALUE) {
      schedules = seed == null ? 1_000 : 1;
    }
    long first = seed == null ? new Random().nextInt(Integer.MAX_VALUE) * 1_000L : seed;
    System.exit(new Simulate(first, schedules, seconds).run(threads) ? 0 : 1);
  }

  private boolean run(int threads) throws InterruptedException {
    System.out.println("simulating from seed " + firstSeed);
    long began = System.nanoTime();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(this::work, "simulate-" + i);
      all.add(thread);
      thread.start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpu =
        ProcessHandle.current().info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(0.0);
    System.out.printf(
        "%d schedules, %d records, %d polls in %.1f s (%.1f CPU-seconds): %.0f schedules a minute%n",
        done.get(), records.get(), polls.get(), seconds, cpu, done.get() * 60 / seconds);
    return !failed.get();
  }

  private void work() {
    while (System.nanoTime() < deadline) {
      long index = next.getAndIncrement();
      if (index >= schedules) {
        return;
      }
      one(firstSeed + index);
    }
  }

  private void one(long seed) {
    Scenario scenario = Generator.of(seed);
    Simulation.Result result = Simulation.run(scenario);
    done.incrementAndGet();
    records.addAndGet(result.records());
    polls.addAndGet(result.polls());
    if (!result.findings().isEmpty()) {
      boolean isFirst = !failed.getAndSet(true);
      show(seed, scenario, result, isFirst);
    }
  }

  /** Only the first one is shrunk, which takes a while. */
  private static synchronized void show(
      long seed, Scenario scenario, Simulation.Result result, boolean shrinks) {
    System.out.println("FAILED seed " + seed + ": " + result.findings().get(0));
    if (shrinks) {
      Scenario smallest =
          Shrinker.shrink(
              scenario, candidate -> !Simulation.run(candidate).findings().isEmpty(), SHRINKING);
      Simulation.run(smallest).findings().forEach(finding -> System.out.println("  " + finding));
      System.out.println(smallest);
      System.out.println("again: npm run simulate -- --seed " + seed);
    }
  }
}
