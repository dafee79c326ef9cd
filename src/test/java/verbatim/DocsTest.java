package verbatim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents say of the code is true.
class DocsTest {
  private static final Path SOURCES = Path.of("src/main/java/verbatim");

  @Test
  void every_package_has_its_paragraph_in_the_architecture() throws IOException {
    String architecture = Files.readString(Path.of("ARCHITECTURE.md"));
    try (Stream<Path> packages = Files.list(SOURCES)) {
      for (Path folder : packages.filter(Files::isDirectory).toList()) {
        assertThat(architecture).contains("**" + folder.getFileName() + "**");
      }
    }
  }

  @Test
  void every_type_that_the_architecture_names_exists() throws IOException {
    String architecture = Files.readString(Path.of("ARCHITECTURE.md"));
    Matcher types =
        Pattern.compile(
                "`(?:([a-z0-9]+)[./])?([A-Z][A-Za-z0-9]+)(?:\\.[a-z][A-Za-z]*)?(?:\\.java)?`")
            .matcher(architecture);
    List<String> known = typeNames();
    int seen = 0;
    while (types.find()) {
      assertThat(known.contains(types.group(2)) || isOfTheJdk(types.group(2)))
          .as("ARCHITECTURE.md names " + types.group())
          .isTrue();
      seen++;
    }
    assertThat(seen).isGreaterThan(30);
  }

  @Test
  void every_kind_of_deed_that_the_log_can_be_asked_for_is_documented() throws IOException {
    String page = Files.readString(Path.of("docs/operating/moderating.md"));
    for (verbatim.moderation.Deed.Kind kind : verbatim.moderation.Deed.Kind.values()) {
      assertThat(page).contains("`" + kind.word() + "`");
    }
  }

  @Test
  void the_architecture_stays_short() throws IOException {
    assertThat(Files.readAllLines(Path.of("ARCHITECTURE.md"))).hasSizeLessThan(200);
  }

  @Test
  void every_decision_says_context_choice_price_and_what_would_change_our_mind()
      throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs/decisions"))) {
      List<Path> all =
          pages.filter(p -> p.toString().endsWith(".md") && !p.endsWith("README.md")).toList();
      assertThat(all).isNotEmpty();
      for (Path page : all) {
        assertThat(Files.readString(page).toLowerCase(java.util.Locale.ROOT))
            .as(page.toString())
            .contains("context", "choice", "price", "change our mind");
      }
    }
  }

  @Test
  void links_between_documents_lead_somewhere() throws IOException {
    Pattern link = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");
    try (Stream<Path> roots =
        Stream.concat(Files.list(Path.of(".")), Files.walk(Path.of("docs")))) {
      for (Path page : roots.filter(p -> p.toString().endsWith(".md")).toList()) {
        Matcher links = link.matcher(Files.readString(page));
        while (links.find()) {
          Path target = page.toAbsolutePath().getParent().resolve(links.group(1));
          assertThat(target).as(page + " links to " + links.group(1)).exists();
        }
      }
    }
  }

  @Test
  void no_committed_file_names_a_registry() throws IOException {
    Pattern registry =
        Pattern.compile("repo1\\.maven|repo\\.maven\\.apache|registry\\.npmjs|deb\\.debian");
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(Path.of("src")).filter(p -> !p.toString().contains("node_modules")),
            Stream.of(Path.of("pom.xml"), Path.of("verbatim")))) {
      for (Path file :
          files
              .filter(
                  p -> p.toString().matches(".*(\\.xml|\\.json|\\.npmrc|verbatim|\\.mjs|\\.md)"))
              .filter(Files::isRegularFile)
              .toList()) {
        assertThat(registry.matcher(Files.readString(file)).find()).as(file.toString()).isFalse();
      }
    }
  }

  private static boolean isOfTheJdk(String name) {
    for (String in :
        List.of("java.lang.", "java.time.", "java.util.", "java.util.random.", "java.security.")) {
      try {
        Class.forName(in + name);
        return true;
      } catch (ClassNotFoundException e) {
        // perhaps in the next
      }
    }
    return false;
  }

  private static List<String> typeNames() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      List<Path> sources = files.filter(p -> p.toString().endsWith(".java")).toList();
      Pattern type = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z][A-Za-z0-9]+)");
      java.util.List<String> names = new java.util.ArrayList<>();
      for (Path source : sources) {
        Matcher matcher = type.matcher(Files.readString(source));
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
      return names;
    }
  }
}
