package verbatim.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.access.AccessSettings;
import verbatim.access.Registration;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.rendering.Addresses;
import verbatim.statuses.Statuses;
import verbatim.text.Entities;
import verbatim.text.Entity;
import verbatim.text.Html;
import verbatim.text.Linker;

/// What the server says of itself, and the lists that are truly empty on it.
final class InstanceRoutes {
  private static final Duration CACHED = Duration.ofMinutes(1);

  private final Site site;
  private final InstanceJson instanceJson;
  private final Registration registration;
  private final Accounts accounts;
  private final Statuses statuses;
  private final Activity activity;
  private final Addresses addresses;
  private final Limits limits;

  InstanceRoutes(
      Site site,
      InstanceJson instanceJson,
      Registration registration,
      Accounts accounts,
      Statuses statuses,
      Activity activity,
      Addresses addresses,
      Limits limits) {
    this.site = site;
    this.instanceJson = instanceJson;
    this.registration = registration;
    this.accounts = accounts;
    this.statuses = statuses;
    this.activity = activity;
    this.addresses = addresses;
    this.limits = limits;
  }

  List<Route> routes() {
    String v1 = "/api/v1/instance";
    return List.of(
        Route.get("/api/v2/instance", Access.open(), this::v2, "this server"),
        Route.get(v1, Access.open(), this::v1, "this server, older form"),
        Route.get(v1 + "/rules", Access.open(), this::rules, "its rules"),
        Route.get(v1 + "/peers", Access.open(), this::none, "servers it knows: none yet"),
        Route.get(v1 + "/activity", Access.open(), this::none, "weekly activity: not counted"),
        Route.get(v1 + "/domain_blocks", Access.open(), this::none, "servers it blocks: none yet"),
        Route.get(v1 + "/extended_description", Access.open(), this::about, "more about it"),
        Route.get(v1 + "/privacy_policy", Access.open(), this::privacy, "how it handles data"),
        Route.get(v1 + "/languages", Access.open(), this::languages, "languages of posts"),
        Route.get(
            v1 + "/translation_languages", Access.open(), this::nothing, "translations: none"));
  }

  private Answer v2(Request request) {
    return Answer.json(instanceJson.v2(new JsonWriter(), now())).cached(CACHED);
  }

  private Answer v1(Request request) {
    return Answer.json(instanceJson.v1(new JsonWriter(), now())).cached(CACHED);
  }

  private InstanceJson.Now now() {
    AccessSettings.Mode mode = registration.mode();
    Optional<Account> contact =
        site.contactUsername().isEmpty()
            ? Optional.empty()
            : accounts.find(Handle.here(site.contactUsername()));
    return new InstanceJson.Now(
        mode,
        contact,
        registration.countMembers(),
        statuses.localCount(),
        activity.counted().month());
  }

  private Answer rules(Request request) {
    return Answer.json(instanceJson.rules(new JsonWriter()));
  }

  private Answer about(Request request) {
    return text(site.more());
  }

  private Answer privacy(Request request) {
    return text(site.privacy());
  }

  private Answer text(String words) {
    String html = Html.of(words, Entities.find(words, limits.text()), new Plain()).value();
    return Answer.json(
        new JsonWriter().object().field("updated_at", site.textsAt()).field("content", html).end());
  }

  private final class Plain implements Linker {
    @Override
    public Optional<String> mention(Entity.Mention mention) {
      return accounts.find(new Handle(mention.username(), mention.domain())).map(addresses::url);
    }

    @Override
    public String hashtag(Entity.Hashtag hashtag) {
      return addresses.tag(hashtag.name());
    }
  }

  private Answer languages(Request request) {
    JsonWriter json = new JsonWriter().array();
    for (String code : Locale.getISOLanguages()) {
      if (code.length() == 2) {
        json.object().field("code", code);
        json.field("name", Locale.of(code).getDisplayLanguage(Locale.ENGLISH)).end();
      }
    }
    return Answer.json(json.end()).cached(CACHED);
  }

  private Answer none(Request request) {
    return Answer.json(new JsonWriter().array().end());
  }

  private Answer nothing(Request request) {
    return Answer.empty();
  }
}
