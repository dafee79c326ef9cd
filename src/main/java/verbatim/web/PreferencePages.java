package verbatim.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Posting;
import verbatim.accounts.Preferences;
import verbatim.accounts.Profile;
import verbatim.accounts.Wishes;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.notifications.Notifications;
import verbatim.text.Languages;

/// Settings that are a choice among few: how pages look, what a new post starts with, who finds and
/// reaches somebody. A box that is not ticked is not sent, so each form is taken as it stands.
final class PreferencePages {
  static final String SETTINGS = "/settings";
  private static final String APPEARANCE = SETTINGS + "/appearance";
  private static final String WRITING = SETTINGS + "/writing";
  private static final String PRIVACY = SETTINGS + "/privacy";
  private static final String NOTIFICATIONS = SETTINGS + "/notifications";

  private final Templates templates;
  private final Forms forms;
  private final Looks looks;
  private final Web.Words words;

  PreferencePages(Templates templates, Forms forms, Looks looks, Web.Words words) {
    this.templates = templates;
    this.forms = forms;
    this.looks = looks;
    this.words = words;
  }

  List<Route> routes() {
    return List.of(
        Route.get(SETTINGS, Access.session(), this::index, "all settings"),
        Route.get(APPEARANCE, Access.session(), this::appearance, "how pages look"),
        Route.post(APPEARANCE, Access.session(), this::look, "changing how pages look"),
        Route.get(WRITING, Access.session(), this::writing, "what a new post starts with"),
        Route.post(WRITING, Access.session(), this::write, "changing what posts start with"),
        Route.get(PRIVACY, Access.session(), this::privacy, "who finds and follows me"),
        Route.post(PRIVACY, Access.session(), this::hide, "changing who finds and follows me"),
        Route.get(NOTIFICATIONS, Access.session(), this::policy, "what reaches me"),
        Route.post(NOTIFICATIONS, Access.session(), this::hold, "changing what reaches me"));
  }

  private Forms.Sheet sheet(Request request) {
    return forms.sheet(request);
  }

  static Frame frame(Forms.Sheet sheet, String title) {
    return sheet.frame(Frame.Place.SETTINGS, sheet.t().say(title));
  }

  private Answer saved(Request request, String where) {
    return forms.saying(Answer.seeOther(URI.create(where)), "saved", "", request);
  }

  private Account account(Request request) {
    return words.accounts().find(Reading.me(request)).orElseThrow(Refusal::notFound);
  }

  private Answer index(Request request) {
    Forms.Sheet sheet = sheet(request);
    return sheet.finish(
        templates.page("settings", new SettingsViews.Index(frame(sheet, "frame.settings"))));
  }

  // ---- how pages look

  private Answer appearance(Request request) {
    Forms.Sheet sheet = sheet(request);
    Preferences wishes = words.accounts().preferences(Reading.me(request));
    return sheet.finish(
        templates.page(
            "settings_appearance",
            new SettingsViews.Appearance(
                frame(sheet, "settings.appearance"), wishes.media(), wishes.playsGifs())));
  }

  private Answer look(Request request) {
    forms.check(request);
    Params params = request.params();
    Answer answer = looks.keep(Look.of(params), saved(request, APPEARANCE), request);
    words
        .accounts()
        .prefer(
            Reading.me(request),
            wishes ->
                wishes.withReading(
                    params.text("media", "default"),
                    params.flag("warnings", false),
                    params.flag("gifs", false)));
    return answer;
  }

  // ---- what a new post starts with

  private Answer writing(Request request) {
    Forms.Sheet sheet = sheet(request);
    Posting posting = account(request).posting();
    Preferences wishes = words.accounts().preferences(Reading.me(request));
    return sheet.finish(
        templates.page(
            "settings_writing",
            new SettingsViews.Writing(
                frame(sheet, "settings.writing"),
                posting.visibility(),
                posting.language(),
                Composing.languages(sheet.t(), posting.language()),
                posting.sensitive(),
                wishes.undoSeconds(),
                wishes.offersTalks())));
  }

  private Answer write(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId me = Reading.me(request);
    Posting posting =
        new Posting(
            params.text("visibility", "public"),
            params.flag("sensitive", false),
            language(params.text("language", "")));
    words.accounts().change(me, account -> account.with(posting));
    words
        .accounts()
        .prefer(
            me,
            wishes ->
                wishes
                    .withUndoSeconds(params.number("undo", 0))
                    .withOffersTalks(params.flag("first", false)));
    return saved(request, WRITING);
  }

  private String language(String code) {
    if (!code.isEmpty() && !Languages.isCode(code, words.limits().text().languageCharactersMax())) {
      throw Refusal.invalid(
          "language", "ERR_INVALID", "Language is no language code (as en or pt-BR)");
    }
    return code;
  }

  // ---- who finds and follows me

  private Answer privacy(Request request) {
    Forms.Sheet sheet = sheet(request);
    Account me = account(request);
    Profile profile = me.profile();
    return sheet.finish(
        templates.page(
            "settings_privacy",
            new SettingsViews.Privacy(
                frame(sheet, "settings.privacy"),
                profile.locked(),
                profile.discoverable(),
                profile.indexable(),
                profile.hidesCollections(),
                me.mayBeGathered(),
                me.wishes())));
  }

  private Answer hide(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId me = Reading.me(request);
    words
        .accounts()
        .change(
            me,
            account ->
                account
                    .with(hidden(account.profile(), params))
                    .with(gathering(account.wishes(), params)));
    return saved(request, PRIVACY);
  }

  private static Profile hidden(Profile old, Params params) {
    return new Profile(
        old.displayName(),
        old.bio(),
        old.fields(),
        old.avatar(),
        old.header(),
        old.bot(),
        params.flag("locked", false),
        params.flag("discoverable", false),
        params.flag("indexable", false),
        params.flag("hide_collections", false));
  }

  /// Whoever wants both alike has said nothing about stories.
  private static Wishes gathering(Wishes old, Params params) {
    boolean isWanted = params.flag("gather", false);
    Wishes.Gathers gathers =
        isWanted == params.flag("discoverable", false)
            ? Wishes.Gathers.AS_DISCOVERABLE
            : isWanted ? Wishes.Gathers.YES : Wishes.Gathers.NO;
    return new Wishes(
        Stream.of(Wishes.Deletion.values())
            .filter(wish -> wish.word().equals(params.text("deletion_wish", "")))
            .findFirst()
            .orElse(old.deletion()),
        gathers,
        Stream.of(Wishes.Embeds.values())
            .filter(wish -> wish.word().equals(params.text("can_embed", "")))
            .findFirst()
            .orElse(old.embeds()),
        Stream.of(Wishes.Asks.values())
            .filter(wish -> wish.word().equals(params.text("word_questions", "")))
            .findFirst()
            .orElse(old.asks()));
  }

  // ---- what reaches me

  private Answer policy(Request request) {
    Forms.Sheet sheet = sheet(request);
    Notifications.Policy policy = words.notifications().policy(Reading.me(request));
    return sheet.finish(
        templates.page(
            "settings_notifications",
            new SettingsViews.Reaching(
                frame(sheet, "settings.notifications"),
                List.of(
                    held("not_following", policy.notFollowing()),
                    held("not_followers", policy.notFollowers()),
                    held("new_accounts", policy.newAccounts()),
                    held("private_mentions", policy.privateMentions()),
                    held("limited_accounts", policy.limitedAccounts())))));
  }

  private static SettingsViews.Held held(String name, Notifications.Held held) {
    return new SettingsViews.Held(name, held.name().toLowerCase(Locale.ROOT));
  }

  private Answer hold(Request request) {
    forms.check(request);
    Params params = request.params();
    words
        .notifications()
        .change(
            Reading.me(request),
            new Notifications.Policy(
                held(params, "not_following"),
                held(params, "not_followers"),
                held(params, "new_accounts"),
                held(params, "private_mentions"),
                held(params, "limited_accounts")));
    return saved(request, NOTIFICATIONS);
  }

  private static Notifications.Held held(Params params, String name) {
    return switch (params.text(name, "")) {
      case "drop" -> Notifications.Held.DROP;
      case "filter" -> Notifications.Held.FILTER;
      default -> Notifications.Held.ACCEPT;
    };
  }
}
