package io.cassink.sink.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.RecordPart;
import io.cassink.sink.mapping.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Random and broken JSON with random paths; the seeds are fixed, so a failure can be run again. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JsonFuzzTest {
  private static final int ROUNDS = 3_000;

  private final Random random = new Random();

  private static SinkRecord record(Object value) {
    return new SinkRecord("t", 0, null, null, null, value, 5, 1000L, TimestampType.CREATE_TIME);
  }

  private List<FieldPath> paths() {
    List<FieldPath> paths = new ArrayList<>();
    for (int more = 1 + random.nextInt(5); more > 0; more--) {
      paths.add(JsonTrees.path(random));
    }
    return paths.stream().distinct().toList();
  }

  /** Empty where the reader refuses the record. */
  private static Optional<List<Optional<Optional<Object>>>> read(
      List<FieldPath> paths, Object value) {
    List<Source> sources =
        paths.stream().map(path -> (Source) new Source.Field(RecordPart.VALUE, path)).toList();
    RecordReader reader = new RecordReader(sources);
    try {
      FieldValues values = reader.read(record(value));
      return Optional.of(
          sources.stream()
              .map(reader::slotOf)
              .map(
                  slot ->
                      values.isAbsent(slot)
                          ? Optional.<Optional<Object>>empty()
                          : Optional.of(Optional.ofNullable(values.value(slot))))
              .toList());
    } catch (ConversionException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<Optional<Optional<Object>>>> expected(
      List<FieldPath> paths, JsonNode tree) {
    return Optional.of(paths.stream().map(path -> JsonTrees.find(tree, path)).toList());
  }

  @RepeatedTest(4)
  void streamingFindsWhatIsInTheTree(RepetitionInfo seed) {
    random.setSeed(seed.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      String text = JsonTrees.object(random, 4);
      List<FieldPath> paths = paths();
      var expected = expected(paths, JsonTrees.read(text).orElseThrow());
      assertThat(read(paths, text)).as(paths + " of " + text).isEqualTo(expected);
      assertThat(read(paths, text.getBytes(StandardCharsets.UTF_8)))
          .as(paths + " of the bytes of " + text)
          .isEqualTo(expected);
    }
  }

  /** Only a field that is twice and not wanted may pass the reader and not the oracle. */
  @RepeatedTest(4)
  void brokenBytesAreRefusedOrReadAsTheyAre(RepetitionInfo seed) {
    random.setSeed(100L + seed.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = broken(JsonTrees.object(random, 3).getBytes(StandardCharsets.UTF_8));
      List<FieldPath> paths = paths();
      var found = read(paths, bytes);
      if (JsonTrees.isBeyondDecimals(shown(paths, bytes))) {
        continue; // The oracle has no answer.
      }
      Optional<JsonNode> tree = utf8(bytes).flatMap(JsonTrees::read);
      if (tree.isPresent()) {
        assertThat(found).as(shown(paths, bytes)).isEqualTo(expected(paths, tree.get()));
      } else if (found.isPresent()) {
        assertThat(utf8(bytes).filter(JsonTrees::hasFieldTwice))
            .as(shown(paths, bytes))
            .isPresent();
      }
    }
  }

  private static String shown(List<FieldPath> paths, byte[] bytes) {
    return paths + " of " + new String(bytes, StandardCharsets.UTF_8) + Arrays.toString(bytes);
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private byte[] broken(byte[] whole) {
    byte[] bytes = whole;
    for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + random.nextInt(9));
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> joined(bytes, at, new byte[0], to);
            case 1 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 2 -> joined(bytes, at, new byte[] {(byte) 0xc0, (byte) 0x80}, at);
            case 3 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
            default -> Arrays.copyOf(bytes, at);
          };
    }
    return bytes;
  }

  /** The bytes before {@code end}, others, and the bytes from {@code start} on. */
  private static byte[] joined(byte[] bytes, int end, byte[] others, int start) {
    byte[] rest = Arrays.copyOfRange(bytes, start, Math.max(start, bytes.length));
    byte[] result = Arrays.copyOf(bytes, end + others.length + rest.length);
    System.arraycopy(others, 0, result, end, others.length);
    System.arraycopy(rest, 0, result, end + others.length, rest.length);
    return result;
  }
}
