package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// What the inner parts say in English is said in German on German pages.
class RefusalsInGermanTest {
  /// A sentence that is put together holds numbers; names are left alone.
  private static final Pattern REFUSAL =
      Pattern.compile(
          "Refusal\\.(?:invalid|forbidden|Conflict)\\(\\s*(\"[^\"]+\"(?:\\s*\\+\\s*[^;,\"]+\\+\\s*\"[^\"]+\")*)\\s*\\)");

  /// Programs ask these, never a page; or a number of a file tells the rest.
  private static final Set<String> PACKAGES =
      Set.of(
          "accounts",
          "access",
          "media",
          "relations",
          "statuses",
          "search",
          "moderation",
          "house",
          "conversations",
          "excerpts",
          "articles",
          "statements",
          "stories");

  private static final Tongue GERMAN =
      new Tongue(Catalogue.read("de"), ZoneOffset.UTC, Instant.EPOCH);

  @Test
  void every_sentence_of_theirs_has_its_words() throws IOException {
    List<String> missing = new ArrayList<>();
    int found = 0;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/verbatim"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        if (PACKAGES.contains(file.getParent().getFileName().toString())) {
          Matcher matcher = REFUSAL.matcher(Files.readString(file));
          while (matcher.find()) {
            String said = matcher.group(1).replaceAll("\"\\s*\\+[^\"]+\\+\\s*\"", "7");
            said = said.substring(1, said.length() - 1).replace("Validation failed: ", "");
            found++;
            if (!said.startsWith("@") && Refusals.find(said, GERMAN).isEmpty()) {
              missing.add(file.getFileName() + ": " + said + " wants " + Refusals.key(said));
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(20);
    assertThat(missing).isEmpty();
  }

  /// The same beside a field: what has a number would else lose it to the words of its code.
  private static final Pattern FAULT =
      Pattern.compile(
          "Refusal\\.invalid\\(\\s*[^,()]+,\\s*\"ERR_[A-Z_]+\",\\s*"
              + "((?:\"[^\"]+\"|[a-z][A-Za-z.()]*)(?:\\s*\\+\\s*(?:\"[^\"]+\"|[a-z][A-Za-z.()]*))*)\\s*\\)");

  @Test
  void every_number_beside_a_field_is_said_too() throws IOException {
    List<String> missing = new ArrayList<>();
    int found = 0;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/verbatim"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String folder = file.getParent().getFileName().toString();
        if (PACKAGES.contains(folder) || folder.equals("announcements")) {
          Matcher matcher = FAULT.matcher(Files.readString(file));
          while (matcher.find()) {
            String said = "";
            for (String part : matcher.group(1).split("\\s*\\+\\s*")) {
              said += part.startsWith("\"") ? part.substring(1, part.length() - 1) : "7";
            }
            if (said.matches("[^7].*\\d.*")) {
              found++;
              if (Refusals.find(said, GERMAN).isEmpty()) {
                missing.add(file.getFileName() + ": " + said + " wants " + Refusals.key(said));
              }
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(10);
    assertThat(missing).isEmpty();
  }

  @Test
  void a_bound_is_said_in_the_digits_of_the_reader() {
    var refused =
        new Refused(
            new Refusal.Invalid(
                "no",
                List.of(
                    new Refusal.Fault(
                        "words", "ERR_TOO_LONG", "Text is too long (maximum is 1000 characters)"),
                    new Refusal.Fault(
                        "image",
                        "ERR_TOO_LONG",
                        "The picture is too large (maximum is 262144 bytes)"))));
    assertThat(Forms.faults(refused, GERMAN).stream().map(Views.Fault::words))
        .containsExactly(
            "Das ist zu lang: höchstens 1.000 Zeichen", "Das ist zu groß: höchstens 262.144 Byte");
  }

  @Test
  void numbers_come_along_and_what_nobody_translated_is_shown_as_it_was_said() {
    assertThat(Refusals.words("Validation failed: A search may have 20 parts", GERMAN))
        .isEqualTo("Eine Suche darf 20 Teile haben");
    assertThat(Refusals.exactly("An invitation is for 1 to 7 people", GERMAN))
        .contains("Eine Einladung gilt für 1 bis 7 Personen");
    assertThat(Refusals.exactly("An invitation lasts 1 to 8 days", GERMAN))
        .contains("Eine Einladung gilt 1 bis 8 Tage");
    assertThat(Refusals.words("Status 3 of the series: Text can't be blank", GERMAN))
        .isEqualTo("Teil 3 der Reihe: Da steht noch nichts");
    assertThat(Refusals.words("Nothing of the kind", GERMAN)).isEqualTo("Nothing of the kind");
  }
}
