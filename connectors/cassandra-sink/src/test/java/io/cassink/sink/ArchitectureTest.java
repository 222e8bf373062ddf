package io.cassink.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know what. */
@AnalyzeClasses(packages = "io.cassink.sink", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.cassink.sink";
  private static final String DRIVER = "com.datastax..";

  /** A package that is not named for another one may not be used by it; the root may use all. */
  @ArchTest
  static final ArchRule EACH_ROOM_KNOWS_THE_ROOMS_BELOW_IT =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy(ROOT)
          .layer("mapping")
          .definedBy(ROOT + ".mapping")
          .layer("timing")
          .definedBy(ROOT + ".timing")
          .layer("metrics")
          .definedBy(ROOT + ".metrics")
          .layer("codec")
          .definedBy(ROOT + ".codec")
          .layer("config")
          .definedBy(ROOT + ".config")
          .layer("order")
          .definedBy(ROOT + ".order")
          .layer("cluster")
          .definedBy(ROOT + ".cluster")
          .layer("rows")
          .definedBy(ROOT + ".rows")
          .layer("write")
          .definedBy(ROOT + ".write")
          .layer("receipts")
          .definedBy(ROOT + ".receipts")
          .whereLayer("mapping")
          .mayNotAccessAnyLayer()
          .whereLayer("timing")
          .mayNotAccessAnyLayer()
          .whereLayer("metrics")
          .mayNotAccessAnyLayer()
          .whereLayer("codec")
          .mayOnlyAccessLayers("mapping")
          .whereLayer("config")
          .mayOnlyAccessLayers("mapping", "codec")
          .whereLayer("order")
          .mayOnlyAccessLayers("metrics")
          .whereLayer("cluster")
          .mayOnlyAccessLayers("timing", "metrics", "config")
          .whereLayer("rows")
          .mayOnlyAccessLayers(
              "mapping", "timing", "metrics", "codec", "config", "order", "cluster")
          .whereLayer("write")
          .mayOnlyAccessLayers("timing", "metrics", "codec", "config", "order", "cluster", "rows")
          .whereLayer("receipts")
          .mayOnlyAccessLayers("timing", "metrics", "config", "order", "rows");

  @ArchTest
  static final ArchRule EVERY_CLOCK_WAIT_AND_THREAD_IS_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".timing")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class, String.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(Random|concurrent\\.(Executor.*|.*Latch|.*Barrier|ThreadLocalRandom))");

  @ArchTest
  static final ArchRule NO_PACKAGES_USE_EACH_OTHER_IN_A_CIRCLE =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule A_MAPPING_IS_ONLY_A_GRAMMAR =
      classes()
          .that()
          .resideInAPackage(ROOT + ".mapping")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".mapping", "java..");

  @ArchTest
  static final ArchRule METRICS_ARE_ONLY_NUMBERS =
      classes()
          .that()
          .resideInAPackage(ROOT + ".metrics")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".metrics", "java..", "org.HdrHistogram", "org.apache.kafka.common..");

  @ArchTest
  static final ArchRule AN_ORDER_READS_AND_WRITES_NOTHING =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".order")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.net..", "java.nio..");

  @ArchTest
  static final ArchRule THE_DRIVER_IS_IN_CODECS_THE_CLUSTER_ROWS_AND_THE_SENDER_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".codec", ROOT + ".cluster", ROOT + ".rows")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".write.CqlSender")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DRIVER);

  @ArchTest
  static final ArchRule CODECS_USE_OF_THE_DRIVER_ITS_TYPES_ALONE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".codec")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.datastax.oss.driver.api.core.cql..",
              "com.datastax.oss.driver.api.core.metadata..",
              "com.datastax.oss.driver.api.core.servererrors..",
              "com.datastax.oss.driver.internal..");

  @ArchTest
  static final ArchRule SESSIONS_ARE_OF_THE_CLUSTER =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".cluster")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(".*\\.(CqlSession|CqlSessionBuilder|SessionBuilder|SyncCqlSession)")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.datastax.oss.driver.api.core.session..",
              "com.datastax.oss.driver.api.core.config..",
              "com.typesafe..",
              "io.netty..");

  @ArchTest
  static final ArchRule PRODUCERS_ARE_OF_THE_RECEIPTS =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".receipts")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".config.ReceiptsReader")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.clients.producer..", "org.apache.kafka.clients.admin..");

  @ArchTest
  static final ArchRule TASKS_AND_REPORTERS_ARE_OF_THE_ROOT =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.apache\\.kafka\\.connect\\.sink\\.(SinkTask.*|ErrantRecordReporter|SinkConnector.*)");
}
