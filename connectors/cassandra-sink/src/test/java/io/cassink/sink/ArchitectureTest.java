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
          .resideInAnyPackage("io.cassink.sink", "io.cassink.sink.config", "io.cassink.sink.write")
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
              "io.cassink.sink", "io.cassink.sink.write", "com.datastax..", "io.netty..");
}
