package io.cassink.sink.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * A log that is drawn by a seed, record by record, with the write times of its records in a hash:
 * {@code test/contract/log-write-times/random-log.ts} draws the same one. Times stand still, rise,
 * fall, are late and ahead; rows are hot; a part of the records is bad, deletes, or sets less.
 */
final class RandomLog {
  private static final long START = 1_530_305_100_000L;

  /** Tables that the topics feed: each letter is a table of the contract's file. */
  private static final String[] TABLES = {
    "a", "b", "c", "l", "m", "ab", "ba", "ac", "bl", "al", "bm", "abl", "acm", "abclm"
  };

  private final long seed;
  private int state;

  /** What became of the records. */
  record Result(
      long seed, String tables, int records, int written, int refused, int ranOver, String hash) {}

  RandomLog(long seed) {
    this.seed = seed;
    this.state = (int) seed * 0x9e3779b1 & 0x7fffffff;
  }

  /**
   * Less than the bound, by a linear congruential generator that JavaScript can compute as well.
   */
  private int next(int bound) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >>> 8) % bound;
  }

  private Map<String, String> settings(String letters) {
    Map<String, String> settings = new TreeMap<>();
    boolean byTime = next(10) > 0;
    settings.put("order", byTime ? "time" : "log");
    if (!byTime) {
      settings.put("order.epoch", "1500000000000000");
    }
    settings.put("generation", String.valueOf(next(4) == 0 ? 1 + next(3) : 0));
    String unset = String.valueOf(next(3) > 0);
    boolean ofTwo = next(4) == 0;
    settings.put("topics", ofTwo ? "t,u" : "t");
    for (String topic : settings.get("topics").split(",")) {
      for (String letter : letters.split("")) {
        String prefix = "topic." + topic + ".ks." + letter + ".";
        settings.put(prefix + "mapping", LogsContractTest.MAPPINGS.get(letter));
        settings.put(prefix + "nullToUnset", unset);
      }
    }
    return settings;
  }

  Result result() throws Exception {
    String letters = TABLES[next(TABLES.length)];
    Map<String, String> settings = settings(letters);
    LogSink sink = new LogSink(settings, LogsContractTest.layouts());
    String[] topics = settings.get("topics").split(",");
    boolean byTime = settings.get("order").equals("time");
    int partitions = 1 + next(2);
    int size = next(60);
    int records =
        size == 0 ? 12_000 + next(14_000) : size < 7 ? 3_000 + next(4_000) : 20 + next(300);
    boolean hot = next(2) == 0;
    int keys = next(6) == 0 ? 2 + next(5_000) : 1 + next(5);
    int clusterings = 1 + next(3);
    int longest = records > 1_000 ? 4_000 : next(2) == 0 ? 10 : 100;
    long[] offsets = new long[topics.length * partitions];
    long clock = START;
    int made = 0;
    int written = 0;
    int refused = 0;
    int ranOver = 0;
    int hash = 0x811c9dc5;
    while (made < records) {
      int kind = next(11);
      int length = 5 + next(longest);
      int batch = 1 + next(12);
      for (int i = 0; i < length && made < records; i++, made++) {
        long time = clock;
        switch (kind) {
          case 0, 1, 9, 10 -> {}
          case 2 -> clock++;
          case 3 -> clock += i % batch == 0 ? 1 : 0;
          case 4 -> time += i % 2 * (1 + batch % 3);
          case 5 -> time += next(12) == 0 ? 3_600_000 : 0;
          case 6 -> time -= next(40);
          case 7 -> time += next(5);
          default -> clock--;
        }
        int topic = next(topics.length);
        int partition = next(partitions);
        int at = topic * partitions + partition;
        int key = hot && next(5) > 0 ? 0 : next(keys);
        int clustering = next(clusterings);
        int content = next(28);
        String value = value(content, clustering, made);
        time = content == 6 ? -1 : content == 7 ? time * 1_000 : time;
        offsets[at] += content == 8 ? (next(20) == 0 ? next(6_000) : next(30)) : 0;
        Map<String, String> outcomes =
            sink.outcomes(topics[topic], partition, offsets[at]++, time, "k" + key, value);
        for (Map.Entry<String, String> outcome : outcomes.entrySet()) {
          if (outcome.getValue().equals("refused")) {
            refused++;
          } else {
            written++;
            long index = Long.parseLong(outcome.getValue()) - sink.shift() - 1_000 * time;
            ranOver += byTime && index >= 1_000 && !outcome.getKey().equals("ks.m") ? 1 : 0;
          }
          hash = hashed(hash, outcome.getKey() + "=" + outcome.getValue() + "\n");
        }
      }
      clock += next(4) - 1;
    }
    return new Result(seed, letters, records, written, refused, ranOver, Integer.toHexString(hash));
  }

  private String value(int content, int clustering, int number) {
    String c = "\"c\":\"c" + clustering + "\"";
    return switch (content) {
      case 0 -> null;
      case 1 -> "{" + c + ",\"s\":null,\"v\":null,\"n\":null,\"l\":null}";
      case 2 -> "{" + c + ",\"s\":\"s\",\"v\":\"v\",\"n\":\"x\",\"l\":[1]}";
      case 3 -> "{\"s\":\"s\",\"v\":\"v\",\"n\":1,\"l\":[2]}";
      case 4 -> next(4) == 0 ? "{" : "{" + c + ",\"l\":\"x\",\"n\":2}";
      case 5 -> "{" + c + ",\"v\":\"v" + number + "\"}";
      case 9 -> "{" + c + ",\"s\":\"s" + number + "\"}";
      case 10 -> "{" + c + ",\"n\":3,\"w\":" + (1_000 * START + next(40)) + "}";
      case 11 -> "{" + c + ",\"v\":\"v\",\"w\":\"x\"}";
      default -> "{" + c + ",\"s\":\"s\",\"v\":\"v" + number + "\",\"n\":" + number + ",\"l\":[3]}";
    };
  }

  /** FNV-1a of the texts' characters. */
  private static int hashed(int before, String text) {
    int hash = before;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 16_777_619;
    }
    return hash;
  }
}
