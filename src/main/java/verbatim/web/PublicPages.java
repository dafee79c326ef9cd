package verbatim.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Stats;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.Viewer;
import verbatim.statuses.Counts;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.statuses.Tally;
import verbatim.timelines.Timelines;

/// The public conversation, read plainly: front page, a post with its thread, a profile, a tag,
/// about.
final class PublicPages {
  private static final int PAGE_ROWS = 20;
  private static final int SHORT_CHARACTERS_MAX = 90;
  // The style sheet has a bar for each of these steps: a page may hold no style of its own.
  private static final int SHARE_STEP = 5;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Web.Words words;
  private final InstantSource clock;

  PublicPages(Templates templates, Forms forms, Site site, Web.Words words, InstantSource clock) {
    this.templates = templates;
    this.forms = forms;
    this.site = site;
    this.words = words;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/", Access.browser(), this::front, "the front page"),
        Route.get("/about", Access.browser(), this::about, "about this server"),
        Route.get("/tags/:tag", Access.browser(), this::tag, "a tag"),
        Route.get("/@:acct", Access.browser(), this::profile, "a profile"),
        Route.get("/@:acct/:id", Access.browser(), this::thread, "a post in its thread"));
  }

  private Answer front(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    List<Status> statuses =
        words.timelines().everybody(viewer(request), Timelines.Scope.LOCAL, false, page(request));
    return sheet.finish(
        templates.page(
            "front",
            new Views.Front(
                sheet.frame("Front page"),
                posts(request, statuses),
                pages(request, "/", statuses),
                site.rules(),
                site.contactEmail(),
                site.host())));
  }

  private Answer about(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "about",
            new Views.About(
                sheet.frame("About"),
                site.description(),
                site.rules(),
                site.contactEmail(),
                site.contactAccount())));
  }

  private Answer tag(Request request) {
    String tag = request.variable("tag");
    Timelines.TagQuery query =
        new Timelines.TagQuery(tag, List.of(), List.of(), List.of(), Timelines.Scope.ALL, false);
    List<Status> statuses = words.timelines().tag(viewer(request), query, page(request));
    Forms.Sheet sheet = forms.sheet(request);
    String here = java.net.URI.create(words.addresses().tag(tag)).getRawPath();
    return sheet.finish(
        templates.page(
            "tag",
            new Views.Tag(
                sheet.frame("#" + tag),
                tag,
                posts(request, statuses),
                pages(request, here, statuses))));
  }

  private Answer profile(Request request) {
    Account account = account(request);
    Timelines.AccountQuery query =
        new Timelines.AccountQuery(account.id(), false, false, true, false, "");
    List<Status> statuses = words.timelines().account(viewer(request), query, page(request));
    Stats stats = words.accounts().stats(account.id());
    Forms.Sheet sheet = forms.sheet(request);
    String name = name(account);
    return sheet.finish(
        templates.page(
            "profile",
            new Views.Profile(
                sheet.frame(name),
                name,
                words.addresses().full(account.handle()),
                words.pictures().avatar(account.profile().avatar()),
                words.html().bio(account),
                account.profile().fields().stream()
                    .map(field -> new Views.Field(field.name(), words.html().field(account, field)))
                    .toList(),
                DAY.format(account.createdAt()),
                stats.statuses(),
                stats.following(),
                stats.followers(),
                mayBeIndexed(account),
                posts(request, statuses),
                pages(request, "/@" + account.handle().acct(), statuses))));
  }

  private Answer thread(Request request) {
    Account author = account(request);
    Viewer viewer = viewer(request);
    Status status = words.statuses().get(viewer, request.id("id", StatusId::parse));
    if (!status.author().equals(author.id()) || status.isBoost()) {
      throw Refusal.notFound();
    }
    Statuses.Context context = words.statuses().thread(viewer, status.id());
    Views.Post focus = post(request, status).orElseThrow(Refusal::notFound);
    List<Status> series =
        status
            .words()
            .series()
            .map(place -> words.statuses().series(viewer, place.id()))
            .orElse(List.of());
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "thread",
            new Views.Thread(
                sheet.frame("A post by " + name(author)),
                posts(request, without(context.ancestors(), series)),
                focus,
                series.stream().map(part -> part(part, status)).toList(),
                posts(request, without(context.descendants(), series)),
                mayBeIndexed(author) && isListed(status))));
  }

  /// The parts of a series are shown as one piece, and not once more among the replies.
  private static List<Status> without(List<Status> statuses, List<Status> series) {
    return statuses.stream().filter(status -> !series.contains(status)).toList();
  }

  private Views.Part part(Status part, Status focus) {
    Status.Words written = part.words();
    return new Views.Part(
        written.series().map(Status.SeriesPlace::position).orElse(0),
        written.warning(),
        words.html().of(written, part.origin()),
        written.language(),
        pictures(part),
        part.id().equals(focus.id()));
  }

  /// Those of other servers are for their own server to offer to search engines.
  private static boolean mayBeIndexed(Account account) {
    return account.origin() instanceof Origin.Here
        && account.profile().discoverable()
        && account.profile().indexable();
  }

  private static boolean isListed(Status status) {
    return status.audience() instanceof Audience.Everyone(boolean listed) && listed;
  }

  private Account account(Request request) {
    return words
        .accounts()
        .find(words.addresses().handle(request.variable("acct")))
        .filter(a -> words.maySee().maySeeProfile(viewer(request), a.id()))
        .orElseThrow(Refusal::notFound);
  }

  private static Viewer viewer(Request request) {
    return request.viewer().map(Viewer::of).orElse(Viewer.ANYBODY);
  }

  private static Page page(Request request) {
    return StatusId.parse(request.query("max_id"))
        .map(id -> Page.below(id.value(), PAGE_ROWS))
        .orElseGet(() -> Page.newest(PAGE_ROWS));
  }

  private static Views.Pages pages(Request request, String path, List<Status> statuses) {
    return new Views.Pages(
        request.query("max_id").isEmpty() ? "" : path,
        statuses.size() < PAGE_ROWS ? "" : path + "?max_id=" + statuses.getLast().id());
  }

  private List<Views.Post> posts(Request request, List<Status> statuses) {
    List<Views.Post> posts = new ArrayList<>();
    for (Status status : statuses) {
      post(request, status).ifPresent(posts::add);
    }
    return posts;
  }

  private Optional<Views.Post> post(Request request, Status status) {
    return switch (status.content()) {
      case Status.Boost(StatusId of, _) ->
          words
              .statuses()
              .find(of)
              .flatMap(
                  boosted ->
                      words
                          .accounts()
                          .find(status.author())
                          .flatMap(by -> post(request, boosted, "Boosted by " + name(by))));
      case Status.Words _ -> post(request, status, "");
    };
  }

  private Optional<Views.Post> post(Request request, Status status, String why) {
    return words.accounts().find(status.author()).map(author -> post(request, status, author, why));
  }

  private Views.Post post(Request request, Status status, Account author, String why) {
    Status.Words written = status.words();
    Counts counts = words.statuses().counts(status.id());
    return new Views.Post(
        why,
        name(author),
        author.handle().acct(),
        words.addresses().url(author),
        words.pictures().avatar(author.profile().avatar()),
        words.addresses().url(status, author),
        status.createdAt().toString(),
        ago(status.createdAt()),
        FULL.format(status.createdAt()),
        status.audience() instanceof Audience.Everyone,
        inWords(status.audience()),
        written.series().map(s -> s.position() + " of " + s.count()).orElse(""),
        cover(written),
        words.html().of(written, status.origin()),
        written.language(),
        written.text().length() <= SHORT_CHARACTERS_MAX,
        poll(request, status),
        pictures(status),
        inWords(counts));
  }

  private static String inWords(Counts counts) {
    List<String> said = new ArrayList<>();
    count(said, counts.replies(), "reply", "replies");
    count(said, counts.boosts(), "boost", "boosts");
    count(said, counts.favourites(), "favourite", "favourites");
    return String.join(" · ", said);
  }

  private static void count(List<String> said, long number, String one, String many) {
    if (number > 0) {
      said.add(number + " " + (number == 1 ? one : many));
    }
  }

  /// What stands before the words until somebody wants to see them, "" for nothing.
  private static String cover(Status.Words written) {
    return written.warning().isEmpty() && written.sensitive() && !written.media().isEmpty()
        ? "Not everybody wants to see this"
        : written.warning();
  }

  /// Sound has no preview and is a link; of a video its first picture stands there and leads to it.
  private List<Views.Picture> pictures(Status status) {
    return words.files().of(status, status.words().media()).stream()
        .filter(file -> !file.url().isEmpty())
        .map(
            file ->
                new Views.Picture(
                    file.url(),
                    file.previewUrl(),
                    switch (file.medium().kind()) {
                      case IMAGE -> "";
                      case VIDEO -> "Play the video";
                      case AUDIO -> "Listen";
                    },
                    file.medium().description().isEmpty()
                        ? "Without a description"
                        : file.medium().description(),
                    file.medium().credit()))
        .toList();
  }

  private Views.Poll poll(Request request, Status status) {
    return status
        .words()
        .poll()
        .map(poll -> poll(poll, words.statuses().tally(viewer(request), status.id())))
        .orElse(Views.Poll.NONE);
  }

  private Views.Poll poll(Status.Poll poll, Tally tally) {
    boolean hasEnded = !poll.endsAt().isAfter(clock.instant());
    long voters =
        poll.multiple() ? tally.voters() : tally.votes().stream().mapToLong(Long::longValue).sum();
    List<Views.Option> options = new ArrayList<>();
    for (int i = 0; i < poll.options().size(); i++) {
      long percent =
          tally.votes().isEmpty() || voters == 0
              ? 0
              : Math.round(100.0 * tally.votes().get(i) / voters);
      options.add(
          new Views.Option(
              poll.options().get(i),
              Math.min(100, percent) / SHARE_STEP * SHARE_STEP,
              tally.votes().isEmpty() ? "" : percent + " %",
              tally.own().contains(i)));
    }
    String said =
        tally.votes().isEmpty() ? "The result is shown at the end. " : people(voters) + " voted. ";
    return new Views.Poll(
        options, said + (hasEnded ? "Ended " : "Ends ") + FULL.format(poll.endsAt()) + ".");
  }

  private static String people(long number) {
    return number == 1 ? "1 person" : number + " people";
  }

  private static String name(Account account) {
    String name = account.profile().displayName();
    return name.isBlank() ? account.handle().username() : name;
  }

  private static String inWords(Audience audience) {
    return switch (audience) {
      case Audience.Everyone(boolean listed) -> listed ? "Everybody" : "Everybody, quietly";
      case Audience.Followers _ -> "Followers";
      case Audience.Only _ -> "Only people mentioned";
    };
  }

  private String ago(Instant time) {
    Duration age = Duration.between(time, clock.instant());
    if (age.toMinutes() < 1) {
      return "now";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + " min";
    }
    return age.toDays() < 1 ? age.toHours() + " h" : DAY.format(time);
  }
}
