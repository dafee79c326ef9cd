package verbatim.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.access.Access;
import verbatim.access.AccessSettings;
import verbatim.access.Letters;
import verbatim.accounts.Accounts;
import verbatim.announcements.Announcements;
import verbatim.articles.Articles;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Excerpts;
import verbatim.house.About;
import verbatim.house.House;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;
import verbatim.keys.Keyring;
import verbatim.keys.Keys;
import verbatim.log.Jobs;
import verbatim.mail.Address;
import verbatim.mail.Mail;
import verbatim.media.Ffmpeg;
import verbatim.media.Media;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Suggestions;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.statuses.Statuses;

/// Who is here, how they come in, how they stand to each other, and what they said.
final class Content {
  private static final Logger LOG = LoggerFactory.getLogger(Content.class);
  private static final String LETTERS = "letter";
  private static final int LETTERS_AT_ONCE_MAX = 4;
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));
  private static final String UNATTACHED = "media.unattached";
  private static final String EMBEDS = "articles.embeds";
  private static final String CONVERSIONS = "media-conversions";
  private static final String UNCONFIRMED = "accounts.unconfirmed";
  private static final String RESEALED = "keys.reseal";
  private static final String DELETED = "store.deleted";
  private static final int UNCONFIRMED_ROWS_MAX = 1_000;
  private static final Duration MAIL_PATIENCE = Duration.ofSeconds(30);

  final House house;
  final Accounts accounts;
  final Media media;
  final Relations relations;
  final Lists lists;
  final Filters filters;
  final MaySee maySee;
  final MayDo mayDo;
  final Suggestions suggestions;
  final Access access;
  final Statuses statuses;
  final Announcements announcements;
  final Conversations conversations;
  final Keys keys;
  final Excerpts excerpts;
  final Articles articles;

  Content(Config config, Ground ground) throws IOException {
    house = new House(ground.store, given(config), ground.random, ground.limits);
    accounts =
        new Accounts(
            ground.store, ground.log, ground.ids, ground.clock, ground.random, ground.limits);
    Keyring ring = ring(config, ground);
    media =
        new Media(
            ground.store,
            ground.media,
            Runtime.getRuntime().maxMemory(),
            Ffmpeg.find(PROGRAMS),
            ring,
            TicketKey.of(config.data(), ground.secureRandom),
            ground.ids,
            ground.clock,
            ground.secureRandom,
            ground.limits);
    relations =
        new Relations(
            ground.store,
            ground.log,
            accounts,
            ground.ids,
            ground.clock,
            ground.random,
            ground.limits);
    lists = new Lists(ground.store, ground.log, relations, accounts, ground.ids, ground.limits);
    filters =
        new Filters(
            ground.store, ground.log, ground.ids, ground.clock, ground.random, ground.limits);
    maySee = new MaySee(relations, accounts, ground.clock);
    mayDo = new MayDo(maySee, relations, accounts);
    suggestions =
        new Suggestions(ground.store, relations, accounts, maySee, ground.clock, ground.limits);
    access = access(config, ground);
    statuses =
        new Statuses(
            ground.store,
            ground.log,
            ground.jobs,
            accounts,
            maySee,
            mayDo,
            media,
            ground.ids,
            ground.clock,
            ground.random,
            ground.limits,
            config.publicUrl().host());
    announcements =
        new Announcements(
            ground.store,
            ground.log,
            ground.jobs,
            media.emojis(),
            ground.ids,
            ground.clock,
            ground.limits);
    Addresses addresses = new Addresses(URI.create(config.publicUrl().url()));
    try {
      conversations = conversations(ground, addresses, ring);
      keys =
          new Keys(
              ground.store, ring, ground.secureRandom, addresses.at("/actor"), actors(addresses));
    } catch (Keyring.Missing e) {
      throw new Config.Wrong(
          Setting.CONVERSATIONS_KEY_FILE,
          (config.conversationsKeyFile().isEmpty() ? "is not set, but " : "is not enough: ")
              + e.getMessage());
    }
    excerpts =
        new Excerpts(
            new Excerpts.Ground(ground.store, ground.log, ground.ids, ground.clock),
            new Excerpts.People(
                accounts, relations, maySee, mayDo, conversations, statuses, media, keys),
            new Excerpts.House(config.excerptsEnabled(), id -> addresses.at("/excerpts/" + id)),
            ground.limits);
    articles =
        new Articles(
            new Articles.Ground(ground.store, ground.log, ground.jobs, ground.ids, ground.clock),
            new Articles.People(accounts, relations, maySee, mayDo, media, statuses),
            new ArticleHouse(
                accounts,
                addresses,
                new ContentHtml(accounts, addresses, ground.limits, media.emojis()),
                () -> Optional.of(keys.server()),
                new ExcerptsInArticles(excerpts, accounts, addresses)),
            ground.limits);
    regularly(ground);
  }

  /// The addresses by which proofs name members.
  private Function<AccountId, String> actors(Addresses addresses) {
    return id -> accounts.find(id).map(addresses::uri).orElseThrow();
  }

  private Conversations conversations(Ground ground, Addresses addresses, Keyring ring) {
    return new Conversations(
        new Conversations.Ground(
            ground.store, ground.log, ground.jobs, ground.ids, ground.clock, ground.random),
        accounts,
        relations,
        maySee,
        mayDo,
        media,
        new Conversations.House(addresses.at("/actor"), actors(addresses), ring),
        ground.limits);
  }

  private static Keyring ring(Config config, Ground ground) throws IOException {
    if (config.conversationsKeyFile().isEmpty()) {
      return Keyring.none();
    }
    return Keyring.read(
            Files.readAllLines(Path.of(config.conversationsKeyFile())), ground.secureRandom)
        .orElseThrow(
            () ->
                new Config.Wrong(
                    Setting.CONVERSATIONS_KEY_FILE,
                    "names a file in which a line is no key of 64 hexadecimal digits, or which has"
                        + " none"));
  }

  private void regularly(Ground ground) {
    ground.regularly(
        Duration.ofHours(1),
        RESEALED,
        (_, _) -> keys.reseal() ? new Jobs.Outcome.More() : new Jobs.Outcome.Done());
    ground.regularly(
        Duration.ofHours(1),
        UNATTACHED,
        (_, _) -> {
          media.expireUnattached(ground.clock.instant());
          return new Jobs.Outcome.Done();
        });
    ground.regularly(
        Duration.ofMinutes(1),
        CONVERSIONS,
        (_, _) -> {
          media.resume();
          return new Jobs.Outcome.Done();
        });
    ground.regularly(
        Duration.ofHours(1),
        EMBEDS,
        (_, _) -> {
          articles.embeds().lookAgain();
          return new Jobs.Outcome.Done();
        });
    ground.regularly(
        Duration.ofDays(1),
        UNCONFIRMED,
        (_, _) -> {
          access.registration().sweep(UNCONFIRMED_ROWS_MAX);
          return new Jobs.Outcome.Done();
        });
    ground.regularly(
        Duration.ofDays(1),
        DELETED,
        (_, _) -> {
          ground.rocks().eraseDeleted();
          return new Jobs.Outcome.Done();
        });
  }

  private Access access(Config config, Ground ground) throws IOException {
    boolean sendsMail = !config.smtp().host().isEmpty();
    AccessSettings settings =
        new AccessSettings(
            URI.create(config.publicUrl().url()),
            () -> mode(house.about().joining()),
            () -> house.about().inviting() == About.Inviting.MEMBERS,
            sendsMail && !config.testMode(),
            config.testMode());
    Letters.Ways ways = sendsMail ? ways(config, ground, house) : Letters.Ways.none();
    Access.Ground on =
        new Access.Ground(
            ground.store,
            ground.log,
            accounts,
            ground.ids,
            ground.secureRandom,
            ground.clock,
            ground.limits,
            ways);
    Access made =
        switch (ground.way) {
          case SERVED, LEGIBLE -> new Access(settings, on);
          case FILLED -> Access.withCheapPasswords(settings, on);
        };
    ground.jobs.handle(
        LETTERS,
        LETTERS_AT_ONCE_MAX,
        (job, failures) -> outcome(made.letters().deliver(job.body()), failures));
    return made;
  }

  private static Letters.Ways ways(Config config, Ground ground, House house) throws IOException {
    Mail mail = new Mail(mailSettings(config, house), ground.clock);
    return new Letters.Ways(
        order -> ground.jobs.at(ground.clock.instant(), new Jobs.Job(LETTERS, order)), mail::send);
  }

  private static Jobs.Outcome outcome(Mail.Outcome outcome, int failures) {
    return switch (outcome) {
      case Mail.Outcome.Sent _ -> new Jobs.Outcome.Done();
      case Mail.Outcome.Delayed delayed -> {
        // Once a letter: whoever has just set up mail looks here, and it is tried for a day or so.
        if (failures == 0) {
          LOG.atWarn()
              .addKeyValue("why", delayed.why())
              .log("a letter could not be sent; it is tried again");
        }
        yield new Jobs.Outcome.Again("the mail server does not take it now: " + delayed.why());
      }
      case Mail.Outcome.Refused refused ->
          new Jobs.Outcome.GiveUp("the mail server refuses it: " + refused.why());
    };
  }

  private static Mail.Settings mailSettings(Config config, House house) throws IOException {
    Config.Smtp smtp = config.smtp();
    String from =
        smtp.from().isEmpty()
            ? "verbatim@" + config.publicUrl().host().replaceFirst(":\\d+$", "")
            : smtp.from();
    Secret password =
        new Secret(
            smtp.passwordFile().isEmpty()
                ? ""
                : Files.readString(Path.of(smtp.passwordFile())).strip());
    return new Mail.Settings(
        smtp.host(),
        smtp.port(),
        switch (smtp.security()) {
          case STARTTLS -> Mail.Security.STARTTLS;
          case TLS -> Mail.Security.TLS;
          case NONE -> Mail.Security.PLAIN;
        },
        smtp.user(),
        password,
        Address.parse(from)
            .orElseThrow(
                () -> new Config.Wrong(Setting.MAIL_FROM, "is not a mail address: " + from)),
        () -> house.about().name(),
        MAIL_PATIENCE);
  }

  /// How the house begins.
  private static About given(Config config) {
    Config.About about = config.about();
    return new About(
        about.name(),
        about.description(),
        "",
        "",
        about.contactEmail(),
        about.contactAccount(),
        about.languages(),
        about.rules().stream().map(About.Rule::of).toList(),
        switch (config.registrations()) {
          case OPEN -> About.Joining.OPEN;
          case APPROVAL -> About.Joining.APPROVAL;
          case CLOSED -> About.Joining.CLOSED;
        },
        switch (config.inviting()) {
          case ADMINS -> About.Inviting.ADMINS;
          case MEMBERS -> About.Inviting.MEMBERS;
        });
  }

  private static AccessSettings.Mode mode(About.Joining joining) {
    return switch (joining) {
      case OPEN -> AccessSettings.Mode.OPEN;
      case APPROVAL -> AccessSettings.Mode.APPROVAL;
      case CLOSED -> AccessSettings.Mode.CLOSED;
    };
  }
}
