package verbatim.web;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.DraftId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.relations.ReplyPolicy;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Drafts;
import verbatim.statuses.Status;
import verbatim.text.Characters;
import verbatim.text.Entities;

/// What is being written, between its shapes: what was typed, the form that shows it, the drafts
/// that are posted or kept.
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

  // ---- what a sheet begins with

  /// An empty composer for whoever is signed in.
  ComposeViews.Sheet blank(Request request, Tongue t) {
    return account(request)
        .map(me -> sheet(me, t, blank(me, t), List.of()))
        .orElse(ComposeViews.Sheet.NONE);
  }

  /// To answer a post: the people in it are named, and it goes to no more people than that.
  ComposeViews.Sheet reply(Request request, Tongue t, Status to) {
    return account(request)
        .map(me -> sheet(me, t, reply(me, t, to), List.of()))
        .orElse(ComposeViews.Sheet.NONE);
  }

  private Optional<Account> account(Request request) {
    return request.viewer().flatMap(words.accounts()::find);
  }

  private Typed blank(Account me, Tongue t) {
    return begun(me, t, "", me.posting().visibility(), "");
  }

  private Typed reply(Account me, Tongue t, Status to) {
    return begun(
        me,
        t,
        mentions(me, to),
        narrower(me.posting().visibility(), to.audience().visibility()),
        to.id().toString());
  }

  private Typed begun(Account me, Tongue t, String text, String visibility, String inReplyTo) {
    return new Typed(
        List.of(new Typed.Piece(text, List.of(), ComposeViews.Poll.NONE)),
        "",
        me.posting().sensitive(),
        visibility,
        language(me, t),
        ReplyPolicy.PUBLIC.word(),
        inReplyTo,
        "",
        "",
        "",
        "",
        "",
        t.zone(),
        key());
  }

  private static String language(Account me, Tongue t) {
    return me.posting().language().isEmpty() ? t.language() : me.posting().language();
  }

  /// The author and whoever else is in the post, each once; not oneself.
  private String mentions(Account me, Status to) {
    Set<AccountId> people = new LinkedHashSet<>();
    people.add(to.author());
    people.addAll(to.words().mentioned());
    people.remove(me.id());
    StringBuilder mentions = new StringBuilder();
    words
        .accounts()
        .load(people)
        .forEach(person -> mentions.append('@').append(person.handle().acct()).append(' '));
    return mentions.toString();
  }

  private static String narrower(String usual, String of) {
    List<String> order = List.of("public", "unlisted", "private", "direct");
    return order.indexOf(of) > order.indexOf(usual) ? of : usual;
  }

  /// What stands in an address or a form, over what a sheet begins with: the page that shares sends
  /// no more than a text.
  Typed typed(Request request, Tongue t) {
    Account me = words.accounts().find(Reading.me(request)).orElseThrow(Refusal::notFound);
    Typed typed = Typed.of(request.params());
    Typed usual =
        parent(Viewer.of(me.id()), typed.inReplyTo())
            .map(to -> reply(me, t, to))
            .orElseGet(() -> blank(me, t));
    boolean isBare = typed.isBlank() && !request.params().has("text");
    return new Typed(
        isBare ? usual.pieces() : typed.pieces(),
        typed.warning(),
        request.params().has("text") ? typed.sensitive() : usual.sensitive(),
        AUDIENCES.contains(typed.visibility()) ? typed.visibility() : usual.visibility(),
        // A post that says no language may go on saying none.
        typed.language().isBlank() && typed.edit().isBlank() ? usual.language() : typed.language(),
        typed.replies().isBlank() ? usual.replies() : typed.replies(),
        request.params().has("text") ? typed.inReplyTo() : usual.inReplyTo(),
        typed.edit(),
        typed.draft(),
        typed.seen(),
        typed.day(),
        typed.time(),
        typed.zone().isBlank() ? usual.zone() : typed.zone(),
        typed.key().isBlank() ? usual.key() : typed.key());
  }

  private Optional<Status> parent(Viewer viewer, String id) {
    return StatusId.parse(id)
        .flatMap(words.statuses()::find)
        .filter(s -> !s.isBoost() && words.statuses().maySee(viewer, s));
  }

  /// A draft of the server, to go on with.
  Typed typed(Drafts.Begun begun, Tongue t) {
    return typed(begun.statuses(), t)
        .withDraft(begun.id().toString(), Long.toString(begun.updatedAt().toEpochMilli()));
  }

  /// Parts as they are kept.
  Typed typed(List<Draft> drafts, Tongue t) {
    Draft first = drafts.getFirst();
    return new Typed(
        drafts.stream().map(this::piece).toList(),
        first.warning(),
        first.sensitive(),
        first.visibility().word(),
        first.language(),
        first.replies().word(),
        first.inReplyTo().map(StatusId::toString).orElse(""),
        "",
        "",
        "",
        "",
        "",
        t.zone(),
        key());
  }

  private Typed.Piece piece(Draft draft) {
    return new Typed.Piece(
        draft.text(),
        pictures(draft.media()),
        draft
            .poll()
            .map(
                poll ->
                    new ComposeViews.Poll(
                        poll.options(), poll.multiple(), poll.hideTotals(), hours(poll.runs())))
            .orElse(ComposeViews.Poll.NONE));
  }

  private static int hours(Duration runs) {
    return Math.clamp(runs.plusMinutes(59).toHours(), 1, POLL_HOURS_MAX);
  }

  private List<Typed.Picture> pictures(List<MediaId> ids) {
    return words.media().load(ids).stream()
        .map(
            medium ->
                new Typed.Picture(
                    medium.id().toString(),
                    medium.description(),
                    medium.credit(),
                    focus(medium.focus())))
        .toList();
  }

  private static String focus(Medium.Focus focus) {
    return shortly(focus.x()) + "," + shortly(focus.y());
  }

  private static String shortly(double number) {
    double rounded = Math.round(number * 100) / 100.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  /// A post as its author wrote it, to be changed.
  Typed edit(Status status, Tongue t) {
    // The cover of the moderators is not his to take away, nor to make his own.
    Draft draft = draft(status, status.words().marked());
    return typed(List.of(draft), t).editing(status.id().toString());
  }

  /// What was posted, as the draft that it was.
  Draft draft(Status status) {
    return draft(status, status.words().sensitive());
  }

  private Draft draft(Status status, boolean isMarked) {
    Status.Words written = status.words();
    Draft draft =
        new Draft(
            status.author(),
            written.text(),
            written.warning(),
            isMarked,
            written.language(),
            visibility(status.audience().visibility()),
            written.media(),
            written
                .poll()
                .map(
                    poll ->
                        new Draft.NewPoll(
                            poll.options(),
                            poll.multiple(),
                            poll.hideTotals(),
                            Duration.between(
                                status.createdAt().truncatedTo(ChronoUnit.MILLIS), poll.endsAt()))),
            written.place().parent().map(Status.Parent::status),
            written.application(),
            status.origin());
    return draft.with(written.replies());
  }

  // ---- the form

  /// The form as it was filled in, with what is wrong beside it.
  ComposeViews.Sheet sheet(Request request, Tongue t, Typed typed, List<Views.Fault> faults) {
    return account(request).map(me -> sheet(me, t, typed, faults)).orElse(ComposeViews.Sheet.NONE);
  }

  private ComposeViews.Sheet sheet(Account me, Tongue t, Typed typed, List<Views.Fault> faults) {
    Optional<Status> parent = parent(Viewer.of(me.id()), typed.inReplyTo());
    String replyName =
        parent.flatMap(p -> words.accounts().find(p.author())).map(Persons::name).orElse("");
    return new ComposeViews.Sheet(
        true,
        typed.key().isBlank() ? key() : typed.key(),
        pieces(me, typed),
        piece(me, 1, Typed.Piece.EMPTY, typed.warning()),
        typed.warning(),
        typed.sensitive(),
        AUDIENCES.contains(typed.visibility()) ? typed.visibility() : me.posting().visibility(),
        typed.language().isBlank() && typed.edit().isBlank() ? language(me, t) : typed.language(),
        policy(typed).word(),
        parent.map(p -> p.id().toString()).orElse(""),
        replyName,
        typed.edit(),
        typed.draft(),
        typed.seen(),
        device(typed, parent),
        new ComposeViews.Later(typed.day(), typed.time(), zone(typed, t).getId()),
        new ComposeViews.Bounds(
            words.limits().text().statusCharactersMax(),
            words.limits().media().attachmentsMax(),
            words.limits().text().seriesMax(),
            words.limits().text().pollOptionsMax()),
        languages(t, typed.language()),
        faults,
        ComposeViews.Offer.NONE);
  }

  private static String device(Typed typed, Optional<Status> parent) {
    if (!typed.edit().isEmpty()) {
      return "edit-" + typed.edit();
    }
    if (!typed.draft().isEmpty()) {
      return "d-" + typed.draft();
    }
    return parent.map(p -> "re-" + p.id()).orElse("new");
  }

  private List<ComposeViews.Piece> pieces(Account me, Typed typed) {
    List<ComposeViews.Piece> pieces = new ArrayList<>();
    for (Typed.Piece piece : typed.pieces()) {
      pieces.add(piece(me, pieces.size(), piece, typed.warning()));
    }
    return pieces;
  }

  private ComposeViews.Piece piece(Account me, int at, Typed.Piece piece, String warning) {
    return new ComposeViews.Piece(
        at, piece.text(), thumbs(me.id(), piece.pictures()), piece.poll(), left(piece, warning));
  }

  private int left(Typed.Piece piece, String warning) {
    Limits.Text limits = words.limits().text();
    int count = Characters.count(piece.text(), Entities.find(piece.text(), limits), limits);
    return limits.statusCharactersMax() - count - Characters.count(warning);
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

  private List<ComposeViews.Thumb> thumbs(AccountId me, List<Typed.Picture> pictures) {
    return pictures.stream()
        .flatMap(picture -> mine(me, picture).map(medium -> thumb(medium, picture)).stream())
        .toList();
  }

  private Optional<Medium> mine(AccountId me, Typed.Picture picture) {
    return mine(me, picture.id());
  }

  private Optional<Medium> mine(AccountId me, String id) {
    return MediaId.parse(id)
        .flatMap(words.media()::find)
        .filter(medium -> medium.owner().equals(me));
  }

  private ComposeViews.Thumb thumb(Medium medium, Typed.Picture picture) {
    return new ComposeViews.Thumb(
        medium.id().toString(),
        words.files().of(medium).previewUrl(),
        picture.description(),
        picture.credit(),
        picture.focus());
  }

  /// One's own that was added before.
  Optional<ComposeViews.Thumb> thumb(AccountId me, String id) {
    return mine(me, id).map(this::thumb);
  }

  /// A file that has just come.
  ComposeViews.Thumb thumb(Medium medium) {
    return thumb(medium, picture(medium));
  }

  Typed.Picture picture(Medium medium) {
    return new Typed.Picture(
        medium.id().toString(), medium.description(), medium.credit(), focus(medium.focus()));
  }

  // ---- what becomes of it

  /// What is posted or changed: with what is wrong with each part, where it can be known before.
  ///
  /// @throws verbatim.kernel.Refused Invalid, with a fault for each part that is too long
  List<Draft> drafts(AccountId me, Typed typed, Tongue t) {
    Typed trimmed = typed.trimmed();
    refuseTooLong(trimmed, t);
    for (Typed.Picture picture : trimmed.pictures()) {
      if (mine(me, picture).isEmpty()) {
        throw Refusal.invalid("media", "ERR_SAID", t.say("compose.picture_gone"));
      }
    }
    return drafts(me, trimmed, visibility(trimmed.visibility()));
  }

  private void refuseTooLong(Typed typed, Tongue t) {
    if (typed.pieces().size() == 1) {
      return;
    }
    List<Refusal.Fault> faults = new ArrayList<>();
    for (int i = 0; i < typed.pieces().size(); i++) {
      int left = left(typed.pieces().get(i), typed.warning());
      if (left < 0) {
        String what = t.say("compose.part_too_long", i + 1, t.number(-left));
        faults.add(new Refusal.Fault("part", "ERR_SAID", what));
      }
    }
    if (!faults.isEmpty()) {
      throw new verbatim.kernel.Refused(new Refusal.Invalid("too long", List.copyOf(faults)));
    }
  }

  /// What is kept as a draft: nothing of it need be right.
  List<Draft> unfinished(AccountId me, Typed typed) {
    Typed.Piece first = typed.pieces().getFirst();
    List<Typed.Piece> some = typed.trimmed().pieces();
    String word = AUDIENCES.contains(typed.visibility()) ? typed.visibility() : "public";
    return drafts(me, typed.with(some.isEmpty() ? List.of(first) : some), visibility(word));
  }

  private List<Draft> drafts(AccountId me, Typed typed, Draft.Visibility visibility) {
    List<Draft> drafts = new ArrayList<>();
    for (Typed.Piece piece : typed.pieces()) {
      drafts.add(
          new Draft(
                  me,
                  piece.text(),
                  typed.warning(),
                  !typed.warning().isBlank() || typed.sensitive(),
                  typed.language(),
                  visibility,
                  piece.pictures().stream()
                      .flatMap(p -> mine(me, p).stream())
                      .map(Medium::id)
                      .toList(),
                  poll(piece.poll()),
                  drafts.isEmpty() ? StatusId.parse(typed.inReplyTo()) : Optional.empty(),
                  Status.Application.NONE,
                  Origin.HERE)
              .with(policy(typed)));
    }
    return drafts;
  }

  private static ReplyPolicy policy(Typed typed) {
    return ReplyPolicy.of(typed.replies()).orElse(ReplyPolicy.PUBLIC);
  }

  private static Optional<Draft.NewPoll> poll(ComposeViews.Poll poll) {
    List<String> options = poll.options().stream().filter(o -> !o.isBlank()).toList();
    if (options.isEmpty()) {
      return Optional.empty();
    }
    int hours = Math.clamp(poll.hours(), 1, POLL_HOURS_MAX);
    return Optional.of(
        new Draft.NewPoll(options, poll.multiple(), poll.hideTotals(), Duration.ofHours(hours)));
  }

  /// What is said of the pictures, written down.
  void describe(AccountId me, Typed typed) {
    said(me, typed).forEach((id, said) -> words.excerpts().describe(me, id, said));
  }

  /// What is said of the pictures that are one's own.
  Map<MediaId, Media.Said> said(AccountId me, Typed typed) {
    Map<MediaId, Media.Said> all = new LinkedHashMap<>();
    for (Typed.Picture picture : typed.pictures()) {
      mine(me, picture)
          .ifPresent(
              medium ->
                  all.put(
                      medium.id(),
                      new Media.Said(
                          picture.description(), focus(picture.focus()), picture.credit())));
    }
    return all;
  }

  private static Medium.Focus focus(String text) {
    String[] parts = text.split(",", -1);
    try {
      return parts.length == 2
          ? new Medium.Focus(side(parts[0]), side(parts[1]))
          : Medium.Focus.CENTRE;
    } catch (NumberFormatException _) {
      return Medium.Focus.CENTRE;
    }
  }

  private static double side(String text) {
    double number = Double.parseDouble(text);
    return Double.isNaN(number) ? 0 : Math.clamp(number, -1, 1);
  }

  /// The draft of the server that this sheet goes on with.
  static Optional<DraftId> draftId(Typed typed) {
    return DraftId.parse(typed.draft());
  }

  /// When it is to go out; empty for now.
  ///
  /// @throws verbatim.kernel.Refused Invalid when only half of it is there
  static Optional<Instant> later(String day, String time, ZoneId zone, Tongue t) {
    if (day.isBlank() && time.isBlank()) {
      return Optional.empty();
    }
    try {
      LocalDateTime at = LocalDate.parse(day.strip()).atTime(LocalTime.parse(time.strip()));
      return Optional.of(at.atZone(zone).toInstant());
    } catch (DateTimeException _) {
      throw Refusal.invalid("scheduled_at", "ERR_SAID", t.say("compose.later_half"));
    }
  }

  /// The zone that the form said, else the reader's.
  static ZoneId zone(Typed typed, Tongue t) {
    try {
      return ZoneId.of(typed.zone().isBlank() ? t.zone() : typed.zone());
    } catch (DateTimeException _) {
      return ZoneId.of(t.zone());
    }
  }

  /// An instant as the fields of a form take it.
  static ComposeViews.Later fields(Instant at, Tongue t) {
    LocalDateTime there = LocalDateTime.ofInstant(at, ZoneId.of(t.zone()));
    return new ComposeViews.Later(
        there.toLocalDate().toString(),
        there.toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString(),
        t.zone());
  }

  private static Draft.Visibility visibility(String word) {
    return switch (word) {
      case "public", "" -> Draft.Visibility.PUBLIC;
      case "unlisted" -> Draft.Visibility.UNLISTED;
      case "private" -> Draft.Visibility.FOLLOWERS;
      case "direct" -> Draft.Visibility.DIRECT;
      default ->
          throw Refusal.invalid("visibility", "ERR_INCLUSION", "Nobody is called by that word");
    };
  }
}
