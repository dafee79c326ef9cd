package verbatim.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verbatim.Refusing.fault;
import static verbatim.Refusing.refusal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.statuses.Draft;

/// Somebody brings lists from elsewhere, in good faith and not.
@ParameterizedClass
@EnumSource(Town.Engine.class)
class BringingListsTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person anna;
  private Town.Person ben;
  private Town.Person carla;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    anna = town.person("anna");
    ben = town.person("ben");
    carla = town.person("carla");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private static byte[] file(String... lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private Import brings(Import.What what, boolean replaces, String... lines) {
    town.imports().begin(anna.id(), what, replaces, file(lines));
    town.settle();
    Import is = town.imports().find(anna.id()).orElseThrow();
    assertThat(is.isOver()).as(is.toString()).isTrue();
    return is;
  }

  private static List<Object> people(List<Relations.Entry> entries) {
    return entries.stream().<Object>map(Relations.Entry::account).toList();
  }

  private List<Object> following() {
    return people(town.relations().following(anna.id(), Page.newest(10)));
  }

  @Test
  void follows_come_with_their_options_and_a_report_of_who_was_not_found() {
    Import is =
        brings(
            Import.What.FOLLOWING,
            false,
            "Account address,Show boosts,Notify on new posts,Languages",
            "ben@" + Town.DOMAIN + ",false,true,\"de, fr\"",
            "nobody@" + Town.DOMAIN + ",true,false,",
            "stranger@far.example,true,false,",
            "carla");
    assertThat(following()).containsExactlyInAnyOrder(ben.id(), carla.id());
    var options = town.relations().following(anna.id(), ben.id()).orElseThrow();
    assertThat(options.boosts()).isFalse();
    assertThat(options.notifies()).isTrue();
    assertThat(options.languages()).containsExactly("de", "fr");
    assertThat(is.taken()).isEqualTo(2);
    assertThat(is.missing()).isEqualTo(2);
    assertThat(is.named().getFirst()).startsWith("nobody@" + Town.DOMAIN);
    assertThat(is.percent()).isEqualTo(100);
  }

  @Test
  void what_the_file_does_not_have_stays_or_goes_as_one_wishes() {
    anna.follows(carla);
    brings(Import.What.FOLLOWING, false, "ben");
    assertThat(following()).containsExactlyInAnyOrder(ben.id(), carla.id());
    Import is = brings(Import.What.FOLLOWING, true, "ben");
    assertThat(following()).containsExactly(ben.id());
    assertThat(is.removed()).isEqualTo(1);
  }

  @Test
  void blocks_mutes_and_servers() {
    brings(Import.What.BLOCKS, false, "Account address", "ben");
    assertThat(town.relations().blocks(anna.id(), ben.id())).isTrue();
    assertThat(brings(Import.What.BLOCKS, true, "carla").removed()).isEqualTo(1);
    assertThat(town.relations().blocks(anna.id(), ben.id())).isFalse();
    brings(
        Import.What.MUTES,
        false,
        "Account address,Hide notifications,Ends",
        "ben,false,",
        "carla,true,2001-01-01T00:00:00Z");
    assertThat(people(town.relations().muted(anna.id(), Page.newest(5)))).containsExactly(ben.id());
    assertThat(town.relations().relationship(anna.id(), ben.id()).mutingNotifications()).isFalse();
    brings(Import.What.SERVERS, false, "#domain", "Loud.Example", "rude.example");
    Import is = brings(Import.What.SERVERS, true, "rude.example", "no domain at all");
    assertThat(town.relations().blockedDomains(anna.id())).containsExactly("rude.example");
    assertThat(is.refused()).isEqualTo(1);
  }

  @Test
  void lists_are_made_and_hold_whom_one_follows() {
    anna.follows(ben);
    Lists.AccountList old = town.lists().create(anna.id(), "Old ones", Lists.Replies.LIST, false);
    Import is =
        brings(Import.What.LISTS, false, "Crew,ben@" + Town.DOMAIN, "Crew,carla", "\"A, B\",ben");
    assertThat(town.lists().of(anna.id()))
        .extracting(Lists.AccountList::title)
        .containsExactlyInAnyOrder("Old ones", "Crew", "A, B");
    assertThat(is.taken()).isEqualTo(2);
    assertThat(is.missing()).as("carla is not followed").isEqualTo(1);
    brings(Import.What.LISTS, true, "Crew,ben");
    assertThat(town.lists().of(anna.id()))
        .extracting(Lists.AccountList::title)
        .containsOnly("Crew");
    assertThatThrownBy(() -> town.lists().get(anna.id(), old.id())).isInstanceOf(Refused.class);
  }

  @Test
  void bookmarks_are_found_by_their_address_if_one_may_see_them() {
    var open = ben.posts("For everybody");
    var hidden = ben.posts("For followers", Draft.Visibility.FOLLOWERS);
    String root = "https://" + Town.DOMAIN + "/";
    Import is =
        brings(
            Import.What.BOOKMARKS,
            false,
            root + "users/ben/statuses/" + open.id(),
            root + "@ben/" + hidden.id(),
            "https://far.example/@ben/1",
            "javascript:alert(1)");
    assertThat(is.taken()).isEqualTo(1);
    assertThat(is.missing()).isEqualTo(3);
    assertThat(town.statuses().bookmarks(anna.id(), Page.newest(5)))
        .extracting(shelved -> shelved.status())
        .containsExactly(open.id());
    brings(Import.What.BOOKMARKS, true, "https://far.example/@ben/1");
    assertThat(town.statuses().bookmarks(anna.id(), Page.newest(5))).isEmpty();
  }

  @Test
  void a_file_has_bounds_and_may_be_as_large_as_that() {
    Limits.House limits = town.limits().house();
    String rows = "x\n".repeat(limits.importRowsMax());
    assertThat(Csv.read(rows.getBytes(StandardCharsets.UTF_8), limits.importRowsMax()))
        .hasSize(limits.importRowsMax());
    assertThat(fault(() -> begin((rows + "x\n").getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("file ERR_TOO_LONG");
    assertThat(fault(() -> begin(new byte[limits.importBytesMax() + 1])))
        .isEqualTo("file ERR_TOO_LONG");
    byte[] largest = new byte[limits.importBytesMax()];
    java.util.Arrays.fill(largest, (byte) '\n');
    largest[0] = 'b';
    begin(largest);
    town.settle();
    // So long that it is under way still.
    begin(rows.getBytes(StandardCharsets.UTF_8));
    assertThat(refusal(() -> begin(file("ben")))).isInstanceOf(Refusal.Conflict.class);
    town.settle();
    begin(file("ben"));
    town.settle();
  }

  private void begin(byte[] csv) {
    town.imports().begin(anna.id(), Import.What.FOLLOWING, false, csv);
  }

  @Test
  void what_is_no_table_is_refused_before_anything_happens() {
    for (byte[] csv :
        List.of(
            new byte[0],
            file(""),
            file("Account address"),
            file("\"never closed"),
            new byte[] {'a', (byte) 0xff, '\n'},
            file("a\0b"),
            file(",".repeat(40)),
            file("a".repeat(5_000)),
            file("\"" + "a".repeat(5_000) + "\""))) {
      assertThat(fault(() -> begin(csv))).startsWith("file ");
    }
    assertThat(town.imports().find(anna.id())).isEmpty();
  }

  @Test
  void rows_are_read_as_they_are_written_by_others() {
    assertThat(Csv.read(file("\uFEFFa,\"b \"\"c\"\", d\"", "", "e", "\"f\ng\",h\r"), 10))
        .containsExactly(List.of("a", "b \"c\", d"), List.of("e"), List.of("f\ng", "h"));
  }

  @Test
  void any_bytes_are_read_or_refused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] letters = "ab,\"\n\r\0 #@.\u00e4".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] csv = new byte[random.nextInt(60)];
      for (int j = 0; j < csv.length; j++) {
        csv[j] = letters[random.nextInt(letters.length)];
      }
      try {
        Csv.read(csv, 10);
      } catch (Refused e) {
        assertThat(e.refusal()).as("seed " + seed).isInstanceOf(Refusal.Invalid.class);
      }
    }
  }

  @Test
  void with_the_account_it_is_gone() {
    town.imports().begin(anna.id(), Import.What.BLOCKS, false, file("ben"));
    anna.leaves();
    town.settle();
    assertThat(town.imports().find(anna.id())).isEmpty();
  }
}
