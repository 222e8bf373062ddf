package io.cassink.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of docs/decisions/sink-design.md. */
@AnalyzeClasses(packages = "io.cassink.sink", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule A_MAPPING_IS_ONLY_A_GRAMMAR =
      classes()
          .that()
          .resideInAPackage("io.cassink.sink.mapping")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.cassink.sink.mapping", "java..");

  @ArchTest
  static final ArchRule CODECS_KNOW_NO_SETTINGS_AND_NO_SESSION =
      noClasses()
          .that()
          .resideInAPackage("io.cassink.sink.codec")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.cassink.sink",
              "io.cassink.sink.config",
              "io.cassink.sink.cluster",
              "io.cassink.sink.order",
              "io.cassink.sink.rows",
              "io.cassink.sink.write")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("com.datastax.oss.driver.api.core.CqlSession");

  @ArchTest
  static final ArchRule SETTINGS_KNOW_NO_DRIVER =
      noClasses()
          .that()
          .resideInAPackage("io.cassink.sink.config")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.cassink.sink",
              "io.cassink.sink.cluster",
              "io.cassink.sink.order",
              "io.cassink.sink.rows",
              "io.cassink.sink.write",
              "com.datastax..",
              "io.netty..");

  @ArchTest
  static final ArchRule THE_DRIVER_IS_IN_CODECS_CLUSTER_ROWS_AND_WRITING_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.cassink.sink.codec",
              "io.cassink.sink.cluster",
              "io.cassink.sink.rows",
              "io.cassink.sink.write")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.datastax..", "io.netty..", "com.typesafe..");

  @ArchTest
  static final ArchRule TASKS_AND_REPORTERS_ARE_OF_THE_ROOT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cassink.sink")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.apache\\.kafka\\.connect\\.sink\\.(SinkTask.*|ErrantRecordReporter|SinkConnector.*)");

  @ArchTest
  static final ArchRule NO_ROOM_KNOWS_THE_ROOT =
      noClasses()
          .that()
          .resideInAPackage("io.cassink.sink.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.cassink.sink");

  @ArchTest
  static final ArchRule METRICS_ARE_ONLY_NUMBERS =
      classes()
          .that()
          .resideInAPackage("io.cassink.sink.metrics")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.cassink.sink.metrics", "java..", "org.HdrHistogram", "org.apache.kafka.common..");
}
