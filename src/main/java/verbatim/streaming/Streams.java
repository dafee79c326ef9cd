package verbatim.streaming;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.access.Caller;
import verbatim.accounts.Accounts;
import verbatim.announcements.Announcements;
import verbatim.conversations.Conversations;
import verbatim.kernel.AccountId;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.NotificationId;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SessionId;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.notifications.Notifications;
import verbatim.relations.Audience;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// Pushes what happens to the lines that are open. Whoever reports a happening never waits: it is
/// put into one queue, whose reader picks by topic whom it may concern; each line then asks for
/// itself, in its own time.
///
/// Only tokens of people open lines. Each is asked again whether it still counts: at every event
/// that may have ended it, and every few seconds besides.
public final class Streams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
  private static final int SLICE_ROWS = 500;
  private static final int RECENT_MAX = 4_096;

  // Up to here it is cheaper to ask each listener whether he follows than to walk the followers'
  // rows.
  private static final int ASKED_ONE_BY_ONE_MAX = 200;

  private final Sources from;
  private final Doorkeeper doorkeeper;
  private final Limits.Streams limits;
  private final Topics topics = new Topics();
  private final Showing showing;
  private final Mailbox<Happening> happenings;
  // Only the one who hands out touches it.
  private final LinkedHashSet<Happening> recent = new LinkedHashSet<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Map<Ear.Cut, LongAdder> cuts =
      Arrays.stream(Ear.Cut.values())
          .collect(
              Collectors.toMap(
                  cut -> cut,
                  _ -> new LongAdder(),
                  (one, _) -> one,
                  () -> new EnumMap<>(Ear.Cut.class)));
  private @Nullable Thread watch;

  /// Where what is pushed comes from.
  public record Sources(
      Accounts accounts,
      Relations relations,
      Lists lists,
      Filters filters,
      MaySee maySee,
      Media media,
      Statuses statuses,
      Timelines timelines,
      Notifications notifications,
      Announcements announcements,
      Conversations conversations) {}

  /// Knows which sessions still count.
  public interface Doorkeeper {
    boolean stands(AccountId account, SessionId session);
  }

  public Streams(Sources from, Doorkeeper doorkeeper, Limits limits) {
    this.from = from;
    this.doorkeeper = doorkeeper;
    this.limits = limits.streams();
    this.showing = new Showing(from);
    this.happenings = new Mailbox<>(this.limits.happeningsMax(), this::handOut);
  }

  // ---- lines

  /// @throws verbatim.kernel.Refused TooMany, or NotSignedIn when the token has just ended
  public Line open(Caller.SignedIn who, Ear ear) {
    checkRoom(who);
    Line line = new Line(who, ear, this::ended, topics, showing, limits);
    open.incrementAndGet();
    topics.enter(line);
    // What ended before the line could be found is noticed here, what ends later finds the line.
    boolean isSignedIn = false;
    try {
      isSignedIn = stands(who);
    } finally {
      // Also when it could not be looked up: a line nobody holds would count for ever.
      if (!isSignedIn) {
        line.close();
      }
    }
    if (!isSignedIn) {
      throw new Refused(new Refusal.NotSignedIn("The access token is invalid"));
    }
    return line;
  }

  /// @throws verbatim.kernel.Refused TooMany
  public void checkRoom(Caller.SignedIn who) {
    if (open.get() >= limits.connectionsMax()
        || topics.of(who.account()).size() >= limits.perAccountMax()) {
      throw new Refused(new Refusal.TooMany("Too many streams", limits.heartbeat()));
    }
  }

  private void ended(Ear.@Nullable Cut cut) {
    open.decrementAndGet();
    if (cut != null) {
      requireNonNull(cuts.get(cut)).increment();
    }
  }

  /// Lines that were ended from our side, by why.
  public Map<Ear.Cut, Long> cutCounts() {
    Map<Ear.Cut, Long> counts = new EnumMap<>(Ear.Cut.class);
    cuts.forEach((cut, count) -> counts.put(cut, count.sum()));
    return counts;
  }

  public int openCount() {
    return open.get();
  }

  private boolean stands(Caller.SignedIn who) {
    return from.accounts().find(who.account()).filter(a -> a.standing().mayAct()).isPresent()
        && doorkeeper.stands(who.account(), who.session());
  }

  // ---- what follows from events; each bears being called twice

  public void posted(StatusId status) {
    happened(new Happening.Posted(status));
  }

  /// @param event of the log: two edits are two
  public void edited(StatusId status, long event) {
    happened(new Happening.Edited(status, event));
  }

  public void deleted(StatusId status, AccountId author, Audience audience, boolean isBoost) {
    happened(new Happening.Removed(status, author, audience, isBoost));
  }

  public void told(List<AccountId> people, NotificationId notification) {
    for (AccountId to : people) {
      if (!topics.of(to).isEmpty()) {
        happened(new Happening.Told(to, notification));
      }
    }
  }

  /// Everybody is told.
  ///
  /// @param event of the log
  public void announced(AnnouncementId announcement, long event) {
    happened(new Happening.Announced(announcement, event));
  }

  /// @param event of the log
  public void reacted(AnnouncementId announcement, String name, long event) {
    happened(new Happening.Reacted(announcement, name, event));
  }

  /// @param event of the log
  public void filtersChanged(AccountId owner, long event) {
    if (!topics.of(owner).isEmpty()) {
      happened(new Happening.FiltersChanged(owner, event));
    }
  }

  /// Something happened in a private conversation: whoever is in it looks.
  ///
  /// @param event of the log
  public void talked(ConversationId conversation, long event) {
    happened(new Happening.Talked(conversation, event));
  }

  /// Not in the log: it is over in a moment.
  ///
  /// @param to who may see it
  /// @param at so that each time is another
  public void types(AccountId who, ConversationId conversation, List<AccountId> to, long at) {
    for (AccountId reader : to) {
      if (!topics.of(reader).isEmpty()) {
        happened(new Happening.Typing(who, conversation, reader, at));
      }
    }
  }

  /// Some right of this account may have ended: its lines are asked.
  public void askAgain(AccountId account) {
    if (!topics.of(account).isEmpty()) {
      Thread.ofVirtual().name("streams-ask").start(() -> ask(account));
    }
  }

  private void ask(AccountId account) {
    for (Line line : topics.of(account)) {
      try {
        if (!stands(line.who())) {
          line.cut(Ear.Cut.SIGNED_OUT);
        }
      } catch (RuntimeException e) {
        // A store that cannot be read now is asked again soon.
        LOG.atWarn().setCause(e).log("a stream's token could not be looked up");
      }
    }
  }

  private void happened(Happening happening) {
    if (open.get() > 0 && !happenings.offer(happening)) {
      // A gap would go unnoticed; whoever connects again reads what he missed.
      LOG.atWarn().addKeyValue("lines", open.get()).log("streams cannot keep up, all are cut");
      happenings.clear();
      cutAll();
    }
  }

  // ---- handing out: whom it may concern

  private void handOut(Happening happening) {
    if (!isNews(happening)) {
      return;
    }
    try {
      switch (happening) {
        case Happening.Posted(var id) -> {
          offerToThread(id, happening);
          from.statuses()
              .find(id)
              .ifPresent(
                  status -> {
                    spread(status, happening);
                    tellOfThread(status);
                  });
        }
        case Happening.Edited(var id, _) -> {
          offer(new Topic.Post(id), happening);
          offerToThread(id, happening);
          from.statuses().find(id).ifPresent(status -> spread(status, happening));
        }
        case Happening.Removed removed -> {
          offer(new Topic.Post(removed.status()), happening);
          offerToThread(removed.status(), happening);
          spread(removed);
        }
        case Happening.Told(var to, _) -> {
          offer(new Topic.Home(to), happening);
          offer(new Topic.Notices(to), happening);
        }
        case Happening.Announced _, Happening.Reacted _ ->
            topics.homes().forEach(reader -> offer(new Topic.Home(reader), happening));
        case Happening.FiltersChanged(var owner, _) -> offer(new Topic.Home(owner), happening);
        case Happening.Talked(var id, _) ->
            from.conversations()
                .watchers(id)
                .forEach(member -> offer(new Topic.Direct(member), happening));
        // Only ever handed out with what was posted.
        case Happening.Threaded _ -> {}
        case Happening.Typing(_, _, var to, _) -> offer(new Topic.Direct(to), happening);
      }
    } catch (RuntimeException e) {
      // The outermost loop: the next happening has nothing to do with this one.
      LOG.atError().setCause(e).log("a happening could not be handed out to streams");
    }
  }

  /// The log tells everything at least once.
  private boolean isNews(Happening happening) {
    if (!recent.add(happening)) {
      return false;
    }
    if (recent.size() > RECENT_MAX) {
      recent.removeFirst();
    }
    return true;
  }

  private void offer(Topic topic, Happening happening) {
    for (Line line : topics.of(topic)) {
      line.offer(topic, happening);
    }
  }

  /// Clients that have a column of private mentions follow their threads, not the posts.
  private void tellOfThread(Status status) {
    if (status.audience() instanceof Audience.Only(var people) && !status.isBoost()) {
      Happening thread = new Happening.Threaded(status.id());
      Set<AccountId> all = new LinkedHashSet<>(people);
      all.add(status.author());
      all.forEach(person -> offer(new Topic.Direct(person), thread));
    }
  }

  /// Of what is deleted the thread is still known.
  private void offerToThread(StatusId id, Happening happening) {
    from.statuses().threadOf(id).ifPresent(root -> offer(new Topic.Thread(root), happening));
  }

  private void spread(Status status, Happening happening) {
    spread(status.author(), status.audience(), happening);
    if (status.content() instanceof Status.Words words && isForEverybody(status.audience())) {
      offerToFollowersOfTags(status, words, happening);
      for (Timelines.Scope scope : scopes(status.origin())) {
        offer(new Topic.Everybody(scope, false), happening);
        if (!words.media().isEmpty()) {
          offer(new Topic.Everybody(scope, true), happening);
        }
        words.tags().stream()
            .map(Tags::key)
            .distinct()
            .forEach(key -> offer(new Topic.Tag(key, scope), happening));
      }
    }
  }

  /// Its tags are gone with it: whoever listens to any tag is told of what was public anyway.
  private void spread(Happening.Removed removed) {
    spread(removed.author(), removed.audience(), removed);
    if (removed.isBoost() || !isForEverybody(removed.audience())) {
      return;
    }
    for (AccountId reader : topics.homes()) {
      if (!from.lists().followedTags(reader, Page.newest(1)).isEmpty()
          && !reader.equals(removed.author())
          && !from.relations().follows(reader, removed.author())) {
        offer(new Topic.Home(reader), removed);
      }
    }
    Set<Timelines.Scope> scopes =
        from.accounts()
            .find(removed.author())
            .map(author -> scopes(author.origin()))
            .orElse(Set.of(Timelines.Scope.values()));
    for (Topic topic : topics.shared()) {
      boolean isWithin =
          switch (topic) {
            case Topic.Everybody(var scope, _) -> scopes.contains(scope);
            case Topic.Tag(_, var scope) -> scopes.contains(scope);
            case Topic.Home _,
                Topic.Notices _,
                Topic.OfList _,
                Topic.Direct _,
                Topic.Post _,
                Topic.Thread _ ->
                false;
          };
      if (isWithin) {
        offer(topic, removed);
      }
    }
  }

  private void spread(AccountId author, Audience audience, Happening happening) {
    offer(new Topic.Home(author), happening);
    if (audience instanceof Audience.Only(var people)) {
      offer(new Topic.Direct(author), happening);
      for (AccountId person : people) {
        if (!person.equals(author)) {
          offer(new Topic.Home(person), happening);
          offer(new Topic.Direct(person), happening);
        }
      }
    } else {
      offerToFollowers(author, happening);
    }
    for (Topic.OfList list : topics.lists()) {
      boolean isIn =
          from.lists().holding(list.owner(), author).stream()
              .anyMatch(one -> one.id().equals(list.list()));
      if (isIn) {
        offer(list, happening);
      }
    }
  }

  private void offerToFollowers(AccountId author, Happening happening) {
    Set<AccountId> homes = topics.homes();
    if (homes.size() <= ASKED_ONE_BY_ONE_MAX) {
      for (AccountId reader : homes) {
        if (!reader.equals(author) && from.relations().follows(reader, author)) {
          offer(new Topic.Home(reader), happening);
        }
      }
      return;
    }
    Relations.FollowerSlice slice;
    Relations.FollowersFrom next = Relations.FollowersFrom.START;
    do {
      slice = from.relations().followerSlice(author, next, SLICE_ROWS);
      for (AccountId follower : slice.accounts()) {
        if (homes.contains(follower)) {
          offer(new Topic.Home(follower), happening);
        }
      }
      next = slice.next();
    } while (!slice.isLast());
  }

  private void offerToFollowersOfTags(Status status, Status.Words words, Happening happening) {
    if (words.tags().isEmpty()) {
      return;
    }
    for (AccountId reader : topics.homes()) {
      // Those who follow the author have it already.
      if (!reader.equals(status.author())
          && words.tags().stream().anyMatch(tag -> from.lists().followsTag(reader, tag))
          && !from.relations().follows(reader, status.author())) {
        offer(new Topic.Home(reader), happening);
      }
    }
  }

  private static boolean isForEverybody(Audience audience) {
    return audience instanceof Audience.Everyone(boolean listed) && listed;
  }

  private static Set<Timelines.Scope> scopes(Origin origin) {
    return switch (origin) {
      case Origin.Here _ -> Set.of(Timelines.Scope.ALL, Timelines.Scope.LOCAL);
      case Origin.Remote _ -> Set.of(Timelines.Scope.ALL, Timelines.Scope.REMOTE);
    };
  }

  // ---- watching over tokens

  /// Begins to ask every open line, again and again, whether its token still counts.
  public void start() {
    watch = Thread.ofVirtual().name("streams-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(limits.askAgain());
        new HashSet<>(topics.accounts()).forEach(this::ask);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void cutAll() {
    for (AccountId account : topics.accounts()) {
      topics.of(account).forEach(line -> line.cut(Ear.Cut.STOPPED));
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.interrupt();
    }
    cutAll();
  }
}
