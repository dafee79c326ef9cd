package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
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
import verbatim.house.Saving;
import verbatim.house.Seen;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.media.HousePicture;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;
import verbatim.rendering.Addresses;

/// What the house says of itself, who may join it, and its rules. For admins.
final class HousePages {
  private static final String SERVER = "/desk/server";
  private static final String PICTURE = SERVER + "/picture";
  private static final int AROUND_FILE_BYTES = 16_384;
  private static final About.Rule NO_RULE = About.Rule.of("");
  private static final Pattern RULE_FIELD = Pattern.compile("rule_(\\d{1,18})");
  private static final int RULES_MAX = 100;
  private static final int KEPT_MAX = 12;
  private static final int SHOWN_CHARACTERS_MAX = 300;

  private final Templates templates;
  private final Forms forms;
  private final House house;
  private final HousePicture picture;
  private final Addresses addresses;
  private final Limits limits;
  private final Moderation moderation;

  HousePages(Templates templates, Forms forms, Web.Words words, Web.Desk desk) {
    this.templates = templates;
    this.forms = forms;
    this.picture = words.media().housePicture();
    this.addresses = words.addresses();
    this.limits = words.limits();
    this.house = desk.house();
    this.moderation = desk.moderation();
  }

  List<Route> routes() {
    Access admins = Access.desk(Role.ADMIN);
    return List.of(
        Route.get(SERVER, admins, this::show, "what the house says of itself"),
        Route.post(SERVER, admins, this::change, "changing what the house says of itself"),
        Route.post(PICTURE, admins, this::picture, "giving the house a picture")
            .uploads((long) limits.media().imageBytesMax() + AROUND_FILE_BYTES),
        Route.post(
            PICTURE + "/remove", admins, this::removePicture, "taking the house's picture away"));
  }

  private Answer show(Request request) {
    About about = house.about();
    return page(request, new Typing(about, NO_RULE, Seen.of(about).toString()), List.of());
  }

  /// @param newRule as far as it is typed
  /// @param seen what the page showed when it was opened
  private record Typing(About about, About.Rule newRule, String seen) {}

  private Answer page(Request request, Typing typing, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    About typed = typing.about();
    return sheet.finish(
        templates.page(
            "desk_server",
            new DeskViews.Server(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.server")),
                typing.seen(),
                kept(request, sheet.t()),
                typed.name(),
                typed.description(),
                typed.more(),
                typed.privacy(),
                typed.contactEmail(),
                typed.contactAccount(),
                String.join(", ", typed.languages()),
                word(typed.joining()),
                Stream.of(About.Joining.values()).map(HousePages::word).toList(),
                word(typed.inviting()),
                Stream.of(About.Inviting.values()).map(HousePages::word).toList(),
                typed.rules().stream().map(HousePages::rule).toList(),
                rule(typing.newRule()),
                picture.find().map(p -> addresses.at("/media/" + p.path())).orElse(""),
                picture.find().map(HousePicture.Shown::description).orElse(""),
                faults)));
  }

  /// What another has changed meanwhile, as the labels of the form call it.
  private static String kept(Request request, Tongue t) {
    return Stream.of(request.query("kept").split(","))
        .limit(KEPT_MAX)
        .filter(field -> field.matches("[a-z_]{1,20}"))
        .flatMap(field -> t.find("server." + field).stream())
        .collect(Collectors.joining(", "));
  }

  private static DeskViews.Rule rule(About.Rule rule) {
    return new DeskViews.Rule(Long.toString(rule.id()), rule.words(), rule.hint());
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /// All that was typed is saved, whichever button was pressed: none of it may get lost.
  private Answer change(Request request) {
    forms.check(request);
    Params params = request.params();
    Act act = Act.of(params.text("act", ""));
    String shown = params.text("seen", "");
    Seen seen = Seen.read(shown);
    try {
      Saving saving =
          house.save(
              seen,
              typedRules(params),
              about -> typed(about, params).withRules(ruled(about.rules(), seen, act, params)));
      return switch (saving) {
        case Saving.Saved(var before, var after, var kept) -> {
          log(request, House.differing(before, after));
          house.chooseWhoJoins();
          String more = kept.isEmpty() ? "" : "?kept=" + String.join(",", kept);
          String at = act.rule() == 0 ? "" : "#rule-" + act.rule();
          yield done(SERVER + more + at, request);
        }
        case Saving.Overtaken overtaken -> overtaken(request, overtaken);
      };
    } catch (Refused e) {
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      About before = house.about();
      About typed = typed(before, params).withRules(worded(before.rules(), params));
      return page(request, new Typing(typed, newRule(params), shown), faults).status(422);
    }
  }

  /// His words stay in the form; what another has said meanwhile stands beside them. Saved once
  /// more, his take its place.
  private Answer overtaken(Request request, Saving.Overtaken overtaken) {
    Tongue t = forms.sheet(request).t();
    List<Views.Fault> faults = new ArrayList<>();
    for (String field : overtaken.both()) {
      faults.add(
          new Views.Fault(field, t.say("server.meanwhile", cut(said(field, overtaken.now())))));
    }
    About.Rule added = newRule(request.params());
    for (About.Rule gone : overtaken.gone()) {
      faults.add(new Views.Fault("rules", t.say("server.rule_gone", gone.id(), gone.words())));
      added = added.equals(NO_RULE) ? new About.Rule(0, gone.words(), gone.hint()) : added;
    }
    // What he typed as new stands in the field for it, and nowhere else.
    List<About.Rule> rules =
        overtaken.typed().rules().stream().filter(rule -> rule.id() != 0).toList();
    Typing typing =
        new Typing(overtaken.typed().withRules(rules), added, Seen.of(overtaken.now()).toString());
    return page(request, typing, faults).status(409);
  }

  private static String said(String field, About now) {
    return switch (field) {
      case "name" -> now.name();
      case "description" -> now.description();
      case "more" -> now.more();
      case "privacy" -> now.privacy();
      case "contact_email" -> now.contactEmail();
      case "contact_account" -> now.contactAccount();
      case "languages" -> String.join(", ", now.languages());
      case "joining" -> word(now.joining());
      case "inviting" -> word(now.inviting());
      default ->
          now.rules().stream()
              .filter(rule -> field.equals("rule_" + rule.id()))
              .map(rule -> (rule.words() + " " + rule.hint()).strip())
              .findFirst()
              .orElse("");
    };
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= SHOWN_CHARACTERS_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN_CHARACTERS_MAX)) + " …";
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
        .withJoining(chosen(params.text("joining", ""), About.Joining.values(), about.joining()))
        .withInviting(
            chosen(params.text("inviting", ""), About.Inviting.values(), about.inviting()));
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n").strip();
  }

  private static <E extends Enum<E>> E chosen(String word, E[] all, E otherwise) {
    return Stream.of(all).filter(one -> word(one).equals(word)).findFirst().orElse(otherwise);
  }

  private void log(Request request, String what) {
    if (!what.isEmpty()) {
      var _ = moderation.deeds().record(Reading.me(request), Deed.Kind.SETTING, Deed.NOBODY, what);
    }
  }

  private Answer done(String path, Request request) {
    return forms.saying(Answer.seeOther(URI.create(path)), "done", "", request);
  }

  // ---- the picture

  private Answer picture(Request request) throws IOException {
    forms.check(request);
    Params params = request.params();
    try {
      Upload file =
          params
              .file("picture")
              .filter(upload -> upload.size() > 0)
              .orElseThrow(() -> Refusal.invalid("picture", "ERR_BLANK", "Picture can't be blank"));
      try (InputStream in = file.open()) {
        var _ = picture.put(in, params.text("description", ""));
      }
      log(request, "picture");
      return done(SERVER + "#pi", request);
    } catch (Refused e) {
      About about = house.about();
      List<Views.Fault> faults =
          Forms.faults(e, forms.sheet(request).t()).stream()
              .map(
                  fault ->
                      fault.field().equals("description")
                          ? new Views.Fault("picture", fault.words())
                          : fault)
              .toList();
      return page(request, new Typing(about, NO_RULE, Seen.of(about).toString()), faults)
          .status(422);
    }
  }

  private Answer removePicture(Request request) {
    forms.check(request);
    if (picture.remove()) {
      log(request, "picture");
    }
    return done(SERVER + "#pi", request);
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

  /// The rules that the page had, in the words that were typed.
  private static List<About.Rule> typedRules(Params params) {
    return params.names().stream()
        .map(RULE_FIELD::matcher)
        .filter(Matcher::matches)
        .limit(RULES_MAX)
        .map(
            field ->
                new About.Rule(
                    Long.parseLong(field.group(1)),
                    params.text(field.group(), "").strip(),
                    lines(params.text("hint_" + field.group(1), ""))))
        .toList();
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

  private static List<About.Rule> ruled(List<About.Rule> rules, Seen seen, Act act, Params params) {
    List<About.Rule> changed = new ArrayList<>(worded(rules, params));
    int at = rules.stream().map(About.Rule::id).toList().indexOf(act.rule());
    if (act.rule() != 0 && at < 0 && !seen.hasRule(act.rule())) {
      throw Refusal.notFound();
    }
    // Else another has removed it meanwhile, and all else that was typed is saved.
    if (act.rule() != 0 && at >= 0) {
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
