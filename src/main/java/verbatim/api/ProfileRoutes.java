package verbatim.api;

import static verbatim.access.Scope.PROFILE;
import static verbatim.access.Scope.READ_ACCOUNTS;
import static verbatim.access.Scope.WRITE_ACCOUNTS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Posting;
import verbatim.accounts.Profile;
import verbatim.accounts.Wishes;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Relations;
import verbatim.text.Languages;

/// Changing one's own profile. Each field is read by its name, so that nothing else in a body (a
/// role, a count, another id) has any effect.
final class ProfileRoutes {

  private final Accounts accounts;
  private final Relations relations;
  private final PictureUploads uploads;
  private final AccountJson accountJson;
  private final Limits limits;

  ProfileRoutes(
      Accounts accounts,
      Relations relations,
      PictureUploads uploads,
      AccountJson accountJson,
      Limits limits) {
    this.accounts = accounts;
    this.relations = relations;
    this.uploads = uploads;
    this.accountJson = accountJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access write = Access.user(WRITE_ACCOUNTS);
    long bytesMax = limits.http().uploadBytesMax();
    List<Route> routes = new ArrayList<>();
    Route.patchOrPut(
            "/api/v1/accounts/update_credentials", write, this::credentials, "change my profile")
        .forEach(r -> routes.add(r.uploads(bytesMax)));
    routes.add(
        Route.get(
            "/api/v1/profile", Access.user(READ_ACCOUNTS, PROFILE), this::profile, "my profile"));
    Route.patchOrPut("/api/v1/profile", write, this::changeProfile, "change my profile")
        .forEach(r -> routes.add(r.uploads(bytesMax)));
    routes.add(
        Route.delete("/api/v1/profile/avatar", write, this::deleteAvatar, "take my picture off"));
    routes.add(
        Route.delete("/api/v1/profile/header", write, this::deleteHeader, "take my header off"));
    return routes;
  }

  private Answer credentials(Request request) throws IOException {
    return credential(change(request));
  }

  private Answer profile(Request request) {
    Account me = accounts.find(Looking.me(request)).orElseThrow(Refusal::notFound);
    return Answer.json(accountJson.profile(new JsonWriter(), me)).privately();
  }

  private Answer changeProfile(Request request) throws IOException {
    return Answer.json(accountJson.profile(new JsonWriter(), change(request))).privately();
  }

  private Answer deleteAvatar(Request request) {
    return without(request, p -> pictures(p, "", p.header()));
  }

  private Answer deleteHeader(Request request) {
    return without(request, p -> pictures(p, p.avatar(), ""));
  }

  private Answer without(Request request, UnaryOperator<Profile> change) {
    AccountId me = Looking.me(request);
    return credential(changed(me, a -> a.with(change.apply(a.profile()))));
  }

  private Answer credential(Account account) {
    int requests =
        relations
            .requests(account.id(), Page.newest(AccountRoutes.FOLLOW_REQUESTS_COUNTED_MAX))
            .size();
    return Answer.json(accountJson.credential(new JsonWriter(), account, requests)).privately();
  }

  private Account change(Request request) throws IOException {
    Params params = request.params();
    if (params.list("attribution_domains").stream().anyMatch(domain -> !domain.isBlank())) {
      throw Refusal.invalid(
          "attribution_domains",
          "ERR_INVALID",
          "Links to pages that name their author are not read here: no domains can be kept");
    }
    AccountId me = Looking.me(request);
    // Uploads come first: they may be refused, and then nothing has changed.
    Optional<String> avatar = uploads.avatar(me, params);
    Optional<String> header = Optional.empty();
    try {
      header = uploads.header(me, params);
      Optional<String> newHeader = header;
      return changed(
          me,
          account ->
              account
                  .with(profile(account.profile(), params, avatar, newHeader))
                  .with(posting(account.posting(), params.object("source")))
                  .with(wishes(account.wishes(), params.object("source"))));
    } catch (Refused | IOException e) {
      // No profile names them.
      avatar.ifPresent(uploads::erase);
      header.ifPresent(uploads::erase);
      throw e;
    }
  }

  private Account changed(AccountId me, UnaryOperator<Account> change) {
    // What was replaced is known within the change only: another may have come between.
    var before = new AtomicReference<>(accounts.find(me).orElseThrow(Refusal::notFound).profile());
    Account changed =
        accounts.change(
            me,
            account -> {
              before.set(account.profile());
              return change.apply(account);
            });
    return cleaned(before.get(), changed);
  }

  /// The files of pictures that nobody shows any more go.
  private Account cleaned(Profile before, Account changed) {
    if (!before.avatar().equals(changed.profile().avatar())) {
      uploads.erase(before.avatar());
    }
    if (!before.header().equals(changed.profile().header())) {
      uploads.erase(before.header());
    }
    return changed;
  }

  private Profile profile(
      Profile old, Params params, Optional<String> avatar, Optional<String> header) {
    return new Profile(
        params.text("display_name", old.displayName()),
        params.text("note", old.bio()),
        fields(old.fields(), params),
        avatar.orElse(old.avatar()),
        header.orElse(old.header()),
        params.flag("bot", old.bot()),
        params.flag("locked", old.locked()),
        params.flag("discoverable", old.discoverable()),
        params.flag("indexable", old.indexable()),
        params.flag("hide_collections", old.hidesCollections()));
  }

  /// All of them or none are sent; one without a name and value is taken off. What was checked
  /// stays so as long as the value is the same.
  private static List<Profile.Field> fields(List<Profile.Field> old, Params params) {
    if (!params.has("fields_attributes")) {
      return old;
    }
    List<Profile.Field> fields = new ArrayList<>();
    for (Params field : params.objects("fields_attributes")) {
      String name = field.text("name", "");
      String value = field.text("value", "");
      if (!name.isBlank() || !value.isBlank()) {
        fields.add(
            old.stream()
                .filter(f -> f.value().equals(value))
                .findFirst()
                .map(f -> new Profile.Field(name, value, f.verifiedAt()))
                .orElse(new Profile.Field(name, value, Optional.empty())));
      }
    }
    return fields;
  }

  private Posting posting(Posting old, Params source) {
    String visibility = source.text("privacy", old.visibility());
    Drafting.visibility(visibility);
    String language = source.text("language", old.language());
    if (!language.isEmpty() && !Languages.isCode(language, limits.text().languageCharactersMax())) {
      throw Refusal.invalid(
          "language", "ERR_INVALID", "Language is no language code (as en or pt-BR)");
    }
    return new Posting(visibility, source.flag("sensitive", old.sensitive()), language);
  }

  private static Wishes wishes(Wishes old, Params source) {
    return new Wishes(
        wish(source, "deletion_wish", Wishes.Deletion.values(), Wishes.Deletion::word)
            .orElse(old.deletion()),
        source
            .flag("gather")
            .map(isWanted -> isWanted ? Wishes.Gathers.YES : Wishes.Gathers.NO)
            .orElse(old.gathers()),
        wish(source, "can_embed", Wishes.Embeds.values(), Wishes.Embeds::word).orElse(old.embeds()),
        wish(source, "word_questions", Wishes.Asks.values(), Wishes.Asks::word).orElse(old.asks()));
  }

  private static <T> Optional<T> wish(
      Params source, String name, T[] all, Function<T, String> word) {
    Optional<String> wanted = source.text(name);
    Optional<T> found =
        Stream.of(all).filter(one -> wanted.filter(word.apply(one)::equals).isPresent()).findAny();
    if (wanted.isPresent() && found.isEmpty()) {
      throw Refusal.invalid(
          name, "ERR_INCLUSION", name + " must be " + Stream.of(all).map(word).toList());
    }
    return found;
  }

  private static Profile pictures(Profile old, String avatar, String header) {
    return new Profile(
        old.displayName(),
        old.bio(),
        old.fields(),
        avatar,
        header,
        old.bot(),
        old.locked(),
        old.discoverable(),
        old.indexable(),
        old.hidesCollections());
  }
}
