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
import verbatim.articles.Newsrooms;
import verbatim.kernel.AccountId;

/// Whoever runs the server keeps newsrooms on the command line, while it runs and while it does
/// not.
class NewsroomsOnTheCommandLineTest {
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

  private static AccountId id(Server server, String name) {
    return server.content.accounts.find(Handle.here(name)).orElseThrow().id();
  }

  @Test
  void made_filled_shown_and_dissolved() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data)) {
      create(data, "thepost");
      create(data, "anna");
      create(data, "bert");
      assertThat(type("newsroom", "members", "thepost").err()).contains("no newsroom");
      assertThat(said("newsroom", "create", "thepost")).contains("is a newsroom");
      assertThat(said("newsroom", "members", "thepost")).contains("no members");
      assertThat(said("newsroom", "ask", "thepost", "anna", "editor")).contains("is asked to be");
      Newsrooms newsrooms = server.content.articles.newsrooms();
      AccountId room = id(server, "thepost");
      assertThat(newsrooms.role(room, id(server, "anna"))).as("not before she says so").isEmpty();
      newsrooms.accept(id(server, "anna"), room);
      assertThat(said("newsroom", "ask", "thepost", "anna", "author")).contains("is an author");
      assertThat(said("newsroom", "ask", "thepost", "@bert", "author")).contains("is asked");
      assertThat(said("newsroom", "members", "@thepost"))
          .contains("@anna  author\n")
          .contains("@bert  author  asked");
      assertThat(type("newsroom", "ask", "thepost", "bert", "owner").exit()).isEqualTo(2);
      assertThat(type("newsroom", "ask", "thepost", "bert").exit()).isEqualTo(2);
      assertThat(type("newsroom", "ask", "thepost", "nobody", "author").exit()).isEqualTo(1);
      assertThat(type("newsroom", "ask", "thepost", "thepost", "author").exit()).isEqualTo(1);
    }
    assertThat(said("newsroom", "remove", "thepost", "bert")).contains("no member");
    assertThat(said("newsroom", "members", "thepost")).doesNotContain("bert");
    assertThat(said("newsroom", "dissolve", "thepost")).contains("one person again");
    assertThat(type("newsroom", "members", "thepost").exit()).isEqualTo(1);
  }
}
