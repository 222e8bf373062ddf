package io.cassink.sink.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.mapping.FieldPath.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Random mappings and broken ones; the seeds are fixed, so a failure can be run again. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class MappingFuzzTest {
  private static final int ROUNDS = 3_000;
  private static final String[] NAMES = {
    "a", "B_1", "__ttl", "key", "now", "0", "a.b", "a b", "x\"y", "[0]", "é", "=,", "\uD83D\uDE00"
  };

  private final Random random = new Random();

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private Source source() {
    switch (random.nextInt(6)) {
      case 0 -> {
        return new Source.Now();
      }
      case 1 -> {
        return new Source.Whole(random.nextBoolean() ? RecordPart.KEY : RecordPart.VALUE);
      }
      default -> {
        return new Source.Field(RecordPart.values()[random.nextInt(3)], path());
      }
    }
  }

  private FieldPath path() {
    List<Step> steps = new ArrayList<>(List.of(new Step.Name(name())));
    for (int more = random.nextInt(4); more > 0; more--) {
      steps.add(
          random.nextInt(3) == 0
              ? new Step.Index(random.nextInt(1_000_000))
              : new Step.Name(name()));
    }
    if (steps.size() == 1) {
      return FieldPath.named(((Step.Name) steps.get(0)).name());
    }
    String dotted = dotted(steps);
    return new FieldPath(random.nextBoolean() ? dotted : null, steps);
  }

  /** The name that the steps make where they stand without quotes; null where they cannot. */
  private static String dotted(List<Step> steps) {
    boolean plain =
        steps.stream()
            .allMatch(step -> step instanceof Step.Name n && n.name().matches("[A-Za-z0-9_]+"));
    return plain
        ? steps.stream().map(step -> ((Step.Name) step).name()).collect(Collectors.joining("."))
        : null;
  }

  private Map<Target, Source> mapping() {
    Map<Target, Source> mapping = new LinkedHashMap<>();
    for (int entries = 1 + random.nextInt(6); entries > 0; entries--) {
      Target target =
          switch (random.nextInt(8)) {
            case 0 -> new Target.TimeToLive();
            case 1 -> new Target.WriteTime();
            default -> new Target.Column(name());
          };
      mapping.put(target, source());
    }
    return mapping;
  }

  private String print(Map<Target, Source> mapping) {
    return mapping.entrySet().stream()
        .map(entry -> entry.getKey() + space() + "=" + space() + entry.getValue())
        .collect(Collectors.joining(space() + "," + space()));
  }

  private String space() {
    return " \n\t".substring(0, random.nextInt(4));
  }

  private static Map<Target, Source> asMap(Mapping mapping) {
    Map<Target, Source> map = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> map.put(entry.target(), entry.source()));
    return map;
  }

  @RepeatedTest(4)
  void whatIsPrintedReadsBackAsItWas(RepetitionInfo seed) {
    random.setSeed(seed.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      Map<Target, Source> mapping = mapping();
      String text = print(mapping);
      MappingParser.Result parsed = MappingParser.parse(text);
      assertThat(parsed.problems()).as(text).isEmpty();
      assertThat(asMap(parsed.mapping())).as(text).isEqualTo(mapping);
    }
  }

  @RepeatedTest(4)
  void aBrokenMappingIsAnsweredWithPositionsInsideIt(RepetitionInfo seed) {
    random.setSeed(seed.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      String text = broken(print(mapping()));
      MappingParser.Result parsed = MappingParser.parse(text);
      for (MappingParser.Problem problem : parsed.problems()) {
        assertThat(problem.position()).as(text).isBetween(1, text.length() + 1);
        assertThat(problem.message()).as(text).isNotBlank();
      }
      Map<Target, Source> read = asMap(parsed.mapping());
      assertThat(read.isEmpty() && parsed.problems().isEmpty()).as(text).isFalse();
      if (!read.isEmpty()) {
        assertThat(asMap(MappingParser.parse(print(read)).mapping())).as(text).isEqualTo(read);
      }
    }
  }

  private String broken(String text) {
    StringBuilder result = new StringBuilder(text);
    for (int times = 1 + random.nextInt(3); times > 0 && !result.isEmpty(); times--) {
      int at = random.nextInt(result.length());
      switch (random.nextInt(4)) {
        case 0 -> result.deleteCharAt(at);
        case 1 -> result.insert(at, "=,.\"[]() \0\uD800é0a".charAt(random.nextInt(14)));
        case 2 -> result.setLength(at);
        default -> result.insert(at, result.substring(random.nextInt(at + 1), at));
      }
    }
    return result.toString();
  }
}
