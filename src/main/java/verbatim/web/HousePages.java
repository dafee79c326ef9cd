package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.accounts.Standing.Role;
import verbatim.house.About;
import verbatim.house.House;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;

/// What the house says of itself, who may join it, and its rules. For admins.
final class HousePages {
  private static final String SERVER = "/desk/server";

  private final Templates templates;
  private final Forms forms;
  private final House house;
  private final Moderation moderation;

  HousePages(Templates templates, Forms forms, Web.Desk desk) {
    this.templates = templates;
    this.forms = forms;
    this.house = desk.house();
    this.moderation = desk.moderation();
  }

  List<Route> routes() {
    Access admins = Access.desk(Role.ADMIN);
    return List.of(
        Route.get(SERVER, admins, this::show, "what the house says of itself"),
        Route.post(SERVER, admins, this::change, "changing what the house says of itself"),
        Route.post(SERVER + "/rules", admins, this::rules, "changing the rules"));
  }

  private Answer show(Request request) {
    return page(request, house.about(), List.of());
  }

  private Answer page(Request request, About typed, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "desk_server",
            new DeskViews.Server(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.server")),
                typed.name(),
                typed.description(),
                typed.more(),
                typed.privacy(),
                typed.contactEmail(),
                typed.contactAccount(),
                String.join(", ", typed.languages()),
                word(typed.joining()),
                Stream.of(About.Joining.values()).map(HousePages::word).toList(),
                house.about().rules().stream()
                    .map(r -> new DeskViews.Rule(Long.toString(r.id()), r.words(), r.hint()))
                    .toList(),
                faults)));
  }

  private static String word(About.Joining joining) {
    return joining.name().toLowerCase(Locale.ROOT);
  }

  private Answer change(Request request) {
    forms.check(request);
    Params params = request.params();
    try {
      About before = house.about();
      About after = house.change(about -> typed(about, params));
      log(request, changed(before, after));
    } catch (Refused e) {
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      return page(request, typed(house.about(), params), faults).status(422);
    }
    return done(request);
  }

  private static About typed(About about, Params params) {
    return about
        .withName(params.text("name", about.name()).strip())
        .withDescription(params.text("description", about.description()).strip())
        .withMore(lines(params.text("more", about.more())))
        .withPrivacy(lines(params.text("privacy", about.privacy())))
        .withContact(
            params.text("contact_email", about.contactEmail()).strip(),
            params.text("contact_account", about.contactAccount()).strip().replaceFirst("^@", ""))
        .withLanguages(
            Arrays.stream(
                    params.text("languages", String.join(",", about.languages())).split("[,\\s]+"))
                .filter(language -> !language.isEmpty())
                .toList())
        .withJoining(joining(params.text("joining", ""), about.joining()));
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n").strip();
  }

  private static About.Joining joining(String word, About.Joining otherwise) {
    return Stream.of(About.Joining.values())
        .filter(joining -> word(joining).equals(word))
        .findFirst()
        .orElse(otherwise);
  }

  /// The keys of what differs, for the log.
  static String changed(About before, About after) {
    List<String> changed = new ArrayList<>();
    note(changed, "name", before.name(), after.name());
    note(changed, "description", before.description(), after.description());
    note(changed, "more", before.more(), after.more());
    note(changed, "privacy", before.privacy(), after.privacy());
    note(changed, "contact-email", before.contactEmail(), after.contactEmail());
    note(changed, "contact-account", before.contactAccount(), after.contactAccount());
    note(changed, "languages", before.languages(), after.languages());
    note(changed, "registrations", before.joining(), after.joining());
    note(changed, "rules", before.rules(), after.rules());
    return changed.stream().collect(Collectors.joining(", "));
  }

  private static void note(List<String> changed, String key, Object before, Object after) {
    if (!before.equals(after)) {
      changed.add(key);
    }
  }

  private void log(Request request, String what) {
    if (!what.isEmpty()) {
      var _ = moderation.deeds().record(Reading.me(request), Deed.Kind.SETTING, Deed.NOBODY, what);
    }
  }

  private Answer done(Request request) {
    return forms.saying(Answer.seeOther(URI.create(SERVER)), "done", "", request);
  }

  // ---- rules

  private Answer rules(Request request) {
    forms.check(request);
    Params params = request.params();
    String act = params.text("act", "");
    String id = params.text("id", "");
    try {
      var _ = house.change(about -> about.withRules(changed(about.rules(), act, id, params)));
    } catch (Refused e) {
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      return page(request, house.about(), faults).status(422);
    }
    log(request, "rules");
    return done(request);
  }

  private static List<About.Rule> changed(
      List<About.Rule> rules, String act, String id, Params params) {
    List<About.Rule> changed = new ArrayList<>(rules);
    About.Rule typed =
        new About.Rule(0, params.text("words", "").strip(), lines(params.text("hint", "")));
    if (act.equals("add")) {
      changed.add(typed);
      return changed;
    }
    int at = rules.stream().map(r -> Long.toString(r.id())).toList().indexOf(id);
    if (at < 0) {
      throw Refusal.notFound();
    }
    About.Rule rule = changed.remove(at);
    switch (act) {
      case "save" -> changed.add(at, new About.Rule(rule.id(), typed.words(), typed.hint()));
      case "up" -> changed.add(Math.max(0, at - 1), rule);
      case "down" -> changed.add(Math.min(changed.size(), at + 1), rule);
      case "remove" -> {}
      default -> throw Refusal.malformed("no such act");
    }
    return changed;
  }
}
