package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import verbatim.access.Caller;
import verbatim.access.FirstOwner;
import verbatim.access.Registered;
import verbatim.access.Registration;
import verbatim.access.Sessions;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.house.About;
import verbatim.house.House;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.moderation.Deed;
import verbatim.moderation.Deeds;

/// The first run. Whoever opens the one-time link that `serve` printed makes the owner's account,
/// or makes his own account the owner's, and is led through what the server says of itself: name,
/// rules, who may join. Each step can be left out, and done again until he is through.
final class OwnerPages {
  private static final String SETUP = "/setup";
  private static final String HOUSE = SETUP + "/server";
  private static final String RULES = SETUP + "/rules";
  private static final String JOINING = SETUP + "/joining";

  private final Templates templates;
  private final Forms forms;
  private final House house;
  private final Accounts accounts;
  private final FirstOwner firstOwner;
  private final Registration registration;
  private final Sessions sessions;
  private final Arrivals arrivals;
  private final Messages messages;
  private final Deeds deeds;

  OwnerPages(
      Templates templates,
      Forms forms,
      House house,
      Accounts accounts,
      Web.Doors doors,
      Deeds deeds,
      Arrivals arrivals) {
    this.deeds = deeds;
    this.messages = new Messages(templates, forms);
    this.templates = templates;
    this.forms = forms;
    this.house = house;
    this.accounts = accounts;
    this.firstOwner = doors.firstOwner();
    this.registration = doors.registration();
    this.sessions = doors.sessions();
    this.arrivals = arrivals;
  }

  List<Route> routes() {
    return List.of(
        Route.get(SETUP, Access.browser(), this::show, "the page behind the set-up link"),
        Route.post(SETUP, Access.browser(), this::begin, "becoming the owner of a fresh server")
            .limited(RateLimits.Bucket.REGISTRATIONS),
        Route.get(HOUSE, Access.session(), this::showHouse, "first run: name and contact"),
        Route.post(HOUSE, Access.session(), this::sayHouse, "setting name and contact"),
        Route.get(RULES, Access.session(), this::showRules, "first run: rules"),
        Route.post(RULES, Access.session(), this::sayRules, "setting the rules"),
        Route.get(JOINING, Access.session(), this::showJoining, "first run: who may join"),
        Route.post(JOINING, Access.session(), this::sayJoining, "setting who may join"));
  }

  // ---- becoming the owner

  private Answer show(Request request) {
    String code = request.query("code");
    if (!firstOwner.isOffered(new Secret(code))) {
      return messages.say(request, "owner.spent").status(404);
    }
    return request.caller() instanceof Caller.SignedIn
        ? claimPage(request, code)
        : accountPage(request, code, "", "", List.of());
  }

  private Answer claimPage(Request request, String code) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Confirm(
                sheet.frame(sheet.t().say("owner.title")),
                sheet.t().say("owner.why"),
                SETUP,
                code,
                sheet.t().say("owner.button"))));
  }

  private Answer accountPage(
      Request request, String code, String username, String email, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "setup",
            new SetupViews.Founder(
                sheet.frame(sheet.t().say("owner.title")), code, username, email, faults)));
  }

  private Answer begin(Request request) {
    forms.check(request);
    Secret code = new Secret(request.params().text("token", ""));
    if (!firstOwner.isOffered(code)) {
      return messages.say(request, "owner.spent").status(422);
    }
    return request.caller() instanceof Caller.SignedIn who
        ? claim(request, who, code)
        : found(request, code);
  }

  private Answer claim(Request request, Caller.SignedIn who, Secret code) {
    if (!firstOwner.claim(who, code)) {
      return messages.say(request, "owner.spent").status(422);
    }
    became(who.account());
    // What this browser may do has grown: whoever knew its old session must not grow with it.
    Sessions.Opened renewed = sessions.renew(who, request.header("User-Agent"));
    return forms.signedIn(Answer.seeOther(URI.create(HOUSE)), renewed.secret(), request);
  }

  private Answer found(Request request, Secret code) {
    Params params = request.params();
    String username = params.text("username", "");
    String email = params.text("email", "");
    try {
      Registered owner =
          registration.found(
              username, email, new Secret(params.text("password", "")), code, request.address());
      became(owner.account().id());
      return arrivals.arrive(
          request, HOUSE, sessions.welcome(owner, request.header("User-Agent")).secret());
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.Forbidden) {
        // Somebody else used it while this form was filled in: no account was made.
        return messages.say(request, "owner.spent").status(422);
      }
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      return accountPage(request, code.reveal(), username, email, faults).status(422);
    }
  }

  private void became(AccountId owner) {
    var _ = deeds.record(owner, Deed.Kind.ROLE, owner, "owner");
  }

  // ---- what the server says of itself

  private void change(Request request, UnaryOperator<About> change) {
    About before = house.about();
    String changed = House.differing(before, house.change(change));
    if (!changed.isEmpty()) {
      var _ = deeds.record(Reading.me(request), Deed.Kind.SETTING, Deed.NOBODY, changed);
    }
  }

  private Account owner(Request request) {
    return accounts
        .find(Reading.me(request))
        .filter(a -> a.standing().role() == Standing.Role.OWNER)
        .orElseThrow(Refusal::notFound);
  }

  private Answer showHouse(Request request) {
    Account owner = owner(request);
    About about = house.about();
    return housePage(
        request,
        about.contactAccount().isEmpty()
            ? about.withContact(about.contactEmail(), owner.handle().username())
            : about,
        List.of());
  }

  private Answer housePage(Request request, About typed, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "setup_server",
            new SetupViews.Server(
                sheet.frame(sheet.t().say("setup.server.title")),
                typed.name(),
                typed.description(),
                typed.contactEmail(),
                typed.contactAccount(),
                faults)));
  }

  private Answer sayHouse(Request request) {
    forms.check(request);
    Account owner = owner(request);
    Params params = request.params();
    About typed =
        house
            .about()
            .withName(params.text("name", "").strip())
            .withDescription(params.text("description", "").strip())
            .withContact(params.text("contact_email", "").strip(), owner.handle().username());
    try {
      change(
          request,
          a ->
              a.withName(typed.name())
                  .withDescription(typed.description())
                  .withContact(typed.contactEmail(), typed.contactAccount()));
    } catch (Refused e) {
      return housePage(request, typed, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    return Answer.seeOther(URI.create(RULES));
  }

  private Answer showRules(Request request) {
    owner(request);
    List<About.Rule> rules = house.about().rules();
    String text =
        rules.isEmpty()
            ? forms.sheet(request).t().say("setup.rules.proposal").replace("|", "\n")
            : String.join("\n", rules.stream().map(About.Rule::words).toList());
    return rulesPage(request, text, List.of());
  }

  private Answer rulesPage(Request request, String text, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "setup_rules",
            new SetupViews.Rules(sheet.frame(sheet.t().say("setup.rules.title")), text, faults)));
  }

  private Answer sayRules(Request request) {
    forms.check(request);
    owner(request);
    String text = request.params().text("rules", "");
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    try {
      change(request, about -> about.withRules(ruled(about.rules(), lines)));
    } catch (Refused e) {
      return rulesPage(request, text, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    return Answer.seeOther(URI.create(JOINING));
  }

  /// A rule whose words stay keeps its number.
  private static List<About.Rule> ruled(List<About.Rule> before, List<String> lines) {
    List<About.Rule> left = new ArrayList<>(before);
    List<About.Rule> rules = new ArrayList<>();
    for (String line : lines) {
      About.Rule rule =
          left.stream()
              .filter(r -> r.words().equals(line))
              .findFirst()
              .orElseGet(() -> About.Rule.of(line));
      left.remove(rule);
      rules.add(rule);
    }
    return rules;
  }

  private Answer showJoining(Request request) {
    owner(request);
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "setup_joining",
            new SetupViews.Joining(
                sheet.frame(sheet.t().say("setup.joining.title")),
                house.about().joining().name().toLowerCase(java.util.Locale.ROOT))));
  }

  private Answer sayJoining(Request request) {
    forms.check(request);
    owner(request);
    About.Joining chosen =
        switch (request.params().text("joining", "")) {
          case "open" -> About.Joining.OPEN;
          case "approval" -> About.Joining.APPROVAL;
          default -> About.Joining.CLOSED;
        };
    change(request, about -> about.withJoining(chosen));
    house.chooseWhoJoins();
    return Answer.seeOther(URI.create(WelcomePages.WELCOME));
  }
}
