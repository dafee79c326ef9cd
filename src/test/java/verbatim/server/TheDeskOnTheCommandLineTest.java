package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.statuses.Draft;

/// What moderators do in the browser, whoever runs the server does on the command line, while it
/// runs and while it does not.
class TheDeskOnTheCommandLineTest {
  @TempDir Path folder;

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
      assertThat(said("status", "remove", post.id().toString(), "--why", "Rule two"))
          .contains("is removed");
      assertThat(refused("status", "remove", post.id().toString())).contains("no post");
      assertThat(said("reports", "resolve", id, "--why", "done")).contains("is resolved");
      assertThat(refused("reports", "resolve", id)).contains("has resolved");
      assertThat(said("reports", "list")).contains("No reports.");
      assertThat(said("reports", "list", "--all")).contains("resolved");
      assertThat(said("reports", "reopen", id)).contains("is open again");
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
