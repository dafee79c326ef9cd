package verbatim.quotecheck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.Limits;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// An article to be checked, in few words.
final class Checked {
  private final List<Person> people = new ArrayList<>();
  private final List<Statement> embeds = new ArrayList<>();
  private final List<Statement> known = new ArrayList<>();
  private Limits.Checks limits = Limits.usual().checks();
  private Instant written = Instant.EPOCH;

  static Checked with() {
    return new Checked();
  }

  /// What somebody posted here.
  static Statement post(Person author, Optional<Instant> at, String text) {
    return new Statement(
        "post-" + author.hashCode() + "-" + text.hashCode(),
        Statement.Kind.POST,
        author,
        at,
        Channel.PUBLIC_POST,
        text,
        Confidence.SIGNED_POST,
        "",
        "",
        0);
  }

  Checked embed(String author, String text) {
    embeds.add(Statement.copy("embed-" + (embeds.size() + 1), Person.said(author), text, "here"));
    return this;
  }

  Checked known(String author, String text) {
    known.add(
        Statement.copy("known-" + (known.size() + 1), Person.said(author), text, "elsewhere"));
    return this;
  }

  Checked known(Statement statement) {
    known.add(statement);
    return this;
  }

  Checked person(Person person) {
    people.add(person);
    return this;
  }

  Checked written(Instant when) {
    written = when;
    return this;
  }

  Checked limits(Limits.Checks small) {
    limits = small;
    return this;
  }

  QuoteCheck text(String article) {
    return read(Markup.TEXT, article);
  }

  QuoteCheck read(Markup markup, String article) {
    return new Checking(limits)
        .check(
            new Checking.Material(Blocks.read(markup, article), people, embeds, written),
            KnownStatements.of(known));
  }

  Span only(String article) {
    List<Span> spans = text(article).spans();
    if (spans.size() != 1) {
      throw new AssertionError("not one quotation: " + spans);
    }
    return spans.getFirst();
  }
}
