package verbatim.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.access.Invitation;
import verbatim.access.Invitations;
import verbatim.access.Registration;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.accounts.Standing;
import verbatim.house.About;
import verbatim.house.House;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.InvitationId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.moderation.Acts;
import verbatim.moderation.Appeals;
import verbatim.moderation.Case;
import verbatim.moderation.Deed;
import verbatim.moderation.Deeds;
import verbatim.moderation.Evidence;
import verbatim.moderation.Moderation;
import verbatim.relations.Audience;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.stories.Stories;
import verbatim.stories.Story;

/// The desk on the command line: the same doors as the pages, and the same log. Who types here
/// stands above all roles.
final class DeskCommands {
  /// Commands that may be told why.
  static final Set<String> TAKE_WHY =
      Set.of(
          "account approve",
          "account refuse",
          "account suspend",
          "account unsuspend",
          "account limit",
          "account unlimit",
          "account warn",
          "reports resolve",
          "reports act",
          "status remove",
          "status cover",
          "status uncover",
          "story unpublish",
          "story return",
          "appeals accept",
          "appeals decline");

  /// Commands that do the same to several.
  static final Set<String> TAKE_MANY =
      Set.of(
          "account approve", "account refuse", "status remove", "status cover", "status uncover");

  static boolean takesMany(List<String> words) {
    return words.size() > 2 && TAKE_MANY.contains(words.get(0) + " " + words.get(1));
  }

  /// Each of these, a line for each. What cannot be done to one holds up no other; the command has
  /// failed all the same, for scripts to know.
  static String each(List<String> words, UnaryOperator<String> act) {
    List<String> lines = new ArrayList<>();
    Optional<Refused> last = Optional.empty();
    for (String one : plain(words)) {
      try {
        lines.add(act.apply(one));
      } catch (Refused e) {
        last = Optional.of(e);
        lines.add(one + ": " + Commands.words(e.refusal()));
      }
    }
    if (last.isPresent()) {
      throw lines.size() == 1 ? last.get() : Refusal.invalid(String.join("\n", lines));
    }
    return String.join("\n", lines);
  }

  private static List<String> plain(List<String> words) {
    List<String> some = new ArrayList<>(words.subList(2, words.size()));
    int why = some.indexOf("--why");
    if (why >= 0) {
      some.subList(why, why + 2).clear();
    }
    return some;
  }

  private static final int ROWS = 40;
  private static final int DAYS_USUAL = 7;

  private final Accounts accounts;
  private final Registration registration;
  private final Statuses statuses;
  private final Moderation moderation;
  private final Stories stories;
  private final House house;
  private final Invitations invitations;
  private final InstantSource clock;

  DeskCommands(
      Accounts accounts,
      Registration registration,
      Statuses statuses,
      Moderation moderation,
      Stories stories,
      House house,
      Invitations invitations,
      InstantSource clock) {
    this.accounts = accounts;
    this.registration = registration;
    this.statuses = statuses;
    this.moderation = moderation;
    this.stories = stories;
    this.house = house;
    this.invitations = invitations;
    this.clock = clock;
  }

  /// The words are known to be complete.
  String run(List<String> words) {
    return switch (words.getFirst()) {
      case "reports" -> reports(words);
      case "status" -> status(words);
      case "story" -> story(words);
      case "appeals" -> appeals(words);
      case "audit" -> audit(words);
      case "rules" -> rules(words);
      case "server" -> server(words);
      default -> throw new IllegalStateException("no command of the desk: " + words.getFirst());
    };
  }

  void record(Deed.Kind kind, String detail) {
    var _ = moderation.deeds().record(Deed.CONSOLE, kind, Deed.NOBODY, detail);
  }

  void record(Deed.Kind kind, Account about, String detail) {
    var _ = moderation.deeds().record(Deed.CONSOLE, kind, about.id(), detail);
  }

  // ---- accounts

  /// Written down before there is one.
  void resetLink(Account account) {
    var _ = moderation.acts().resetLink(Deed.CONSOLE, account.id());
  }

  String account(String what, Account account, String why) {
    String name = "@" + account.handle().acct();
    return switch (what) {
      case "approve" -> {
        waits(account);
        if (account.standing().state() == Standing.State.UNCONFIRMED) {
          throw Refusal.invalid(name + " has not confirmed the mail address yet.");
        }
        var _ = moderation.acts().approve(Deed.CONSOLE, account.id());
        yield name + " is approved.";
      }
      case "refuse" -> {
        waits(account);
        var _ = moderation.acts().refuse(Deed.CONSOLE, account.id(), why);
        yield name + " is not let in; what was entered is being erased.";
      }
      case "suspend" -> act(Deed.Kind.SUSPENDED, account, why, " is suspended.");
      case "limit" -> act(Deed.Kind.LIMITED, account, why, " is limited.");
      case "unlimit" -> act(Deed.Kind.UNLIMITED, account, why, " is not limited any more.");
      case "warn" -> act(Deed.Kind.WARNED, account, why, " is warned.");
      case "note" -> act(Deed.Kind.NOTED, account, why, " has a note.");
      default -> throw new IllegalStateException("nothing to do to an account: " + what);
    };
  }

  private void waits(Account account) {
    if (!registration.isWaiting(account.id())) {
      throw Refusal.invalid("@" + account.handle().acct() + " does not wait for approval.");
    }
  }

  private String act(Deed.Kind kind, Account account, String why, String done) {
    var _ = moderation.acts().act(Deed.CONSOLE, Acts.Order.of(kind, account.id(), why));
    return "@" + account.handle().acct() + done;
  }

  void unsuspend(Account account, String why) {
    var _ = act(Deed.Kind.UNSUSPENDED, account, why, "");
  }

  String role(Account account, Standing.Role role) {
    if (account.standing().role() != role) {
      var _ = moderation.acts().role(Deed.CONSOLE, account.id(), role);
    }
    return "@" + account.handle().acct() + " is now " + role.name().toLowerCase(Locale.ROOT) + ".";
  }

  void delete(Account account) {
    if (account.standing().state() != Standing.State.DELETED) {
      var _ = moderation.acts().delete(Deed.CONSOLE, account.id());
    }
  }

  String waiting() {
    String all =
        registration.waiting(ROWS).stream().map(this::line).collect(Collectors.joining("\n"));
    return all.isEmpty() ? "Nobody waits." : all;
  }

  private String line(Registration.Waiting one) {
    String before =
        switch (one.before().what()) {
          case NOTHING -> "";
          case REFUSED -> "  (this address was refused on " + one.before().at() + ")";
          case SUSPENDED ->
              "  (an account with this address was suspended on " + one.before().at() + ")";
        };
    return name(one.account()) + "  " + one.since() + before + "  " + line(one.reason());
  }

  // ---- letting people in

  String invite(List<String> words) {
    return switch (words.size() > 1 ? words.get(1) : "") {
      case "list" -> invited();
      case "end" -> {
        Invitation one =
            InvitationId.parse(words.get(2))
                .flatMap(invitations::find)
                .orElseThrow(() -> Refusal.invalid("There is no invitation " + words.get(2) + "."));
        invitations.end(one.id());
        var _ =
            moderation
                .deeds()
                .record(Deed.CONSOLE, Deed.Kind.INVITATION, one.by(), "- " + one.id());
        yield "Invitation " + one.id() + " lets in nobody any more.";
      }
      default -> made(words);
    };
  }

  private String made(List<String> words) {
    int uses = number(words, "--uses", 1);
    int days = number(words, "--days", DAYS_USUAL);
    Invitations.Made made =
        invitations.make(
            Invitations.HOUSE, Commands.valueOf(words, "--for"), uses, Duration.ofDays(days));
    record(Deed.Kind.INVITATION, "+ " + made.invitation().id() + ", " + uses + ", " + days + " d");
    return "Whoever opens this link may join, also where sign-up is closed: "
        + (uses == 1 ? "one person" : uses + " people")
        + " until "
        + made.invitation().until()
        + ". It is said here only.\n  "
        + made.address().reveal();
  }

  private static int number(List<String> words, String option, int usual) {
    String text = Commands.valueOf(words, option);
    try {
      return text.isEmpty() ? usual : Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw Refusal.invalid(option + " wants a number.");
    }
  }

  private String invited() {
    Instant now = clock.instant();
    String all =
        invitations.all().stream()
            .map(
                one ->
                    one.id()
                        + "  by "
                        + (one.by().equals(Invitations.HOUSE) ? "(command line)" : name(one.by()))
                        + "  "
                        + one.came().size()
                        + " of "
                        + one.usesMax()
                        + "  until "
                        + one.until()
                        + (one.isOpen(now) && invitations.mayInvite(one.by()) ? "" : "  ended")
                        + (one.note().isEmpty() ? "" : "  " + line(one.note()))
                        + one.came().stream()
                            .map(who -> "  " + name(who))
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    return all.isEmpty() ? "No invitations." : all;
  }

  // ---- reports

  private String reports(List<String> words) {
    if (words.get(1).equals("list")) {
      return list(words.contains("--all"));
    }
    ReportId id =
        ReportId.parse(words.get(2)).orElseThrow(() -> Refusal.invalid("A report has a number."));
    return switch (words.get(1)) {
      case "show" -> show(id);
      case "resolve" -> {
        var _ = moderation.cases().resolve(Deed.CONSOLE, id, why(words));
        yield "Report " + id + " is resolved.";
      }
      case "reopen" -> {
        var _ = moderation.cases().reopen(Deed.CONSOLE, id);
        yield "Report " + id + " is open again.";
      }
      case "assign" -> {
        AccountId to = named(words.get(3));
        if (accounts.staff().stream().noneMatch(one -> one.id().equals(to))) {
          throw Refusal.invalid(name(to) + " is not of the team.");
        }
        var _ = moderation.cases().assign(Deed.CONSOLE, id, to);
        yield "Report " + id + " is with " + name(to) + ".";
      }
      case "unassign" -> {
        var _ = moderation.cases().unassign(Deed.CONSOLE, id);
        yield "Nobody has report " + id + " in hand now.";
      }
      case "note" -> {
        var _ = moderation.cases().note(Deed.CONSOLE, id, words.get(3));
        yield "Written to report " + id + ".";
      }
      case "act" -> actOn(id, words.get(3), why(words));
      default -> throw new IllegalStateException("reports " + words.get(1));
    };
  }

  /// To whom it is about, or to the posts that it names: it ends with that.
  private String actOn(ReportId id, String act, String why) {
    Deed.Kind kind =
        Deed.Kind.of(act)
            .filter(Deed.Kind::isAppealable)
            .orElseThrow(() -> Refusal.invalid("Nothing that can be done is called " + act + "."));
    Case one = moderation.cases().get(Deed.CONSOLE, id);
    var _ =
        moderation
            .acts()
            .act(
                Deed.CONSOLE,
                new Acts.Order(kind, one.report().about(), one.report().statuses(), id, why));
    return "Done to " + name(one.report().about()) + ": " + kind.word() + ". The report ends.";
  }

  private String list(boolean all) {
    List<Case> cases =
        all
            ? moderation.cases().all(Deed.CONSOLE, Page.newest(ROWS))
            : moderation.cases().open(Deed.CONSOLE, Page.newest(ROWS));
    return cases.isEmpty()
        ? "No reports."
        : cases.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(Case one) {
    return one.report().id()
        + "  "
        + one.report().createdAt()
        + "  "
        + (one.isOpen() ? "open" : "resolved")
        + "  "
        + one.report().category().word()
        + "  "
        + name(one.report().about())
        + "  by "
        + name(one.report().by())
        + (one.isAssigned() ? "  taken by " + name(one.assignee()) : "")
        + (one.report().comment().isEmpty() ? "" : "  " + line(one.report().comment()));
  }

  private String show(ReportId id) {
    Case one = moderation.cases().get(Deed.CONSOLE, id);
    List<String> lines = new ArrayList<>();
    lines.add(line(one).split("  ", 2)[1]);
    lines.add(one.report().comment());
    one.report().rules().forEach(rule -> lines.add("breaks the rule: " + rule(rule)));
    one.report().stories().forEach(story -> lines.add("story " + story));
    for (Status status : statuses.load(one.report().statuses())) {
      lines.add("post " + status.id() + ": " + said(status));
    }
    for (Evidence.Held held : moderation.evidence().of(one.report())) {
      String said = said(held.post());
      Optional<Status> now = statuses.find(held.post().id());
      if (now.isEmpty()) {
        lines.add("post " + held.post().id() + " (deleted since): " + said);
      } else if (!said(now.get()).equals(said)) {
        lines.add("post " + held.post().id() + " (when it was reported): " + said);
      }
    }
    moderation.cases().history(Deed.CONSOLE, id).forEach(deed -> lines.add(line(deed)));
    return lines.stream().filter(l -> !l.isEmpty()).collect(Collectors.joining("\n"));
  }

  /// What was said to few is read at the desk only, like private talk.
  private static String said(Status status) {
    return status.isBoost()
        ? "(a boost)"
        : status.audience() instanceof Audience.Only
            ? "(said to few: to be read at the desk)"
            : line(status.words().text());
  }

  /// In the words that it has now; of one that is gone, its number.
  private String rule(String id) {
    return house.about().rules().stream()
        .filter(rule -> Long.toString(rule.id()).equals(id))
        .map(rule -> line(rule.words()))
        .findFirst()
        .orElse(id);
  }

  // ---- posts

  private String status(List<String> words) {
    return each(words, id -> status(words.get(1), id, why(words)));
  }

  private String status(String act, String id, String why) {
    Status status =
        StatusId.parse(id)
            .flatMap(statuses::find)
            .orElseThrow(() -> Refusal.invalid("There is no post " + id + " here."));
    Deed.Kind kind =
        switch (act) {
          case "remove" -> Deed.Kind.REMOVED;
          case "cover" -> Deed.Kind.MARKED_SENSITIVE;
          case "uncover" -> Deed.Kind.UNCOVERED;
          default -> throw new IllegalStateException("status " + act);
        };
    var _ = moderation.acts().act(Deed.CONSOLE, Acts.Order.onStatus(kind, status, why));
    String done =
        switch (act) {
          case "remove" -> " is removed.";
          case "cover" -> " is covered.";
          default -> " is not covered any more.";
        };
    return "Post " + status.id() + " of " + name(status.author()) + done;
  }

  // ---- stories

  private String story(List<String> words) {
    Story story =
        StoryId.parse(words.get(2))
            .flatMap(stories::find)
            .orElseThrow(() -> Refusal.invalid("There is no story " + words.get(2) + " here."));
    boolean isWithheld = words.get(1).equals("unpublish");
    var _ =
        moderation
            .acts()
            .story(
                Deed.CONSOLE,
                isWithheld,
                story.editors().getFirst(),
                story.id().toString(),
                why(words));
    stories.withhold(story.id(), isWithheld);
    return "Story "
        + story.id()
        + " of "
        + name(story.editors().getFirst())
        + (isWithheld ? " is unpublished." : " may be public again.");
  }

  // ---- appeals

  private String appeals(List<String> words) {
    if (words.get(1).equals("list")) {
      List<Appeals.Waiting> open = moderation.appeals().open(Deed.CONSOLE, Page.newest(ROWS));
      return open.isEmpty()
          ? "No appeals."
          : open.stream()
              .map(
                  w ->
                      line(w.deed())
                          + "\n  "
                          + name(w.appeal().by())
                          + ": "
                          + line(w.appeal().words()))
              .collect(Collectors.joining("\n"));
    }
    DeedId id =
        DeedId.parse(words.get(2)).orElseThrow(() -> Refusal.invalid("An appeal has a number."));
    boolean accepts = words.get(1).equals("accept");
    var _ = moderation.appeals().answer(Deed.CONSOLE, id, accepts, why(words));
    boolean isOfPosts = moderation.appeals().isOfRemoved(id);
    return "The appeal is "
        + (accepts ? "accepted." : "declined.")
        + (accepts && isOfPosts
            ? " The posts do not come back: their author can post them again."
            : "");
  }

  // ---- the log

  private String audit(List<String> words) {
    String kind = Commands.valueOf(words, "--kind");
    if (!kind.isEmpty() && Deed.Kind.of(kind).isEmpty()) {
      throw Refusal.invalid("No deed is called " + kind + ".");
    }
    String before = Commands.valueOf(words, "--before");
    Page page =
        before.isEmpty()
            ? Page.newest(ROWS)
            : Page.below(
                DeedId.parse(before)
                    .orElseThrow(() -> Refusal.invalid("A deed has a number."))
                    .value(),
                ROWS);
    List<Deed> deeds =
        moderation
            .deeds()
            .list(
                Deed.CONSOLE,
                new Deeds.Wanted(
                    named(Commands.valueOf(words, "--by")),
                    named(Commands.valueOf(words, "--about")),
                    Deed.Kind.of(kind)),
                page);
    return deeds.isEmpty()
        ? "Nothing."
        : deeds.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private AccountId named(String name) {
    if (name.isEmpty()) {
      return Deed.NOBODY;
    }
    return accounts
        .find(Handle.typed(name))
        .map(Account::id)
        .or(() -> AccountId.parse(name))
        .orElseThrow(() -> Refusal.invalid("There is no account @" + name + " here."));
  }

  private String line(Deed deed) {
    return deed.id()
        + "  "
        + deed.at()
        + "  "
        + (deed.by().equals(Deed.CONSOLE) ? "(command line)" : name(deed.by()))
        + "  "
        + deed.kind().word()
        + (deed.about().equals(Deed.NOBODY) ? "" : "  " + name(deed.about()))
        + (deed.detail().isEmpty() ? "" : "  " + line(detail(deed)))
        + (deed.words().isEmpty() ? "" : "  " + line(deed.words()));
  }

  /// A number is the last resort: of what is gone, or is private by now.
  private String detail(Deed deed) {
    return deed.assignee()
        .map(this::name)
        .or(
            () ->
                deed.story()
                    .flatMap(stories::find)
                    .filter(story -> story.state() != Story.State.PRIVATE)
                    .map(Story::title))
        .orElse(deed.detail());
  }

  /// Also of an erased account: its name stays its own for ever.
  private String name(AccountId id) {
    return accounts.find(id).map(account -> "@" + account.handle().acct()).orElse(id.toString());
  }

  /// What people wrote must not steer the terminal.
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String why(List<String> words) {
    return Commands.valueOf(words, "--why");
  }

  // ---- rules

  private String rules(List<String> words) {
    List<About.Rule> rules = new ArrayList<>(house.about().rules());
    if (words.get(1).equals("list")) {
      return rules.isEmpty()
          ? "No rules."
          : rules.stream()
              .map(
                  r ->
                      r.id() + "  " + r.words() + (r.hint().isEmpty() ? "" : "  " + line(r.hint())))
              .collect(Collectors.joining("\n"));
    }
    String hint = Commands.valueOf(words, "--hint");
    String said =
        switch (words.get(1)) {
          case "add" -> {
            rules.add(new About.Rule(0, words.get(2), hint));
            yield "The rule is added.";
          }
          case "change" -> {
            int at = at(rules, words.get(2));
            About.Rule old = rules.get(at);
            rules.set(
                at,
                new About.Rule(
                    old.id(), words.get(3), words.contains("--hint") ? hint : old.hint()));
            yield "Rule " + old.id() + " is changed.";
          }
          case "up", "down" -> {
            int at = at(rules, words.get(2));
            About.Rule rule = rules.remove(at);
            int to = words.get(1).equals("up") ? at - 1 : at + 1;
            rules.add(Math.clamp(to, 0, rules.size()), rule);
            yield "Rule " + rule.id() + " stands in another place.";
          }
          case "remove" -> "Rule " + rules.remove(at(rules, words.get(2))).id() + " is gone.";
          default -> throw new IllegalStateException("rules " + words.get(1));
        };
    About before = house.about();
    About after = house.change(about -> about.withRules(rules));
    record(Deed.Kind.SETTING, House.differing(before, after));
    return said;
  }

  // ---- what the house says of itself

  private String server(List<String> words) {
    About about = house.about();
    if (words.get(1).equals("show")) {
      return String.join(
          "\n",
          "name: " + line(about.name()),
          "description: " + line(about.description()),
          "about: " + line(about.more()),
          "privacy: " + line(about.privacy()),
          "contact-email: " + about.contactEmail(),
          "contact-account: " + about.contactAccount(),
          "languages: " + String.join(", ", about.languages()),
          "registrations: " + about.joining().name().toLowerCase(Locale.ROOT),
          "invitations: " + about.inviting().name().toLowerCase(Locale.ROOT));
    }
    String key = words.get(2);
    About after = house.change(before -> with(before, key, words.get(3).strip()));
    if (key.equals("registrations") || key.equals("invitations")) {
      house.chooseWhoJoins();
    }
    if (after.equals(about)) {
      return "It stands so already.";
    }
    record(Deed.Kind.SETTING, House.differing(about, after));
    return "Changed: " + key + ".";
  }

  private About with(About about, String key, String text) {
    return switch (key) {
      case "name" -> about.withName(text);
      case "description" -> about.withDescription(text);
      case "about" -> about.withMore(text);
      case "privacy" -> about.withPrivacy(text);
      case "contact-email" -> about.withContact(text, about.contactAccount());
      case "contact-account" -> {
        if (!text.isEmpty()) {
          var _ = named(text);
        }
        yield about.withContact(about.contactEmail(), text.replaceFirst("^@", ""));
      }
      case "languages" ->
          about.withLanguages(
              Stream.of(text.split("[,\\s]+")).filter(one -> !one.isEmpty()).toList());
      case "registrations" ->
          about.withJoining(
              Stream.of(About.Joining.values())
                  .filter(way -> way.name().equalsIgnoreCase(text))
                  .findFirst()
                  .orElseThrow(
                      () -> Refusal.invalid("Registrations are open, approval or closed.")));
      case "invitations" ->
          about.withInviting(
              Stream.of(About.Inviting.values())
                  .filter(who -> who.name().equalsIgnoreCase(text))
                  .findFirst()
                  .orElseThrow(
                      () -> Refusal.invalid("Invitations are made by admins or members.")));
      default -> throw Refusal.invalid("Nothing of the server is called " + key + ".");
    };
  }

  private static int at(List<About.Rule> rules, String number) {
    for (int i = 0; i < rules.size(); i++) {
      if (Long.toString(rules.get(i).id()).equals(number)) {
        return i;
      }
    }
    throw Refusal.invalid("There is no rule " + number + ".");
  }
}
