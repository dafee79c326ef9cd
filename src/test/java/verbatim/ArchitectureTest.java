package verbatim;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rings of ARCHITECTURE.md: who may know whom.
class ArchitectureTest {
  /// Each package with its ring; imports go to smaller numbers only, so neighbours do not meet.
  private static final Map<String, Integer> RINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("kernel", 0),
              Map.entry("sx1", 0),
              Map.entry("text", 1),
              Map.entry("store", 1),
              Map.entry("log", 2),
              Map.entry("mail", 3),
              Map.entry("outbound", 3),
              Map.entry("index", 3),
              Map.entry("keys", 5),
              Map.entry("accounts", 4),
              Map.entry("media", 4),
              Map.entry("house", 4),
              Map.entry("announcements", 5),
              Map.entry("relations", 5),
              Map.entry("access", 5),
              Map.entry("statuses", 6),
              Map.entry("conversations", 6),
              Map.entry("excerpts", 7),
              Map.entry("timelines", 7),
              Map.entry("notifications", 7),
              Map.entry("search", 7),
              Map.entry("moderation", 7),
              Map.entry("trends", 7),
              Map.entry("articles", 7),
              Map.entry("http", 8),
              Map.entry("rendering", 8),
              Map.entry("streaming", 8),
              Map.entry("quotecheck", 8),
              Map.entry("archives", 9),
              Map.entry("imports", 9),
              Map.entry("stories", 9),
              Map.entry("statements", 9),
              Map.entry("api", 10),
              Map.entry("web", 10),
              Map.entry("federation", 10),
              Map.entry("server", 11)));

  private static JavaClasses verbatim;

  @BeforeAll
  static void read() {
    verbatim =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("verbatim");
  }

  @Test
  void every_class_lives_in_a_package_that_has_a_ring() {
    for (JavaClass c : verbatim) {
      assertThat(RINGS).as(c.getName()).containsKey(packageOf(c));
    }
  }

  @Test
  void rings_import_only_inward_and_neighbours_do_not_meet() {
    RINGS.forEach(
        (name, ring) -> {
          DescribedPredicate<JavaClass> outward =
              DescribedPredicate.describe(
                  "in the same ring or further out than " + name,
                  other ->
                      other.getPackageName().startsWith("verbatim.")
                          && !packageOf(other).equals(name)
                          && RINGS.getOrDefault(packageOf(other), 99) >= ring);
          noClasses()
              .that(resideInAPackage("verbatim." + name + ".."))
              .should(dependOnClassesThat(outward))
              .allowEmptyShould(true)
              .check(verbatim);
        });
  }

  @Test
  void only_the_edges_serve_http() {
    noClasses()
        .that(resideInAnyPackage("verbatim.."))
        .and(DescribedPredicate.not(resideInAnyPackage("verbatim.http..", "verbatim.server..")))
        .should(
            dependOnClassesThat(
                resideInAnyPackage("org.eclipse.jetty.server..", "org.eclipse.jetty.websocket..")))
        .check(verbatim);
  }

  @Test
  void only_one_package_makes_requests_to_other_servers() {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("verbatim.outbound..")))
        .should(
            dependOnClassesThat(
                resideInAnyPackage("org.eclipse.jetty.client..", "java.net.http..")))
        .check(verbatim);
  }

  @Test
  void only_its_engine_knows_the_database() {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("verbatim.store.rocks..")))
        .should(dependOnClassesThat(resideInAPackage("org.rocksdb..")))
        .check(verbatim);
  }

  @Test
  void only_the_index_knows_lucene() {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("verbatim.index..")))
        .should(dependOnClassesThat(resideInAnyPackage("org.apache.lucene..", "com.ibm.icu..")))
        .check(verbatim);
  }

  @Test
  void the_edges_never_touch_the_store() {
    noClasses()
        .that(
            resideInAnyPackage(
                "verbatim.http..", "verbatim.api..", "verbatim.web..", "verbatim.federation.."))
        .should(dependOnClassesThat(resideInAPackage("verbatim.store..")))
        .check(verbatim);
  }

  @Test
  void json_is_known_to_the_edges_only() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "verbatim.http..",
                    "verbatim.api..",
                    "verbatim.web..",
                    "verbatim.federation..",
                    "verbatim.server..")))
        .should(dependOnClassesThat(resideInAPackage("tools.jackson..")))
        .check(verbatim);
  }

  @Test
  void templates_are_known_to_web_only() {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("verbatim.web..")))
        .should(dependOnClassesThat(resideInAPackage("gg.jte..")))
        .check(verbatim);
  }

  @Test
  void the_clock_chance_and_the_environment_are_read_in_server_only() {
    DescribedPredicate<JavaClass> outside =
        DescribedPredicate.not(resideInAnyPackage("verbatim.server..", "verbatim.web.templates.."));
    noClasses().that(outside).should().callMethod(java.time.Instant.class, "now").check(verbatim);
    noClasses().that(outside).should().callMethod(java.time.LocalDate.class, "now").check(verbatim);
    noClasses()
        .that(outside)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .check(verbatim);
    noClasses()
        .that(outside)
        .should()
        .callMethod(System.class, "getenv", String.class)
        .check(verbatim);
    noClasses().that(outside).should().callMethod(System.class, "getenv").check(verbatim);
    noClasses()
        .that(outside)
        .should()
        .callMethod(System.class, "getProperty", String.class)
        .check(verbatim);
    noClasses().that(outside).should().callMethod(Math.class, "random").check(verbatim);
    noClasses().that(outside).should().callConstructor(java.util.Random.class).check(verbatim);
    noClasses()
        .that(outside)
        .should()
        .callConstructor(java.security.SecureRandom.class)
        .check(verbatim);
  }

  @Test
  void nothing_prints_but_the_command_line() {
    for (String stream : List.of("out", "err")) {
      noClasses()
          .that(DescribedPredicate.not(resideInAPackage("verbatim.server..")))
          // It also runs alone, as one file.
          .and(DescribedPredicate.not(type(verbatim.sx1.Verifier.class)))
          .should()
          .accessField(System.class, stream)
          .check(verbatim);
    }
  }

  @Test
  void no_code_throws_a_bare_runtime_exception() {
    noClasses().should().callConstructor(RuntimeException.class).check(verbatim);
    noClasses().should().callConstructor(RuntimeException.class, String.class).check(verbatim);
    noClasses()
        .should()
        .callConstructor(RuntimeException.class, String.class, Throwable.class)
        .check(verbatim);
    noClasses().should().callConstructor(RuntimeException.class, Throwable.class).check(verbatim);
  }

  @Test
  void nothing_static_changes() {
    fields()
        .that()
        .areStatic()
        .and(
            DescribedPredicate.not(
                DescribedPredicate.describe(
                    "made by the compiler or JTE",
                    f ->
                        f.getName().contains("$")
                            || f.getOwner().getPackageName().contains("templates"))))
        .should()
        .beFinal()
        .check(verbatim);
  }

  @Test
  void classes_are_final_or_sealed() {
    classes()
        .that(
            DescribedPredicate.describe(
                "are top-level classes of ours",
                (JavaClass c) ->
                    c.isTopLevelClass()
                        && !c.isInterface()
                        && !c.isEnum()
                        && !c.isRecord()
                        && !c.getPackageName().contains("templates")
                        && !c.getSimpleName().equals("package-info")))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(verbatim);
  }

  @Test
  void every_package_says_what_it_is_for_and_is_null_marked() throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/verbatim"))) {
      List<Path> withCode =
          folders.filter(Files::isDirectory).filter(ArchitectureTest::hasClasses).toList();
      assertThat(withCode).isNotEmpty();
      for (Path folder : withCode) {
        assertThat(folder.resolve("package-info.java")).exists();
        assertThat(Files.readString(folder.resolve("package-info.java")))
            .as(folder.toString())
            .contains("@NullMarked")
            .startsWith("///");
      }
    }
  }

  private static boolean hasClasses(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String packageOf(JavaClass c) {
    String[] parts = c.getPackageName().split("\\.");
    return parts.length < 2 ? "" : parts[1];
  }
}
