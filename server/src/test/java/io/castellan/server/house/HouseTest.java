package io.castellan.server.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructor;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may import whom. Each rule starts with its reason, which is what a failure shows. */
class HouseTest {
  private static final String ROOT = "io.castellan.";
  private static final String SERVER = ROOT + "server.";

  private static final String[] CORES = {
    SERVER + "zk.tree..",
    SERVER + "zk.txn..",
    SERVER + "zk.ensemble..",
    SERVER + "kafka.replica..",
    SERVER + "kafka.cluster..",
    SERVER + "kafka.group..",
    SERVER + "kafka.txn.."
  };

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.castellan");

  @Test
  void protocolsDependOnBuffersOnly() {
    holds(
        "a protocol is bytes to records and back, usable by any server or client",
        classes()
            .that()
            .resideInAnyPackage(ROOT + "zk.protocol..", ROOT + "kafka.protocol..")
            .and()
            .resideOutsideOfPackages("..protocol.net..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..",
                    "io.castellan.zk.protocol..",
                    "io.castellan.kafka.protocol..",
                    "io.netty.buffer..",
                    "io.netty.util..",
                    "org.jspecify..",
                    "com.github.luben.zstd..",
                    "org.xerial.snappy..",
                    "net.jpountz..")));
    holds(
        "the two protocols know nothing of each other",
        noClasses()
            .that()
            .resideInAPackage(ROOT + "zk.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "kafka.protocol.."),
        noClasses()
            .that()
            .resideInAPackage(ROOT + "kafka.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "zk.protocol.."));
  }

  @Test
  void theTwoWorldsMeetInNodeOnly() {
    holds(
        "a broker must run on any ZooKeeper, and our ZooKeeper serve any broker",
        noClasses()
            .that()
            .resideInAPackage(SERVER + "zk..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SERVER + "kafka.."),
        noClasses()
            .that()
            .resideInAPackage(SERVER + "kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SERVER + "zk.."));
  }

  @Test
  void theFoundationKnowsNeitherWorld() {
    holds(
        "both worlds stand on the shared packages, so these stand on neither",
        noClasses()
            .that()
            .resideInAnyPackage(
                SERVER + "config..",
                SERVER + "lane..",
                SERVER + "net..",
                SERVER + "storage..",
                SERVER + "auth..",
                SERVER + "metrics..",
                SERVER + "http..",
                SERVER + "zkclient..",
                SERVER + "logging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER + "zk..", SERVER + "kafka.."));
  }

  @Test
  void coresArePure() {
    holds(
        "a core is simulated seed by seed, so whatever is not a function of its input stays out",
        noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                        "io.netty.channel..",
                        "java.io..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.util.concurrent..",
                        SERVER + "lane..",
                        SERVER + "net..",
                        SERVER + "storage..")
                    .and(DescribedPredicate.not(pureThough())))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                Thread.class,
                java.util.Random.class,
                java.time.Clock.class,
                java.security.SecureRandom.class));
    holds(
        "a core is told the time",
        noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random"));
  }

  /** Of the packages above, what every record and lambda drags in, and does nothing by itself. */
  private static DescribedPredicate<JavaClass> pureThough() {
    return DescribedPredicate.describe(
        "values and exceptions",
        type ->
            type.getName().equals("java.io.Serializable")
                || type.getName().equals("java.util.concurrent.TimeUnit")
                || type.isAssignableTo(java.io.IOException.class)
                || type.isAssignableTo(java.io.UncheckedIOException.class));
  }

  @Test
  void onlyLanesAndLoopsHaveThreads() {
    DescribedPredicate<JavaClass> elsewhere =
        DescribedPredicate.not(resideInAnyPackage(SERVER + "lane..", SERVER + "net.."))
            // The shutdown hook of the JVM is a thread by its API.
            .and(
                DescribedPredicate.not(
                    DescribedPredicate.describe("Castellan", HouseTest::isMain)));
    holds(
        "every mutable object has one owner, so threads begin where owners do",
        classes().that(elsewhere).should(notStartThreads()),
        noClasses()
            .that(elsewhere)
            .should()
            .beAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                java.util.concurrent.Executors.class,
                java.util.concurrent.ThreadPoolExecutor.class,
                java.util.concurrent.ForkJoinPool.class,
                java.util.Timer.class));
    holds(
        "locks hide who owns what; owners exchange messages instead",
        noClasses()
            .that(elsewhere)
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent.locks..")));
  }

  private static boolean isMain(JavaClass type) {
    return type.getName().startsWith("io.castellan.server.Castellan");
  }

  private static ArchCondition<JavaClass> notStartThreads() {
    return never(
        callConstructor(Thread.class)
            .or(callConstructor(Thread.class, Runnable.class))
            .or(callConstructor(Thread.class, Runnable.class, String.class))
            .or(callConstructor(Thread.class, String.class)));
  }

  @Test
  void handlersReachPartitionsThroughTheirProxy() {
    holds(
        "a handler runs on an event loop and partitions belong to storage lanes",
        noClasses()
            .that()
            .resideInAPackage(SERVER + "kafka.handler..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(SERVER + "kafka.partition.Partition"));
    holds(
        "a log knows files, not replicas",
        noClasses()
            .that()
            .resideInAPackage(SERVER + "kafka.log..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SERVER + "kafka.partition.."));
  }

  @Test
  void messagesAreRecords() {
    holds(
        "a message is a declaration: fields, versions, meaning",
        classes()
            .that()
            .resideInAPackage(ROOT + "kafka.protocol.message..")
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("package-info")
            .should(onlyHoldRecords()));
  }

  private static ArchCondition<JavaClass> onlyHoldRecords() {
    return ArchCondition.from(
        DescribedPredicate.describe(
            "hold records only",
            type ->
                type.isRecord()
                    || type.isEnum()
                    || type.getMethods().stream().allMatch(m -> m.getName().startsWith("lambda"))));
  }

  @Test
  void packagesHaveNoCycles() {
    holds(
        "a cycle is one package with two names",
        slices().matching("io.castellan.server.(**)").should().beFreeOfCycles(),
        slices().matching("io.castellan.zk.protocol.(**)").should().beFreeOfCycles(),
        slices().matching("io.castellan.kafka.protocol.(**)").should().beFreeOfCycles());
  }

  @Test
  void stockCodeIsForTestsOnly() {
    holds(
        "what we ship is our own",
        noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.."));
    holds(
        "derived state has one door",
        noClasses()
            .that()
            .resideOutsideOfPackage(SERVER + "derived..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mapdb.."));
  }

  /** Checks rules that tolerate rooms which are still empty. */
  private static void holds(String reason, ArchRule... rules) {
    for (ArchRule rule : rules) {
      rule.as(reason + ": " + rule.getDescription()).allowEmptyShould(true).check(ALL);
    }
  }
}
