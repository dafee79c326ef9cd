package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Manuscript;
import verbatim.articles.Newsrooms;
import verbatim.kernel.AccountId;
import verbatim.rendering.Addresses;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// Two articles of the demo town that quote what was said about the boat: mostly as it was said,
/// here and there with other letters, so that the check of quotations has something to show.
final class DemoArticles {
  private static final Pattern LABEL = Pattern.compile("\\{(\\w+)}");
  private static final Duration LATER = Duration.ofMinutes(40);

  private final Content content;
  private final DemoClock clock;
  private final Addresses addresses;
  private final Function<String, AccountId> ids;
  private final Map<String, Status> said;

  DemoArticles(
      Content content,
      DemoClock clock,
      Addresses addresses,
      Function<String, AccountId> ids,
      Map<String, Status> said) {
    this.content = content;
    this.clock = clock;
    this.addresses = addresses;
    this.ids = ids;
    this.said = said;
  }

  void happen() {
    Articles articles = content.articles;
    AccountId post = ids.apply("post");
    AccountId tove = ids.apply("tove");
    articles.newsrooms().found(post);
    articles.newsrooms().ask(post, post, tove, Newsrooms.Role.EDITOR);
    articles.newsrooms().accept(tove, post);
    clock.advanceTo(clock.instant().plus(LATER));
    Article boat =
        articles.begin(
            tove,
            post,
            words(
                "The boat that waits for the bread",
                "Nine passengers, one sum and a bowl of soup: how a small ferry became the town’s"
                    + " longest conversation.",
                List.of("Last boat", "Ness ferry", "Town council"),
                read("boat.md").replace("eleven winters", "ten winters"),
                List.of(tove)));
    articles.publish(tove, boat.id());
    clock.advanceTo(clock.instant().plus(LATER));
    Manuscript first = articles.working(tove, boat.id()).words();
    articles.change(
        tove,
        boat.id(),
        first
            .withBody(Markup.MARKDOWN, read("boat.md"))
            .withCorrections(
                List.of(
                    new Manuscript.Correction(
                        clock.instant(),
                        "We wrote that she has counted for ten winters. It is eleven."))));
    articles.publish(tove, boat.id());
    AccountId ilse = ids.apply("ilse");
    clock.advanceTo(clock.instant().plus(LATER));
    Article kitchen =
        articles.begin(
            ilse,
            ilse,
            words(
                "It is about half past nine",
                "Who has to be home, and what it costs when the boat does not wait.",
                List.of("Last boat", "Kitchens"),
                read("kitchen.md"),
                List.of()));
    articles.publish(ilse, kitchen.id());
  }

  private static Manuscript words(
      String title, String standfirst, List<String> topics, String body, List<AccountId> byline) {
    return new Manuscript(
        title,
        standfirst,
        Markup.MARKDOWN,
        body,
        byline,
        topics,
        "en",
        "",
        Optional.empty(),
        List.of());
  }

  private String read(String name) {
    try (InputStream in = DemoArticles.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no words of the demo: " + name);
      }
      String raw = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return LABEL.matcher(raw).replaceAll(found -> address(found.group(1)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String address(String label) {
    Status status = said.get(label);
    if (status == null) {
      throw new IllegalStateException("nobody said " + label);
    }
    return addresses.url(status, content.accounts.find(status.author()).orElseThrow());
  }
}
