package io.cassink.datastax;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Who may know what in the plugin. */
@AnalyzeClasses(packages = "io.cassink.datastax", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.cassink.datastax";

  @ArchTest
  static final ArchRule ONLY_THE_ROOT_TALKS_TO_CONNECT =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              SinkTask.class, SinkTaskContext.class, ErrantRecordReporter.class, Connector.class);

  @ArchTest
  static final ArchRule ADAPTERS_KNOW_NO_DRIVER =
      noClasses()
          .that()
          .resideInAPackage("..adapters..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.datastax.oss.driver..");

  @ArchTest
  static final ArchRule ONLY_THE_ENGINE_PACKAGE_OPENS_SESSIONS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.datastax.oss.common.sink.state..", "com.datastax.oss.driver.api.core.session..");

  @ArchTest
  static final ArchRule CODECS_KNOW_NO_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("..codecs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_KAFKA_INTERNALS =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "..",
              "java..",
              "org.slf4j..",
              "com.datastax.oss..",
              "org.apache.kafka.common..",
              "org.apache.kafka.clients.consumer..",
              "org.apache.kafka.connect.connector..",
              "org.apache.kafka.connect.data..",
              "org.apache.kafka.connect.header..",
              "org.apache.kafka.connect.sink..");
}
