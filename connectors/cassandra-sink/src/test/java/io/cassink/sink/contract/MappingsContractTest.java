package io.cassink.sink.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.cassink.contract.ContractFile;
import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.FieldPath.Step;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.MappingParser;
import io.cassink.sink.mapping.Source;
import io.cassink.sink.mapping.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the mapping grammar to schemas/contract/sink-mappings.json. */
class MappingsContractTest {
  private static final String FILE = "sink-mappings.json";
  private static List<Case> cases;

  record Content(List<String> about, List<Case> cases) {}

  record Case(String mapping, List<Entry> entries, List<Problem> problems) {}

  record Problem(int position, String message) {}

  /**
   * @param name of the field as it stands, where it may be meant so
   * @param path names and numbers, where a way into nested data may be meant
   */
  @JsonInclude(Include.NON_NULL)
  record Entry(
      int position, String target, String column, String source, String name, List<Object> path) {}

  @BeforeAll
  static void readOrWriteFile() {
    Content file = ContractFile.read(FILE, Content.class);
    cases = file.cases();
    if (ContractFile.isToBeWritten()) {
      cases = cases.stream().map(MappingsContractTest::parse).toList();
      ContractFile.write(FILE, new Content(file.about(), cases));
    }
  }

  static Stream<Case> cases() {
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theParserAgrees(Case expected) {
    assertThat(parse(expected)).isEqualTo(expected);
  }

  private static Case parse(Case one) {
    MappingParser.Result parsed = MappingParser.parse(one.mapping());
    return new Case(
        one.mapping(),
        parsed.mapping().entries().stream().map(MappingsContractTest::entry).toList(),
        parsed.problems().stream().map(MappingsContractTest::problem).toList());
  }

  private static Problem problem(MappingParser.Problem problem) {
    return new Problem(problem.position(), problem.message());
  }

  private static Entry entry(Mapping.Entry entry) {
    String target =
        entry.target() instanceof Target.TimeToLive
            ? "ttl"
            : entry.target() instanceof Target.WriteTime ? "timestamp" : "column";
    String column = entry.target() instanceof Target.Column named ? named.name() : null;
    Source source = entry.source();
    if (source instanceof Source.Whole whole) {
      return new Entry(entry.position(), target, column, whole.part().word(), null, null);
    }
    if (source instanceof Source.Field field) {
      FieldPath path = field.path();
      List<Object> steps =
          path.isPlainName()
              ? null
              : path.steps().stream().map(MappingsContractTest::step).toList();
      return new Entry(
          entry.position(), target, column, field.part().word(), path.literal(), steps);
    }
    return new Entry(entry.position(), target, column, "now", null, null);
  }

  private static Object step(Step step) {
    return step instanceof Step.Index element ? element.index() : ((Step.Name) step).name();
  }
}
