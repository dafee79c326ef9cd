package verbatim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  /// Each figure that `docs/limits.md` names stands there as it is.
  @Test
  void the_numbers_on_the_page_of_limits_are_those_of_the_program() throws Exception {
    Pattern figure = Pattern.compile("`([a-z]+)\\.([A-Za-z]+)`");
    int seen = 0;
    for (String line : Files.readAllLines(Path.of("docs/limits.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length < 4 || !cells[3].contains("`")) {
        continue;
      }
      Matcher figures = figure.matcher(cells[3]);
      while (figures.find()) {
        Object group = value(verbatim.kernel.Limits.usual(), figures.group(1));
        String said = said(figures.group(2), value(group, figures.group(2)));
        assertThat((" " + cells[2] + " ").split("[^0-9,A-Za-z ]+"))
            .as(line)
            .anySatisfy(part -> assertThat(" " + part + " ").contains(" " + said + " "));
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(50);
  }

  private static Object value(Object record, String name) throws Exception {
    return record.getClass().getMethod(name).invoke(record);
  }

  private static String said(String name, Object value) {
    if (value instanceof Duration time) {
      long minutes = time.toMinutes();
      return minutes % 1_440 == 0
          ? many(minutes / 1_440, "day")
          : minutes % 60 == 0 ? many(minutes / 60, "hour") : many(minutes, "minute");
    }
    long number = ((Number) value).longValue();
    if (name.endsWith("BytesMax")) {
      return number % (1 << 20) == 0 ? (number >> 20) + " MB" : (number >> 10) + " KB";
    }
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }

  private static String many(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
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
  void every_decision_stands_in_their_list() throws IOException {
    String list = Files.readString(Path.of("docs/decisions/README.md"));
    try (Stream<Path> pages = Files.list(Path.of("docs/decisions"))) {
      for (Path page : pages.filter(p -> !p.endsWith("README.md")).toList()) {
        assertThat(list).contains("(" + page.getFileName() + ")");
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
    // In pieces, or this file would name them.
    Pattern registry =
        Pattern.compile(
            String.join(
                "|",
                "repo1?\\.maven",
                "central\\.sonatype",
                "npmjs\\.(org|com)",
                "(deb|security)\\.debian",
                "archive\\.ubuntu",
                "docker\\.io",
                "ghcr\\.io",
                "quay\\.io",
                "pypi\\.org",
                "pythonhosted\\.org",
                "jitpack\\.io",
                "plugins\\.gradle"));
    int looked = 0;
    for (Path file : committed()) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(registry.matcher(text).find()).as(file.toString()).isFalse();
      looked++;
    }
    assertThat(looked).isGreaterThan(1_000);
  }

  /// All files here but what was built, installed or belongs to git.
  private static List<Path> committed() throws IOException {
    Set<String> others =
        Set.of(".git", "target", "node_modules", ".idea", ".vscode", "data", "demo-data");
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        Path.of("."),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return others.contains(folder.getFileName().toString())
                    && !folder.startsWith(Path.of("./src/main"))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
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
