package io.cassink.sink.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.mapping.FieldPath.Step;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingParserTest {
  private static Source field(RecordPart part, String name) {
    return new Source.Field(part, FieldPath.named(name));
  }

  private static Mapping read(String text) {
    MappingParser.Result parsed = MappingParser.parse(text);
    assertThat(parsed.problems()).isEmpty();
    return parsed.mapping();
  }

  @Test
  void readsEveryKindOfSource() {
    Mapping mapping =
        read("a=key, b = value ,c=key.x,\n d=value.y, e=header.z, f=now(), __ttl=value.t");
    assertThat(mapping.columns())
        .containsEntry("a", new Source.Whole(RecordPart.KEY))
        .containsEntry("b", new Source.Whole(RecordPart.VALUE))
        .containsEntry("c", field(RecordPart.KEY, "x"))
        .containsEntry("d", field(RecordPart.VALUE, "y"))
        .containsEntry("e", field(RecordPart.HEADER, "z"))
        .containsEntry("f", new Source.Now())
        .hasSize(6);
    assertThat(mapping.sourceOf(Target.TimeToLive.class)).contains(field(RecordPart.VALUE, "t"));
    assertThat(mapping.sourceOf(Target.WriteTime.class)).isEmpty();
    assertThat(mapping.positionOf("d")).isEqualTo(29);
  }

  @Test
  void aQuotedSpecialNameIsAColumn() {
    assertThat(read("\"__ttl\"=value.t").columns()).containsKey("__ttl");
  }

  @Test
  void namesAreLiteral() {
    Mapping mapping = read("\"Mixed \"\"Case\"\"\"=value.\"a, = b\", PlainCase=value.F");
    assertThat(mapping.columns())
        .containsEntry("Mixed \"Case\"", field(RecordPart.VALUE, "a, = b"))
        .containsEntry("PlainCase", field(RecordPart.VALUE, "F"));
  }

  @Test
  void aDottedNameIsANameFirstAndAPathElse() {
    Source.Field source = (Source.Field) read("t=value.main.temp").columns().get("t");
    assertThat(source.path().literal()).isEqualTo("main.temp");
    assertThat(source.path().steps())
        .isEqualTo(List.of(new Step.Name("main"), new Step.Name("temp")));
  }

  @Test
  void anElementOrAQuotedStepMakesAPathOnly() {
    Source.Field element = (Source.Field) read("d=value.weather[0].text").columns().get("d");
    assertThat(element.path().literal()).isNull();
    assertThat(element.path().steps())
        .isEqualTo(List.of(new Step.Name("weather"), new Step.Index(0), new Step.Name("text")));
    Source.Field quoted = (Source.Field) read("d=value.\"a.b\".c").columns().get("d");
    assertThat(quoted.path().literal()).isNull();
    assertThat(quoted.path().steps()).isEqualTo(List.of(new Step.Name("a.b"), new Step.Name("c")));
    assertThat(element).hasToString("value.weather[0].text");
    assertThat(quoted).hasToString("value.\"a.b\".c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | 1 | empty",
        "a | 2 | expected '='",
        "a= | 3 | expected a field",
        "a=valu.x | 3 | did you mean 'value'",
        "a=header | 3 | header alone",
        "a=value. | 9 | expected a field's name",
        "a=value.x b=value.y | 11 | expected ',' or the end",
        "a=value.x, a=value.y | 12 | more than once",
        "a=value.\"x | 9 | does not end",
        "a=value.\"\" | 9 | empty",
        "a=value.x[] | 11 | element's number",
        "a=value.x[9999999] | 11 | element's number",
        "a=value.x[1 | 12 | expected ']'",
        "a-b=value.x | 2 | expected '='",
        "a=\"value\".x | 3 | not with a quoted name",
        "a=value.x, | 11 | expected a column",
      })
  void saysWhatIsWrongAndWhere(String text, int position, String message) {
    List<MappingParser.Problem> problems = MappingParser.parse(text).problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).position()).isEqualTo(position);
    assertThat(problems.get(0).message()).contains(message);
  }

  @Test
  void oneLookShowsEveryMistake() {
    MappingParser.Result parsed =
        MappingParser.parse("a=nonsense, b=value.x, c value.\",\", d=header");
    assertThat(parsed.problems()).hasSize(3);
    assertThat(parsed.mapping().columns()).containsOnlyKeys("b");
  }

  /** Whatever the text, an answer comes, with positions inside it; and its own text reads back. */
  @Test
  void anyTextIsAnswered() {
    Random random = new Random(20_260_101);
    String[] pieces = {
      "a", "Bc_1", "=", ",", ".", "\"", "\"\"", "key", "value", "header", "now()", "[", "]", "0",
      "12", " ", "__ttl", "é", "\n", "(", ")"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(14); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      MappingParser.Result parsed = MappingParser.parse(text.toString());
      for (MappingParser.Problem problem : parsed.problems()) {
        assertThat(problem.position()).as(text.toString()).isBetween(1, text.length() + 1);
      }
      for (Mapping.Entry entry : parsed.mapping().entries()) {
        String written = entry.target() + "=" + entry.source();
        Mapping.Entry again = read(written).entries().get(0);
        assertThat(again.target()).as(written).isEqualTo(entry.target());
        assertThat(again.source()).as(written).hasToString(entry.source().toString());
      }
    }
  }
}
