package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.Origin;
import verbatim.kernel.Secret;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// What moderators do in the browser, whoever runs the server does on the command line, while it
/// runs and while it does not.
class TheDeskOnTheCommandLineTest {
  @TempDir Path folder;

  @Test
  void people_are_invited_and_get_a_new_password_by_links() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data)) {
      create(data, "olga");
      String made = said("invite", "--uses", "3", "--days", "2", "--for", "the choir");
      assertThat(made).contains("3 people", "/invite/");
      Secret code = new Secret(made.strip().substring(made.lastIndexOf("/invite/") + 8));
      var invitation = server.content.access.invitations().opened(code).orElseThrow();
      assertThat(said("invite", "list"))
          .contains(invitation.id() + "  by (command line)  0 of 3", "the choir")
          .doesNotContain(code.reveal());
      assertThat(said("invite", "end", invitation.id().toString())).contains("nobody any more");
      assertThat(server.content.access.invitations().opened(code)).isEmpty();
      assertThat(said("invite", "list")).contains("No invitations");
      assertThat(refused("invite", "end", "7")).contains("no invitation 7");
      assertThat(refused("invite", "--uses", "many")).contains("wants a number");
      assertThat(refused("invite", "--uses", "0")).contains("1 to 100 people");
      assertThat(said("audit", "--kind", "invitation"))
          .contains("+ " + invitation.id() + ", 3, 2 d", "- " + invitation.id());

      String reset = said("account", "reset", "olga");
      assertThat(reset).contains("once, within a day", "/auth/reset?token=");
      Secret link = new Secret(reset.strip().substring(reset.lastIndexOf("token=") + 6));
      server.content.access.credentials().reset(link, new Secret("another good password"));
      assertThat(said("audit", "--kind", "credentials"))
          .contains("@olga", "reset link")
          .doesNotContain(link.reveal());
      assertThat(refused("account", "reset", "nobody")).contains("no account @nobody");

      create(data, "gone");
      server.content.access.credentials().erase(id(server, "gone"));
      assertThat(refused("account", "reset", "gone")).isNotBlank();
      assertThat(said("audit", "--kind", "credentials"))
          .as("no link, no line")
          .doesNotContain("@gone");
    }
  }

  @Test
  void what_the_house_says_of_itself() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data)) {
      create(data, "olga");
      assertThat(said("server", "set", "name", "The Pier")).contains("Changed: name");
      assertThat(said("server", "set", "name", "The Pier")).contains("stands so already");
      assertThat(said("server", "set", "about", "Ropes and rolls")).contains("Changed");
      assertThat(said("server", "set", "languages", "de, en")).contains("Changed");
      assertThat(said("server", "set", "contact-email", "pier@mail.example")).contains("Changed");
      assertThat(said("server", "set", "registrations", "approval")).contains("Changed");
      assertThat(refused("server", "set", "registrations", "perhaps")).contains("open, approval");
      assertThat(refused("server", "set", "colour", "blue")).contains("colour");
      assertThat(refused("server", "set", "name", "")).isNotBlank();
      assertThat(said("server", "show"))
          .contains(
              "name: The Pier",
              "about: Ropes and rolls",
              "languages: de, en",
              "contact-email: pier@mail.example",
              "registrations: approval");
      said("rules", "add", "First");
      said("rules", "add", "Second");
      String second = said("rules", "list").lines().toList().getLast().split(" ")[0];
      assertThat(said("rules", "up", second)).contains("another place");
      assertThat(said("rules", "list").lines().toList().getFirst()).contains("Second");
      said("rules", "up", second);
      said("rules", "down", second);
      assertThat(said("rules", "list").lines().toList().getLast()).contains("Second");
      assertThat(said("announcement", "add", "Soup", "--ends", "2099-01-01T00:00:00Z"))
          .contains("is written");
      String soup = said("announcement", "list").split(" ")[0];
      assertThat(said("announcement", "change", soup, "Soup, and bread")).contains("is changed");
      assertThat(said("announcement", "list")).contains("Soup, and bread");
      assertThat(server.content.announcements.all().getFirst().endsAt()).isPresent();
      assertThat(refused("announcement", "change", "1", "Nothing")).contains("no announcement");
      assertThat(refused("emoji", "off", "nothing")).contains("no :nothing:");
      assertThat(said("audit", "--kind", "setting"))
          .contains("name: ", " → The Pier", "registrations: open → approval", "rules: 0 → 1")
          .contains("more")
          .doesNotContain("Ropes and rolls");
    }
  }

  @Test
  void the_log_keeps_the_name_of_whoever_was_erased() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data)) {
      create(data, "gina");
      AccountId gina = id(server, "gina");
      said("account", "suspend", "gina");
      assertThat(said("account", "delete", "gina")).contains("@gina");
      assertThat(said("audit"))
          .contains("suspended  @gina", "deleted  @gina")
          .doesNotContain(gina.toString());
    }
  }

  private CommandLine.Said type(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    return CommandLine.type("", all);
  }

  private String said(String... words) {
    CommandLine.Said said = type(words);
    assertThat(said.exit()).as(said.err()).isZero();
    return said.out();
  }

  private String refused(String... words) {
    CommandLine.Said said = type(words);
    assertThat(said.exit()).as(said.out()).isEqualTo(1);
    return said.err();
  }

  @Test
  void wrong_words_are_answered_with_the_usage_of_that_command() {
    assertThat(type("account", "warn", "ben").err())
        .isEqualTo(
            "verbatim: account warn wants --why\nusage: ./verbatim account warn NAME --why TEXT\n");
    assertThat(type("account", "wrn", "ben").err())
        .contains("account warn NAME", "account note NAME")
        .doesNotContain("emoji");
  }

  @Test
  void people_are_found_by_address_and_several_are_dealt_with_at_once() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data)) {
      create(data, "olga");
      create(data, "bert");
      said("account", "role", "olga", "owner");
      assertThat(said("account", "find", "bert@example.org")).contains("@bert  bert@example.org");
      assertThat(said("account", "find", "EXAMPLE.org")).contains("@bert", "@olga", "owner");
      assertThat(said("account", "find", "ber")).contains("@bert").doesNotContain("@olga");
      assertThat(said("account", "find", "unconfirmed")).contains("Nobody.");
      assertThat(said("account", "find", "elsewhere.example")).contains("Nobody.");
      AccountId bert = id(server, "bert");
      String one = server.content.statuses.post(Draft.of(bert, "one")).id().toString();
      String two = server.content.statuses.post(Draft.of(bert, "two")).id().toString();
      assertThat(refused("status", "remove", one, "7", two, "--why", "Spam"))
          .contains(one + " of @bert is removed", "7: There is no post", two + " of @bert");
      assertThat(refused("status", "remove", one, two)).contains("no post " + two);
      String three = server.content.statuses.post(Draft.of(bert, "three")).id().toString();
      String four = server.content.statuses.post(Draft.of(bert, "four")).id().toString();
      CommandLine.Said many =
          CommandLine.type(
              three + "\n  " + four + "\n",
              List.of("status", "remove", "-", "--why", "Spam", "--data", data.toString()));
      assertThat(many.exit()).as(many.err()).isZero();
      assertThat(many.out()).contains(three + " of @bert", four + " of @bert");
      assertThat(type("status", "remove", "-").err())
          .contains("something is missing")
          .contains("usage: ./verbatim status remove|cover|uncover ID...|-")
          .hasLineCount(2);
      assertThat(refused("account", "approve", "bert", "nobody"))
          .contains("@bert does not wait", "no account @nobody");
      said("rules", "add", "Be kind");
      String report =
          server
              .reading
              .moderation
              .report(
                  id(server, "olga"),
                  new Moderation.Told(
                      bert,
                      List.of(),
                      "Look",
                      Report.Category.VIOLATION,
                      List.of(said("rules", "list").split(" ")[0]),
                      false))
              .id()
              .toString();
      assertThat(said("reports", "show", report)).contains("breaks the rule: Be kind");
      var few =
          server.content.statuses.post(
              new Draft(
                  bert,
                  "@olga for your eyes",
                  "",
                  false,
                  "",
                  Draft.Visibility.DIRECT,
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Status.Application.NONE,
                  Origin.HERE));
      String direct =
          server
              .reading
              .moderation
              .report(
                  id(server, "olga"),
                  new Moderation.Told(
                      bert, List.of(few.id()), "", Report.Category.SPAM, List.of(), false))
              .id()
              .toString();
      assertThat(said("reports", "show", direct))
          .contains(few.id() + ": (said to few")
          .doesNotContain("eyes");
      assertThat(refused("reports", "assign", report, "bert")).contains("@bert is not of the team");
      assertThat(refused("server", "set", "contact-account", "nobody"))
          .contains("no account @nobody");
    }
  }

  @Test
  void reports_and_posts_and_people_and_rules() throws Exception {
    Path data = folder.resolve("data");
    String deed;
    try (Server server = serve(data)) {
      create(data, "olga");
      create(data, "anna");
      create(data, "bert");
      assertThat(said("account", "role", "olga", "owner")).contains("is now owner");
      AccountId anna = id(server, "anna");
      AccountId bert = id(server, "bert");
      var post = server.content.statuses.post(Draft.of(bert, "Typed \u001b[31maway"));
      Report report =
          server.reading.moderation.report(
              anna,
              new Moderation.Told(
                  bert, List.of(post.id()), "Look", Report.Category.SPAM, List.of(), false));
      assertThat(server.ground.log.settle(java.time.Duration.ofSeconds(60))).isTrue();
      String id = report.id().toString();
      assertThat(said("reports", "list")).contains(id, "@bert", "by @anna", "spam", "Look");
      assertThat(said("reports", "show", id)).contains("Typed  [31maway");
      assertThat(said("status", "cover", post.id().toString())).contains("is covered");
      assertThat(said("status", "uncover", post.id().toString())).contains("not covered any more");
      assertThat(refused("status", "uncover", post.id().toString())).contains("no such post");
      assertThat(said("status", "remove", post.id().toString(), "--why", "Rule two"))
          .contains("is removed");
      assertThat(refused("status", "remove", post.id().toString())).contains("no post");
      assertThat(said("reports", "resolve", id, "--why", "done")).contains("is resolved");
      assertThat(refused("reports", "resolve", id)).contains("has resolved");
      assertThat(said("reports", "list")).contains("No reports.");
      assertThat(said("reports", "list", "--all")).contains("resolved");
      assertThat(said("reports", "reopen", id)).contains("is open again");
      assertThat(said("reports", "assign", id, "olga")).contains("is with @olga");
      assertThat(said("audit", "--kind", "assigned"))
          .as("to whom, by name")
          .contains("assigned  @bert  @olga");
      assertThat(said("reports", "note", id, "Look twice")).contains("Written to report");
      assertThat(said("reports", "show", id)).contains("Look twice", "taken by @olga");
      assertThat(said("reports", "unassign", id)).contains("Nobody has report");
      assertThat(refused("reports", "act", id, "danced")).contains("danced");
      assertThat(said("reports", "act", id, "warned", "--why", "Once more")).contains("warned");
      assertThat(refused("reports", "act", id, "warned", "--why", "x")).contains("has resolved");
      assertThat(said("account", "note", "bert", "Means well")).contains("has a note");
      assertThat(said("audit", "--about", "bert")).contains("Means well", "Once more");
      assertThat(said("account", "warn", "bert", "--why", "Mind your words")).contains("warned");
      assertThat(said("account", "limit", "bert", "--why", "spam")).contains("is limited");
      assertThat(refused("account", "limit", "bert")).contains("limited already");
      assertThat(refused("account", "suspend", "olga")).contains("the only owner");
      assertThat(refused("account", "role", "olga", "user")).contains("the only owner");
      assertThat(refused("account", "delete", "olga")).contains("the only owner");
      deed =
          server
              .reading
              .moderation
              .deeds()
              .list(
                  Deed.CONSOLE,
                  verbatim.moderation.Deeds.Wanted.about(bert),
                  verbatim.kernel.Page.newest(1))
              .getFirst()
              .id()
              .toString();
      server
          .reading
          .moderation
          .appeals()
          .appeal(bert, verbatim.kernel.DeedId.parse(deed).orElseThrow(), "I mended it");
      assertThat(said("account", "waiting")).contains("Nobody waits");
      assertThat(said("rules", "add", "Be kind", "--hint", "To all")).contains("added");
      assertThat(said("rules", "list")).contains("Be kind  To all");
      String rule = said("rules", "list").split(" ")[0];
      assertThat(said("rules", "change", rule, "Be gentle")).contains("changed");
      assertThat(said("rules", "list")).contains("Be gentle  To all");
      assertThat(said("rules", "remove", rule)).contains("is gone");
      assertThat(refused("rules", "remove", rule)).contains("no rule");
    }
    // The server has stopped.
    assertThat(said("appeals", "list")).contains("I mended it");
    assertThat(said("appeals", "accept", deed, "--why", "Right")).contains("accepted");
    assertThat(said("appeals", "list")).contains("No appeals");
    assertThat(refused("account", "unlimit", "bert")).contains("is not limited");
    assertThat(said("audit", "--about", "bert"))
        .contains("(command line)", "Rule two", "Mind your words", "unlimited  @bert")
        .doesNotContain("rules");
    assertThat(said("audit", "--kind", "setting")).contains("rules").doesNotContain("@bert");
    assertThat(refused("audit", "--by", "nobody")).contains("no account");
    assertThat(refused("audit", "--kind", "nonsense")).contains("No deed");
  }

  private static AccountId id(Server server, String name) {
    return server.content.accounts.find(Handle.here(name)).orElseThrow().id();
  }
}
