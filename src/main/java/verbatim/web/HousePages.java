package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final About.Rule NO_RULE = About.Rule.of("");

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
        Route.post(SERVER, admins, this::change, "changing what the house says of itself"));
  }

  private Answer show(Request request) {
    return page(request, house.about(), NO_RULE, List.of());
  }

  private Answer page(Request request, About typed, About.Rule newRule, List<Views.Fault> faults) {
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
                typed.rules().stream().map(HousePages::rule).toList(),
                rule(newRule),
                faults)));
  }

  private static DeskViews.Rule rule(About.Rule rule) {
    return new DeskViews.Rule(Long.toString(rule.id()), rule.words(), rule.hint());
  }

  private static String word(About.Joining joining) {
    return joining.name().toLowerCase(Locale.ROOT);
  }

  /// All that was typed is saved, whichever button was pressed: none of it may get lost.
  private Answer change(Request request) {
    forms.check(request);
    Params params = request.params();
    Act act = Act.of(params.text("act", ""));
    About before = house.about();
    try {
      About after =
          house.change(about -> typed(about, params).withRules(ruled(about.rules(), act, params)));
      log(request, changed(before, after));
    } catch (Refused e) {
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      About typed = typed(before, params).withRules(worded(before.rules(), params));
      return page(request, typed, newRule(params), faults).status(422);
    }
    return done(act.rule() == 0 ? SERVER : SERVER + "#rule-" + act.rule(), request);
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

  private Answer done(String path, Request request) {
    return forms.saying(Answer.seeOther(URI.create(path)), "done", "", request);
  }

  // ---- rules

  /// What else a button does.
  ///
  /// @param word "" for one that only saves
  /// @param rule 0 for none
  private record Act(String word, long rule) {
    private static final Pattern OF_A_RULE = Pattern.compile("(up|down|remove)_(\\d{1,18})");

    static Act of(String act) {
      Matcher rule = OF_A_RULE.matcher(act);
      if (rule.matches()) {
        return new Act(rule.group(1), Long.parseLong(rule.group(2)));
      }
      if (!act.isEmpty() && !act.equals("add")) {
        throw Refusal.malformed("no such act");
      }
      return new Act("", 0);
    }
  }

  private static About.Rule newRule(Params params) {
    return new About.Rule(
        0, params.text("rule_new", "").strip(), lines(params.text("hint_new", "")));
  }

  /// The rules as they are, in the words that were typed.
  private static List<About.Rule> worded(List<About.Rule> rules, Params params) {
    return rules.stream()
        .map(
            rule ->
                new About.Rule(
                    rule.id(),
                    params.text("rule_" + rule.id(), rule.words()).strip(),
                    lines(params.text("hint_" + rule.id(), rule.hint()))))
        .toList();
  }

  private static List<About.Rule> ruled(List<About.Rule> rules, Act act, Params params) {
    List<About.Rule> changed = new ArrayList<>(worded(rules, params));
    if (act.rule() != 0) {
      int at = rules.stream().map(About.Rule::id).toList().indexOf(act.rule());
      if (at < 0) {
        throw Refusal.notFound();
      }
      About.Rule rule = changed.remove(at);
      switch (act.word()) {
        case "up" -> changed.add(Math.max(0, at - 1), rule);
        case "down" -> changed.add(Math.min(changed.size(), at + 1), rule);
        default -> {}
      }
    }
    About.Rule added = newRule(params);
    if (!added.equals(NO_RULE)) {
      changed.add(added);
    }
    return changed;
  }
}
