package verbatim.rendering;

import java.util.ArrayList;
import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Row;
import verbatim.excerpts.Shown;
import verbatim.excerpts.State;
import verbatim.kernel.AccountId;
import verbatim.statuses.Status;
import verbatim.text.SafeHtml;
import verbatim.text.TalkHtml;

/// What a post carries of a private conversation, for apps and readers of feeds that know nothing
/// of excerpts: it stands below the words of the post. What is sealed is not in it.
public final class ExcerptHtml {
  /// Of a longer one the rest is read where the address at its end leads.
  private static final int ROWS_MAX = 30;

  private static final int CHARACTERS_MAX = 10_000;
  private static final String SEALED = "\u2587\u2587\u2587 \u2587\u2587\u2587";

  private final Excerpts excerpts;
  private final Accounts accounts;

  public ExcerptHtml(Excerpts excerpts, Accounts accounts) {
    this.excerpts = excerpts;
    this.accounts = accounts;
  }

  /// Nothing for most posts.
  public SafeHtml below(Status status) {
    return excerpts.of(status).map(this::of).orElse(SafeHtml.EMPTY);
  }

  public SafeHtml of(Shown shown) {
    List<TalkHtml.Line> lines = new ArrayList<>();
    Gap gap = new Gap(0, false);
    int rows = 0;
    int characters = 0;
    for (Row row : shown.rows()) {
      if (row instanceof Row.LeftOut(_, boolean isErased)) {
        if (isErased != gap.isErased()) {
          gap.close(lines);
          gap = new Gap(0, isErased);
        }
        gap = gap.and();
        continue;
      }
      if (++rows > ROWS_MAX || characters > CHARACTERS_MAX) {
        return TalkHtml.of(cut(lines, shown, row.n()), "Check:", shown.address());
      }
      gap.close(lines);
      gap = new Gap(0, false);
      switch (row) {
        case Row.Said said -> {
          lines.add(new TalkHtml.Line.Said(speaker(said), said.text().strip()));
          characters += said.text().length();
        }
        case Row.Sealed(long n, State state) ->
            lines.add(
                new TalkHtml.Line.Said(
                    shown
                        .deniedBy(n)
                        .map(this::denying)
                        .orElseGet(() -> "(another person, " + words(state) + ")"),
                    SEALED));
        case Row.LeftOut _ -> throw new IllegalStateException("counted above");
      }
    }
    gap.close(lines);
    shown
        .notes()
        .forEach(note -> lines.add(new TalkHtml.Line.Said(name(note.by()) + " adds", note.text())));
    return TalkHtml.of(lines, "Check:", shown.address());
  }

  private String speaker(Row.Said said) {
    String name = said.grade() == Row.Grade.DENIED ? denying(said.author()) : name(said.author());
    return said.replacedBy() == 0 ? name : name + " (changed this later)";
  }

  private String denying(AccountId by) {
    return name(by) + " (says: these are not my words)";
  }

  private static List<TalkHtml.Line> cut(List<TalkHtml.Line> lines, Shown shown, long firstN) {
    long more = shown.to() - firstN + 1;
    List<TalkHtml.Line> all = new ArrayList<>(lines);
    all.add(
        new TalkHtml.Line.Gap(
            more == 1
                ? "[1 more message, and all of it:]"
                : "[" + more + " more messages, and all of it:]"));
    return all;
  }

  /// The names that stand in it: they change without it.
  public List<String> names(Shown shown) {
    return shown.speakers().stream().map(this::name).toList();
  }

  /// Messages of which nothing is shown, one after the other.
  private record Gap(int count, boolean isErased) {
    Gap and() {
      return new Gap(count + 1, isErased);
    }

    void close(List<TalkHtml.Line> lines) {
      if (count > 0) {
        String messages = count == 1 ? "1 message " : count + " messages ";
        String by = count == 1 ? "erased by its author" : "erased by their authors";
        lines.add(new TalkHtml.Line.Gap("[" + messages + (isErased ? by : "left out") + "]"));
      }
    }
  }

  private static String words(State state) {
    return switch (state) {
      case ASKED -> "asked";
      case AGREED, AGREED_IN_PART -> "agreed";
      case NOT_AGREED -> "not agreed";
      case NOT_ASKED -> "not asked";
      case WITHDRAWN -> "withdrawn";
    };
  }

  private String name(AccountId id) {
    return accounts.find(id).map(ExcerptHtml::name).orElse("?");
  }

  private static String name(Account account) {
    String name = account.profile().displayName();
    return name.isBlank() ? account.handle().acct() : name;
  }
}
