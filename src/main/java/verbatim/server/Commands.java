package verbatim.server;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.access.Credentials;
import verbatim.access.Registration;
import verbatim.access.SecondFactor;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Erasure;
import verbatim.accounts.Handle;
import verbatim.accounts.Standing;
import verbatim.announcements.Announcement;
import verbatim.announcements.Announcements;
import verbatim.archives.Archives;
import verbatim.articles.Newsrooms;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.media.Media;
import verbatim.moderation.Acts;
import verbatim.moderation.Deed;
import verbatim.search.Search;
import verbatim.store.rocks.RocksStore;

/// What whoever runs the server may do from the command line; the same code runs in a running
/// server (through [ControlSocket]) and on the folder of a stopped one.
final class Commands {
  private static final String USAGE =
      """
      ./verbatim account create NAME --email E --password-stdin [--role owner|admin|moderator|user]
      ./verbatim account approve|refuse NAME...|- [--why TEXT]
      ./verbatim account suspend|unsuspend|limit|unlimit NAME [--why TEXT]
      ./verbatim account find TEXT|unconfirmed|waiting
      ./verbatim account reset-2fa|delete NAME
      ./verbatim account warn NAME --why TEXT
      ./verbatim account note NAME TEXT
      ./verbatim account waiting
      ./verbatim account role NAME owner|admin|moderator|user
      ./verbatim account password NAME --password-stdin
      ./verbatim account reset NAME
      ./verbatim account export NAME FILE
      ./verbatim invite [--uses N] [--days N] [--for TEXT]
      ./verbatim invite list
      ./verbatim invite end ID
      ./verbatim emoji add SHORTCODE FILE [--category C]
      ./verbatim emoji list
      ./verbatim emoji remove|on|off SHORTCODE
      ./verbatim emoji sort SHORTCODE CATEGORY
      ./verbatim dead [--retry|--drop]
      ./verbatim recount
      ./verbatim announcement add TEXT [--starts T] [--ends T] [--publish T] [--all-day]
      ./verbatim announcement change ID TEXT [--starts T] [--ends T] [--publish T] [--all-day]
      ./verbatim announcement list
      ./verbatim announcement remove ID
      ./verbatim reports list [--all]
      ./verbatim reports show|reopen|unassign ID
      ./verbatim reports resolve ID [--why TEXT]
      ./verbatim reports assign ID NAME
      ./verbatim reports note ID TEXT
      ./verbatim reports act ID warned|limited|suspended|removed|marked-sensitive [--why TEXT]
      ./verbatim status remove|cover|uncover ID...|- [--why TEXT]
      ./verbatim story unpublish|return ID [--why TEXT]
      ./verbatim newsroom create|members|dissolve NAME
      ./verbatim newsroom ask NAME MEMBER author|editor
      ./verbatim newsroom remove NAME MEMBER
      ./verbatim appeals list
      ./verbatim appeals accept|decline ID [--why TEXT]
      ./verbatim audit [--by NAME] [--about NAME] [--kind KIND] [--before ID]
      ./verbatim rules list
      ./verbatim rules add TEXT [--hint TEXT]
      ./verbatim rules change NUMBER TEXT [--hint TEXT]
      ./verbatim rules remove|up|down NUMBER
      ./verbatim server show
      ./verbatim server set KEY TEXT
      ./verbatim server picture FILE|none
      ./verbatim search rebuild
      ./verbatim backup DIR
      """;

  private static final int PEOPLE_MAX = 100;

  /// With this begins what `search progress` says when it is over.
  static final String DONE = "Done: ";

  private static final Set<String> FAMILIES =
      Set.of(
          "account",
          "invite",
          "emoji",
          "announcement",
          "search",
          "reports",
          "status",
          "story",
          "newsroom",
          "appeals",
          "rules",
          "server");

  // How long whoever typed a command waits is real time, whatever clock the server goes by.
  private static final Clock PATIENCE = Clock.systemUTC();
  private static final Duration ERASING_MAX = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final RocksStore store;
  private final Path data;
  private final Media media;
  private final Announcements announcements;
  private final Archives archives;
  private final Accounts accounts;
  private final Registration registration;
  private final Credentials credentials;
  private final SecondFactor secondFactor;
  private final Search search;
  private final Indexing indexing;
  private final InstantSource clock;
  private final Recount recount;
  private final Failures failures;
  private final DeskCommands desk;
  private final NewsroomCommands newsrooms;

  Commands(
      RocksStore store,
      Path data,
      Media media,
      Announcements announcements,
      Archives archives,
      Accounts accounts,
      Registration registration,
      Credentials credentials,
      SecondFactor secondFactor,
      Search search,
      Indexing indexing,
      InstantSource clock,
      Recount recount,
      Failures failures,
      DeskCommands desk,
      NewsroomCommands newsrooms) {
    this.store = store;
    this.data = data;
    this.media = media;
    this.announcements = announcements;
    this.archives = archives;
    this.accounts = accounts;
    this.registration = registration;
    this.credentials = credentials;
    this.secondFactor = secondFactor;
    this.search = search;
    this.indexing = indexing;
    this.clock = clock;
    this.recount = recount;
    this.failures = failures;
    this.desk = desk;
    this.newsrooms = newsrooms;
  }

  /// What is wrong with the words themselves, told before any data is opened; empty if nothing is.
  static Optional<ControlSocket.Answer> misunderstood(List<String> words) {
    try {
      check(words);
      return Optional.empty();
    } catch (Usage e) {
      return Optional.of(usage(e, words));
    }
  }

  private static void check(List<String> words) {
    List<String> plain = new ArrayList<>(words);
    boolean hasInput = plain.remove("--password-stdin");
    boolean hasEmail = take(plain, "--email");
    boolean hasRole = take(plain, "--role");
    boolean isAllDay = plain.remove("--all-day");
    boolean hasTimes = takeAll(plain, "--starts", "--ends", "--publish") || isAllDay;
    boolean hasCategory = take(plain, "--category");
    boolean hasWhy = take(plain, "--why");
    boolean hasHint = take(plain, "--hint");
    boolean isInviting = takeAll(plain, "--uses", "--days", "--for");
    boolean isFiltered = takeAll(plain, "--by", "--about", "--kind", "--before");
    boolean isAll = plain.remove("--all");
    boolean isDead = plain.getFirst().equals("dead");
    boolean retries = isDead && plain.remove("--retry");
    boolean drops = isDead && plain.remove("--drop");
    if (retries && drops) {
      throw new Usage("either --retry or --drop");
    }
    String what =
        FAMILIES.contains(plain.getFirst())
            ? plain.getFirst() + " " + second(plain)
            : plain.getFirst();
    int wanted =
        switch (what) {
          case "dead", "recount", "audit", "invite " -> 1;
          case "invite list" -> 2;
          case "invite end" -> 3;
          case "reports list", "appeals list", "rules list", "account waiting", "server show" -> 2;
          case "reports show", "reports resolve", "reports reopen", "reports unassign" -> 3;
          case "reports assign", "reports note", "reports act" -> 4;
          case "account note", "server set", "emoji sort", "announcement change" -> 4;
          case "emoji on", "emoji off", "server picture" -> 3;
          case "status remove",
              "status cover",
              "status uncover",
              "story unpublish",
              "story return",
              "appeals accept",
              "appeals decline" ->
              3;
          case "newsroom create", "newsroom members", "newsroom dissolve" -> 3;
          case "newsroom remove" -> 4;
          case "newsroom ask" -> 5;
          case "rules add", "rules remove", "rules up", "rules down" -> 3;
          case "rules change" -> 4;
          case "account limit", "account unlimit", "account warn", "account refuse" -> 3;
          case "backup", "emoji list", "announcement list", "search rebuild", "search progress" ->
              2;
          case "emoji remove", "announcement add", "announcement remove" -> 3;
          case "emoji add" -> 4;
          case "account create",
              "account approve",
              "account suspend",
              "account unsuspend",
              "account reset-2fa" ->
              3;
          case "account delete", "account password", "account reset", "account find" -> 3;
          case "account role", "account export" -> 4;
          default -> throw new Usage("unknown command '" + what.strip() + "'");
        };
    boolean isCreate = what.equals("account create");
    if (plain.stream().anyMatch(word -> word.startsWith("--"))) {
      throw new Usage("unknown option, or an option without its value");
    }
    boolean takesMany = DeskCommands.TAKE_MANY.contains(what) && plain.size() > wanted;
    if (plain.size() != wanted && !takesMany) {
      throw new Usage(plain.size() < wanted ? "something is missing" : "there is a word too many");
    }
    if ((hasEmail || hasRole) && !isCreate || hasEmail != isCreate) {
      throw new Usage(
          isCreate
              ? "account create wants --email"
              : "--email and --role belong to account create");
    }
    if (hasTimes && !what.equals("announcement add") && !what.equals("announcement change")) {
      throw new Usage("times belong to announcement add and announcement change");
    }
    if (hasCategory && !what.equals("emoji add")) {
      throw new Usage("--category belongs to emoji add");
    }
    if (hasWhy && !DeskCommands.TAKE_WHY.contains(what)
        || hasHint && !what.equals("rules add") && !what.equals("rules change")
        || isFiltered && !what.equals("audit")
        || isInviting && !what.equals("invite ")
        || isAll && !what.equals("reports list")) {
      throw new Usage("an option that belongs to another command");
    }
    if (what.equals("account warn") && !hasWhy) {
      throw new Usage("account warn wants --why");
    }
    if (hasRole) {
      role(valueOf(words, "--role"));
    }
    if (what.equals("account role")) {
      role(plain.get(3));
    }
    if (what.equals("newsroom ask") && Newsrooms.Role.of(plain.get(4)).isEmpty()) {
      throw new Usage("a member of a newsroom is an author or an editor");
    }
    if (hasInput != (isCreate || what.equals("account password"))) {
      throw new Usage(
          hasInput
              ? "--password-stdin belongs to account create and account password"
              : what + " wants --password-stdin and a password on standard input");
    }
  }

  private static String second(List<String> words) {
    return words.size() > 1 && !words.get(1).startsWith("--") ? words.get(1) : "";
  }

  private static boolean take(List<String> words, String option) {
    int at = words.indexOf(option);
    if (at < 0 || at + 1 >= words.size() || words.get(at + 1).startsWith("--")) {
      return false;
    }
    words.remove(at);
    words.remove(at);
    return true;
  }

  private static boolean takeAll(List<String> words, String... options) {
    boolean hasAny = false;
    for (String option : options) {
      hasAny |= take(words, option);
    }
    return hasAny;
  }

  private static ControlSocket.Answer usage(Usage e, List<String> words) {
    return new ControlSocket.Answer(
        Main.EXIT_USAGE, "", "verbatim: " + e.getMessage() + "\n" + usageOf(words));
  }

  /// Of this command alone, else of its family: what somebody looks for among fifty lines he does
  /// not find.
  private static String usageOf(List<String> words) {
    List<String> family = usageOf(words.getFirst(), "");
    List<String> one = words.size() > 1 ? usageOf(words.getFirst(), words.get(1)) : List.of();
    List<String> lines = one.isEmpty() ? family : one;
    return lines.isEmpty()
        ? "usage: './verbatim help' tells all commands and what each takes\n"
        : "usage: " + String.join("\n       ", lines) + "\n";
  }

  /// @param second "" for all of a family
  private static List<String> usageOf(String first, String second) {
    return USAGE
        .lines()
        .filter(
            line -> {
              String[] named = line.split(" ");
              return named[1].equals(first)
                  && (second.isEmpty()
                      || named.length > 2 && List.of(named[2].split("\\|")).contains(second));
            })
        .toList();
  }

  ControlSocket.Answer run(ControlSocket.Request request) {
    try {
      check(request.words());
      return said(dispatch(request.words(), request.input()));
    } catch (Usage e) {
      return usage(e, request.words());
    } catch (Refused e) {
      return failed(words(e.refusal()));
    } catch (UncheckedIOException e) {
      return failed(Folders.words(e));
    }
  }

  private String dispatch(List<String> words, String input) {
    return switch (word(words, 0)) {
      case "account" -> account(words, input);
      case "invite" -> desk.invite(words);
      case "emoji" -> emoji(words, input);
      case "announcement" -> announcement(words);
      case "server" -> word(words, 1).equals("picture") ? picture(words, input) : desk.run(words);
      case "reports", "status", "story", "appeals", "audit", "rules" -> desk.run(words);
      case "newsroom" -> newsrooms.run(words);
      case "search" -> word(words, 1).equals("rebuild") ? rebuild() : progress();
      case "backup" -> backup(Path.of(word(words, 1)));
      case "dead" -> dead(words);
      case "recount" -> recount();
      default -> throw new Usage("unknown command '" + word(words, 0) + "'");
    };
  }

  private String account(List<String> words, String input) {
    if (word(words, 1).equals("waiting")) {
      return desk.waiting();
    }
    String name = word(words, 2);
    return switch (word(words, 1)) {
      case "create" -> create(words, input);
      case "find" -> people(name);
      case "approve", "refuse" -> {
        String why = valueOf(words, "--why");
        yield DeskCommands.each(words, one -> desk.account(word(words, 1), find(one), why));
      }
      case "suspend", "limit", "unlimit", "warn" ->
          desk.account(word(words, 1), find(name), valueOf(words, "--why"));
      case "note" -> desk.account("note", find(name), word(words, 3));
      case "unsuspend" -> unsuspend(find(name), valueOf(words, "--why"));
      case "role" -> desk.role(find(name), role(word(words, 3)));
      case "export" -> export(find(name), Path.of(word(words, 3)));
      case "password" -> password(find(name), input);
      case "reset-2fa" -> resetSecondFactor(find(name));
      case "reset" -> reset(find(name));
      case "delete" -> delete(ever(name));
      default -> throw new Usage("unknown account command '" + word(words, 1) + "'");
    };
  }

  /// By name, address or domain; by how somebody stands.
  private String people(String text) {
    String sought = text.startsWith("@") ? text.substring(1) : text;
    Set<Account> found = new LinkedHashSet<>(accounts.everybodyNamed(sought, PEOPLE_MAX));
    found.addAll(accounts.load(credentials.withAddress(sought, PEOPLE_MAX)));
    Standing.State state =
        switch (text) {
          case "unconfirmed" -> Standing.State.UNCONFIRMED;
          case "waiting" -> Standing.State.PENDING;
          default -> Standing.State.DELETED;
        };
    if (state != Standing.State.DELETED) {
      found.addAll(accounts.newest(Long.MAX_VALUE, PEOPLE_MAX, a -> a.standing().state() == state));
    }
    String all =
        found.stream()
            .filter(account -> account.standing().state() != Standing.State.DELETED)
            .map(this::person)
            .collect(Collectors.joining("\n"));
    return all.isEmpty() ? "Nobody." : all;
  }

  private String person(Account account) {
    Standing standing = account.standing();
    return "@"
        + account.handle().acct()
        + "  "
        + credentials.own(account.id()).map(Credentials.Own::email).orElse("")
        + "  "
        + standing.state().name().toLowerCase(Locale.ROOT)
        + (standing.limited() ? ", limited" : "")
        + (standing.role() == Standing.Role.USER
            ? ""
            : ", " + standing.role().name().toLowerCase(Locale.ROOT))
        + "  since "
        + account.createdAt();
  }

  private String create(List<String> words, String input) {
    if (input.isEmpty()) {
      throw new Usage("account create wants a password on standard input");
    }
    String roleWord = valueOf(words, "--role");
    registration.create(
        word(words, 2),
        valueOf(words, "--email"),
        new Secret(input),
        roleWord.isEmpty() ? Standing.Role.USER : role(roleWord));
    return "@" + word(words, 2) + " can sign in.";
  }

  private String unsuspend(Account account, String why) {
    // Else it would let somebody in who has not confirmed or been approved.
    if (account.standing().state() != Standing.State.SUSPENDED) {
      throw Refusal.invalid("@" + account.handle().acct() + " is not suspended.");
    }
    desk.unsuspend(account, why);
    return switch (find(account.handle().acct()).standing().state()) {
      case ACTIVE -> "@" + account.handle().acct() + " is active again.";
      case UNCONFIRMED ->
          "@"
              + account.handle().acct()
              + " is not suspended any more, and has still to confirm the address.";
      case PENDING ->
          "@"
              + account.handle().acct()
              + " is not suspended any more, and still waits for approval.";
      case DISABLED, SUSPENDED, DELETED ->
          throw Refusal.invalid("@" + account.handle().acct() + " was changed meanwhile.");
    };
  }

  private String password(Account account, String input) {
    if (input.isEmpty()) {
      throw new Usage("account password wants a password on standard input");
    }
    credentials.setPassword(account.id(), new Secret(input));
    desk.record(Deed.Kind.CREDENTIALS, account, "password");
    return "@" + account.handle().acct() + " has a new password; every session has ended.";
  }

  /// The link is said here only: what stands in the log is that there is one.
  private String reset(Account account) {
    credentials.refuseReset(account.id());
    desk.resetLink(account);
    Secret address = credentials.resetLink(account.id());
    return "With this link @"
        + account.handle().acct()
        + " sets a new password, once, within a day. Whoever opens it has the account:\n  "
        + address.reveal();
  }

  private String resetSecondFactor(Account account) {
    boolean isReset = secondFactor.reset(account.id());
    if (isReset) {
      desk.record(Deed.Kind.CREDENTIALS, account, "second factor");
    }
    return "@"
        + account.handle().acct()
        + (isReset ? " signs in with the password only now." : " has no second factor.");
  }

  private String export(Account account, Path target) {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(
                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      archives.write(account, out);
    } catch (FileAlreadyExistsException e) {
      throw Refusal.invalid(target + " is there already.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "All that @" + account.handle().acct() + " has here is in " + target + ".";
  }

  /// Again for one that is deleted already: tells how far it is.
  private String delete(Account account) {
    desk.delete(account);
    credentials.erase(account.id());
    String deleted = "@" + account.handle().acct() + " is deleted; the name stays reserved.\n";
    Instant until = Instant.now(PATIENCE).plus(ERASING_MAX);
    Erasure erasure = erasure(account);
    while (erasure.pass() == 1 && Instant.now(PATIENCE).isBefore(until)) {
      pause();
      erasure = erasure(account);
    }
    return deleted + progress(erasure);
  }

  private Erasure erasure(Account account) {
    return accounts.erasure(account.id()).orElseThrow();
  }

  private static String progress(Erasure erasure) {
    if (erasure.ended().isPresent()) {
      return "Everything of it is erased (" + erasure.runs() + " steps).";
    }
    return erasure.pass() == 1
        ? "It is being erased (" + erasure.runs() + " steps done). The same command tells more."
        : "Everything of it is erased ("
            + erasure.runs()
            + " steps); in an hour the server looks for what came late.";
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String dead(List<String> words) {
    if (words.contains("--retry")) {
      return failures.retry();
    }
    return words.contains("--drop") ? failures.drop() : failures.list();
  }

  private String recount() {
    Recount.Outcome outcome = recount.run();
    return "Counted anew for "
        + outcome.counted()
        + (outcome.counted() == 1 ? " account; " : " accounts; ")
        + (outcome.wrong() == 0 ? "all were right." : outcome.wrong() + " were wrong.");
  }

  private String emoji(List<String> words, String input) {
    return switch (word(words, 1)) {
      case "add" -> {
        String shortcode = word(words, 2);
        media.emojis().add(shortcode, valueOf(words, "--category"), file(input));
        desk.record(Deed.Kind.EMOJI, "+ :" + shortcode + ":");
        yield ":" + shortcode + ": is there.";
      }
      case "list" ->
          media.emojis().everyOne().stream()
              .map(
                  emoji ->
                      ":"
                          + emoji.shortcode()
                          + ":"
                          + (emoji.category().isEmpty() ? "" : "  " + emoji.category())
                          + (emoji.isOff() ? "  off" : ""))
              .collect(Collectors.joining("\n"));
      case "remove" -> {
        if (!media.emojis().remove(word(words, 2))) {
          throw Refusal.invalid("There is no :" + word(words, 2) + ": here.");
        }
        desk.record(Deed.Kind.EMOJI, "- :" + word(words, 2) + ":");
        yield ":" + word(words, 2) + ": is gone.";
      }
      case "on" -> changed(words, "on", media.emojis().turn(word(words, 2), false), "shown");
      case "off" -> changed(words, "off", media.emojis().turn(word(words, 2), true), "hidden");
      case "sort" ->
          changed(words, "~", media.emojis().sort(word(words, 2), word(words, 3)), "sorted in");
      default -> throw new Usage("unknown emoji command '" + word(words, 1) + "'");
    };
  }

  private String picture(List<String> words, String input) {
    boolean isGone = word(words, 2).equals("none");
    if (isGone) {
      var _ = media.housePicture().remove();
    } else {
      byte[] bytes = file(input);
      if (bytes.length > Main.FILE_BYTES_MAX) {
        throw Refusal.invalid(
            "Here a picture may have " + Main.FILE_BYTES_MAX + " bytes; at the desk more.");
      }
      try {
        var _ = media.housePicture().put(new ByteArrayInputStream(bytes), "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    desk.record(Deed.Kind.SETTING, "picture");
    return isGone ? "The server has no picture." : "The server has this picture.";
  }

  private String changed(List<String> words, String sign, boolean isThere, String done) {
    String shortcode = word(words, 2);
    if (!isThere) {
      throw Refusal.invalid("There is no :" + shortcode + ": here.");
    }
    desk.record(Deed.Kind.EMOJI, sign + " :" + shortcode + ":");
    return ":" + shortcode + ": is " + done + ".";
  }

  /// What is not said anew stays as it was.
  private Announcement changed(List<String> words) {
    Announcement was =
        AnnouncementId.parse(word(words, 2))
            .flatMap(id -> announcements.all().stream().filter(a -> a.id().equals(id)).findFirst())
            .orElseThrow(() -> Refusal.invalid("There is no announcement " + word(words, 2) + "."));
    return announcements.change(
        was.id(),
        new Announcement.Draft(
            word(words, 3),
            time(words, "--starts").or(was::startsAt),
            time(words, "--ends").or(was::endsAt),
            words.contains("--all-day") || was.allDay(),
            time(words, "--publish").or(() -> Optional.of(was.publishedAt()))));
  }

  private String announcement(List<String> words) {
    return switch (word(words, 1)) {
      case "add" -> {
        Announcement made =
            announcements.publish(
                new Announcement.Draft(
                    word(words, 2),
                    time(words, "--starts"),
                    time(words, "--ends"),
                    words.contains("--all-day"),
                    time(words, "--publish")));
        desk.record(Deed.Kind.ANNOUNCEMENT, "+ " + made.id());
        yield "Announcement " + made.id() + " is written.";
      }
      case "change" -> {
        Announcement changed = changed(words);
        desk.record(Deed.Kind.ANNOUNCEMENT, "~ " + changed.id());
        yield "Announcement " + changed.id() + " is changed.";
      }
      case "list" ->
          announcements.all().stream()
              .map(
                  one ->
                      one.id()
                          + "  "
                          + one.publishedAt()
                          + one.endsAt().map(end -> " to " + end).orElse("")
                          + "  "
                          + one.text().lines().findFirst().orElse(""))
              .collect(Collectors.joining("\n"));
      case "remove" -> {
        announcements.delete(
            AnnouncementId.parse(word(words, 2))
                .orElseThrow(() -> new Usage("an announcement has a number")));
        desk.record(Deed.Kind.ANNOUNCEMENT, "- " + word(words, 2));
        yield "Announcement " + word(words, 2) + " is gone.";
      }
      default -> throw new Usage("unknown announcement command '" + word(words, 1) + "'");
    };
  }

  private static Optional<Instant> time(List<String> words, String option) {
    String text = valueOf(words, option);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      throw new Usage(option + " wants a time like 2026-01-31T12:00:00Z");
    }
  }

  /// A file's bytes come as text, for whoever calls may read what the server may not.
  private static byte[] file(String input) {
    try {
      return Base64.getDecoder().decode(input);
    } catch (IllegalArgumentException _) {
      throw new Usage("the file did not arrive");
    }
  }

  /// Begins it only; see [Main].
  private String rebuild() {
    begin();
    indexing.rebuild();
    return "Making the index of search anew.";
  }

  private void begin() {
    try {
      indexing.begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private String progress() {
    Search.Progress now = search.progress();
    return (now.isRunning() || indexing.isRebuilding() ? "" : DONE)
        + now.accounts()
        + " accounts, "
        + now.statuses()
        + " posts are in the index.";
  }

  private String backup(Path target) {
    if (store.isDiskFull()) {
      throw Refusal.unavailable(
          "The disk of "
              + data
              + " is full: what was deleted cannot be taken out of the files before"
              + " they are copied. Make room; nothing was copied.");
    }
    // A backup holds no index; but what is erased with it from the store goes from all files.
    begin();
    indexing.expunge();
    try (Media.Hold _ = media.hold()) {
      Backup.make(store, data, target, clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    return "Backed up to " + target + ".";
  }

  private Account find(String name) {
    Account account = ever(name);
    if (account.standing().state() == Standing.State.DELETED) {
      throw nobody(name);
    }
    return account;
  }

  /// Also a deleted one.
  private Account ever(String name) {
    return accounts.find(Handle.typed(name)).orElseThrow(() -> nobody(name));
  }

  private static Refused nobody(String name) {
    return Refusal.invalid("There is no account @" + name + " here.");
  }

  private static Standing.Role role(String word) {
    return Acts.role(word)
        .orElseThrow(
            () -> new Usage("a role is owner, admin, moderator or user, not '" + word + "'"));
  }

  private static String word(List<String> words, int at) {
    if (at >= words.size() || words.get(at).startsWith("--")) {
      throw new Usage("something is missing");
    }
    return words.get(at);
  }

  static String valueOf(List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 ? "" : words.get(at + 1);
  }

  static String words(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound _ -> "Not found.";
      case Refusal.NotSignedIn(String why) -> why;
      case Refusal.Forbidden(String why) -> why;
      case Refusal.Invalid(String why, _) -> why;
      case Refusal.Malformed(String why) -> why;
      case Refusal.WrongType(String why) -> why;
      case Refusal.Gone _ -> "Was deleted.";
      case Refusal.TooMany(String why, _) -> why;
      case Refusal.TooLarge(String why) -> why;
      case Refusal.Conflict(String why) -> why;
      case Refusal.Unavailable(String why) -> why;
    };
  }

  private static ControlSocket.Answer said(String words) {
    return new ControlSocket.Answer(0, words + "\n", "");
  }

  private static ControlSocket.Answer failed(String words) {
    return new ControlSocket.Answer(1, "", "verbatim: " + words + "\n");
  }

  /// The words were not understood.
  private static final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Usage(String why) {
      super(why, null, false, false);
    }
  }
}
