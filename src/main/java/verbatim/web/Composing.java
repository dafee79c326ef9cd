package verbatim.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.rendering.Files;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// What is being written: from a form to a draft, and back into the form when it cannot be posted.
final class Composing {
  private static final int KEY_BYTES = 12;
  private static final Set<String> AUDIENCES = Set.of("public", "unlisted", "private", "direct");
  private static final int POLL_HOURS_MAX = 24 * 30;

  /// Those that people here can choose without typing; what else an account posts in joins them.
  private static final List<String> LANGUAGES =
      List.of(
          "ar", "bg", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr",
          "ga", "gl", "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "nl", "no",
          "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "th", "tr", "uk", "vi", "zh");

  private final Web.Words words;
  private final SecureRandom random;

  Composing(Web.Words words, SecureRandom random) {
    this.words = words;
    this.random = random;
  }

  // ---- for the form

  /// An empty composer for whoever is signed in.
  ComposeViews.Sheet blank(Request request, Tongue t) {
    return account(request)
        .map(me -> sheet(me, t, "new", "", "", ""))
        .orElse(ComposeViews.Sheet.NONE);
  }

  /// To answer a post: the people in it are named, and it goes to no more people than that.
  ComposeViews.Sheet reply(Request request, Tongue t, Status to) {
    Optional<Account> me = account(request);
    Optional<Account> author = words.accounts().find(to.author());
    if (me.isEmpty() || author.isEmpty()) {
      return ComposeViews.Sheet.NONE;
    }
    return sheet(
        me.get(),
        t,
        "re-" + to.id(),
        mentions(me.get(), author.get(), to),
        to.id().toString(),
        Persons.name(author.get()),
        narrower(me.get().posting().visibility(), to.audience().visibility()));
  }

  private static String mentions(Account me, Account author, Status to) {
    return author.id().equals(me.id()) || to.isBoost() ? "" : "@" + author.handle().acct() + " ";
  }

  private static String narrower(String usual, String of) {
    List<String> order = List.of("public", "unlisted", "private", "direct");
    return order.indexOf(of) > order.indexOf(usual) ? of : usual;
  }

  private Optional<Account> account(Request request) {
    return request.viewer().flatMap(words.accounts()::find);
  }

  private ComposeViews.Sheet sheet(
      Account me, Tongue t, String draft, String text, String inReplyTo, String replyName) {
    return sheet(me, t, draft, text, inReplyTo, replyName, me.posting().visibility());
  }

  private ComposeViews.Sheet sheet(
      Account me,
      Tongue t,
      String draft,
      String text,
      String inReplyTo,
      String replyName,
      String audience) {
    String language = me.posting().language().isEmpty() ? t.language() : me.posting().language();
    return new ComposeViews.Sheet(
        true,
        key(),
        text,
        "",
        audience,
        language,
        inReplyTo,
        replyName,
        draft,
        List.of(),
        ComposeViews.Poll.NONE,
        words.limits().text().statusCharactersMax(),
        words.limits().media().attachmentsMax(),
        languages(t, language),
        List.of());
  }

  /// The form once more, as it was filled in, with what is wrong beside it.
  ComposeViews.Sheet again(Request request, Tongue t, List<Views.Fault> faults) {
    Params params = request.params();
    ComposeViews.Sheet blank =
        params
            .id("in_reply_to", StatusId::parse)
            .flatMap(id -> words.statuses().find(id))
            .filter(s -> words.statuses().maySee(Reading.viewer(request), s))
            .map(s -> reply(request, t, s))
            .orElseGet(() -> blank(request, t));
    String audience = params.text("visibility", blank.audience());
    String language = language(params, blank.language());
    return new ComposeViews.Sheet(
        true,
        params.text("key").filter(k -> !k.isBlank()).orElse(blank.key()),
        params.text("text", blank.text()),
        params.text("warning", ""),
        AUDIENCES.contains(audience) ? audience : blank.audience(),
        language,
        blank.inReplyTo(),
        blank.replyName(),
        blank.draft(),
        thumbs(Reading.me(request), params),
        new ComposeViews.Poll(
            params.object("poll").list("options"),
            params.object("poll").flag("multiple", false),
            params.object("poll").number("hours", ComposeViews.Poll.NONE.hours())),
        blank.charactersMax(),
        blank.picturesMax(),
        languages(t, language),
        faults);
  }

  static List<ComposeViews.Language> languages(Tongue t, String chosen) {
    Locale own = Locale.forLanguageTag(t.language());
    List<String> tags = new ArrayList<>(LANGUAGES);
    if (!chosen.isEmpty() && !tags.contains(chosen)) {
      tags.add(chosen);
    }
    return tags.stream()
        .map(
            tag -> {
              String name = Locale.forLanguageTag(tag).getDisplayName(own);
              return new ComposeViews.Language(tag, name.isEmpty() ? tag : name);
            })
        .sorted(Comparator.comparing(ComposeViews.Language::name))
        .toList();
  }

  private String key() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private List<ComposeViews.Thumb> thumbs(AccountId me, Params params) {
    List<ComposeViews.Thumb> thumbs = new ArrayList<>();
    for (MediaId id : params.ids("media", MediaId::parse)) {
      words
          .media()
          .find(id)
          .filter(m -> m.owner().equals(me))
          .ifPresent(
              medium -> thumbs.add(thumb(medium, params.object("said").object(id.toString()))));
    }
    return thumbs;
  }

  ComposeViews.Thumb thumb(Medium medium, Params said) {
    Files.Shown shown = words.files().of(medium);
    return new ComposeViews.Thumb(
        medium.id().toString(),
        shown.previewUrl(),
        said.text("description", medium.description()),
        said.text("credit", medium.credit()),
        said.text("focus", "0,0"));
  }

  // ---- from the form

  /// @throws verbatim.kernel.Refused Invalid, with a fault for each field
  Draft draft(Request request) {
    Params params = request.params();
    AccountId me = Reading.me(request);
    List<MediaId> media = described(me, params);
    String warning = params.text("warning", "");
    return new Draft(
        me,
        params.text("text", ""),
        warning,
        !warning.isBlank() || params.flag("sensitive", false),
        language(params, ""),
        visibility(params.text("visibility", "public")),
        media,
        poll(params.object("poll")),
        params.id("in_reply_to", StatusId::parse),
        Status.Application.NONE,
        Origin.HERE);
  }

  private static String language(Params params, String otherwise) {
    return params.text("language").filter(l -> !l.isBlank()).orElse(otherwise);
  }

  private List<MediaId> described(AccountId me, Params params) {
    List<MediaId> ids = params.ids("media", MediaId::parse);
    if (ids.size() > words.limits().media().attachmentsMax()) {
      throw Refusal.invalid("media", "ERR_TOO_LONG", "Too many pictures");
    }
    for (MediaId id : ids) {
      Params said = params.object("said").object(id.toString());
      words
          .media()
          .update(
              me,
              id,
              new Media.Said(
                  said.text("description", ""),
                  focus(said.text("focus", "0,0")),
                  said.text("credit", "")));
    }
    return ids;
  }

  private static Medium.Focus focus(String text) {
    String[] parts = text.split(",", -1);
    try {
      return parts.length == 2
          ? new Medium.Focus(
              Math.clamp(Double.parseDouble(parts[0]), -1, 1),
              Math.clamp(Double.parseDouble(parts[1]), -1, 1))
          : Medium.Focus.CENTRE;
    } catch (NumberFormatException _) {
      return Medium.Focus.CENTRE;
    }
  }

  private static Draft.Visibility visibility(String word) {
    return switch (word) {
      case "public" -> Draft.Visibility.PUBLIC;
      case "unlisted" -> Draft.Visibility.UNLISTED;
      case "private" -> Draft.Visibility.FOLLOWERS;
      case "direct" -> Draft.Visibility.DIRECT;
      default ->
          throw Refusal.invalid("visibility", "ERR_INCLUSION", "Nobody is called by that word");
    };
  }

  private static Optional<Draft.NewPoll> poll(Params poll) {
    List<String> options = poll.list("options").stream().filter(o -> !o.isBlank()).toList();
    if (options.isEmpty()) {
      return Optional.empty();
    }
    int hours = Math.clamp(poll.number("hours", 24), 1, POLL_HOURS_MAX);
    return Optional.of(
        new Draft.NewPoll(options, poll.flag("multiple", false), false, Duration.ofHours(hours)));
  }
}
