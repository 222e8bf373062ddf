package io.cassink.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

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
}
