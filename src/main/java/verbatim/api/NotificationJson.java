package verbatim.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.conversations.Conversations;
import verbatim.conversations.Seen;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.StatusId;
import verbatim.moderation.Appeals;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Notification, alone and in groups, and NotificationRequest. What points at a status that the
/// reader may no longer see is left out whole.
final class NotificationJson {
  private static final int SAMPLE_ACCOUNTS_MAX = 8;

  private final Accounts accounts;
  private final Statuses statuses;
  private final Conversations conversations;
  private final MaySee maySee;
  private final AccountJson accountJson;
  private final StatusJson statusJson;
  private final MessageJson messageJson;
  private final Moderation moderation;
  private final ReportJson reportJson;
  private final WarningJson warningJson;

  NotificationJson(
      Accounts accounts,
      Statuses statuses,
      Conversations conversations,
      MaySee maySee,
      AccountJson accountJson,
      StatusJson statusJson,
      MessageJson messageJson,
      Moderation moderation) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.conversations = conversations;
    this.maySee = maySee;
    this.accountJson = accountJson;
    this.statusJson = statusJson;
    this.messageJson = messageJson;
    this.moderation = moderation;
    this.reportJson = new ReportJson(accountJson);
    this.warningJson = new WarningJson(accountJson);
  }

  /// @return whether anything was written
  boolean write(JsonWriter json, AccountId reader, Notification notification) {
    Optional<Account> from = accounts.find(notification.from());
    Optional<StatusId> about = notification.status();
    Optional<Status> status = about.flatMap(id -> visible(reader, id));
    Optional<Seen> message = about.flatMap(id -> message(reader, id));
    if (from.isEmpty() || (about.isPresent() && status.isEmpty() && message.isEmpty())) {
      return false;
    }
    json.object().fieldId("id", notification.id().value());
    json.field("type", notification.type().word());
    json.field("created_at", notification.createdAt()).field("group_key", notification.groupKey());
    json.name("account");
    accountJson.write(json, from.get());
    if (status.isPresent()) {
      json.name("status");
      statusJson.one(json, Viewer.of(reader), status.get());
    } else if (message.isPresent()) {
      messageJson.status(json.name("status"), reader, message.get());
    }
    report(json, notification);
    warning(json, reader, notification);
    excerpt(json, notification);
    subject(json, notification);
    json.end();
    return true;
  }

  /// Where it can be looked at and answered.
  private static void excerpt(JsonWriter json, Notification notification) {
    notification.excerpt().ifPresent(id -> json.fieldId("excerpt_id", id.value()));
  }

  private void warning(JsonWriter json, AccountId reader, Notification notification) {
    Optional<Appeals.Told> told =
        notification.warning().flatMap(deed -> moderation.appeals().told(reader, deed));
    Optional<Account> me = accounts.find(reader);
    if (told.isPresent() && me.isPresent()) {
      warningJson.write(json.name("moderation_warning"), told.get(), me.get());
    }
  }

  /// Only a moderator is shown a notification of a report.
  private void report(JsonWriter json, Notification notification) {
    Optional<Report> report = notification.report().flatMap(moderation::find);
    Optional<Account> about = report.map(Report::about).flatMap(accounts::find);
    if (about.isPresent()) {
      reportJson.write(json.name("report"), report.orElseThrow(), about.get());
    }
  }

  JsonWriter list(JsonWriter json, AccountId reader, List<Notification> all) {
    json.array();
    all.forEach(n -> write(json, reader, n));
    return json.end();
  }

  /// Groups side by side with the accounts and statuses they name, each once.
  JsonWriter groups(JsonWriter json, AccountId reader, List<Notifications.Group> groups) {
    Map<AccountId, Account> named = new LinkedHashMap<>();
    Map<StatusId, Status> about = new LinkedHashMap<>();
    Map<StatusId, Seen> said = new LinkedHashMap<>();
    List<Notifications.Group> shown = new ArrayList<>();
    for (Notifications.Group group : groups) {
      if (collect(reader, group, named, about, said)) {
        shown.add(group);
      }
    }
    json.object().name("accounts");
    accountJson.list(json, List.copyOf(named.values()));
    json.name("statuses");
    statusJson.members(json.array(), Viewer.of(reader), List.copyOf(about.values()));
    said.values().forEach(message -> messageJson.status(json, reader, message));
    json.end().name("notification_groups").array();
    shown.forEach(g -> group(json, reader, g));
    return json.end().end();
  }

  private boolean collect(
      AccountId reader,
      Notifications.Group group,
      Map<AccountId, Account> named,
      Map<StatusId, Status> about,
      Map<StatusId, Seen> said) {
    Optional<StatusId> id = group.newest().status();
    Optional<Status> status = id.flatMap(s -> visible(reader, s));
    Optional<Seen> message = id.flatMap(s -> message(reader, s));
    List<Account> from = accounts.load(sample(group));
    if ((id.isPresent() && status.isEmpty() && message.isEmpty()) || from.isEmpty()) {
      return false;
    }
    from.forEach(a -> named.put(a.id(), a));
    status.ifPresent(s -> about.put(s.id(), s));
    message.ifPresent(m -> said.put(m.message().status(), m));
    return true;
  }

  private static List<AccountId> sample(Notifications.Group group) {
    return group.from().stream().limit(SAMPLE_ACCOUNTS_MAX).toList();
  }

  private void group(JsonWriter json, AccountId reader, Notifications.Group group) {
    Notification newest = group.newest();
    json.object().field("group_key", group.key());
    json.field("notifications_count", group.count()).field("type", newest.type().word());
    json.field("most_recent_notification_id", newest.id().value());
    json.fieldId("page_min_id", group.oldest().value()).fieldId("page_max_id", newest.id().value());
    json.field("latest_page_notification_at", newest.createdAt());
    json.name("sample_account_ids").array();
    sample(group).forEach(a -> json.id(a.value()));
    json.end();
    newest.status().ifPresent(s -> json.fieldId("status_id", s.value()));
    subject(json, newest);
    report(json, newest);
    warning(json, reader, newest);
    excerpt(json, newest);
    json.end();
  }

  private static void subject(JsonWriter json, Notification notification) {
    if (notification.subject() != 0) {
      json.fieldId("subject_id", notification.subject());
    }
  }

  JsonWriter request(
      JsonWriter json, AccountId reader, Notifications.Request request, Account from) {
    json.object().fieldId("id", request.id());
    Instant asked = Ids.timeOf(request.id());
    Instant last = request.last().map(Notification::createdAt).orElse(asked);
    json.field("created_at", asked.isAfter(last) ? last : asked);
    json.field("updated_at", last);
    json.field("notifications_count", Integer.toString(request.count())).name("account");
    accountJson.write(json, from).name("last_status");
    Optional<StatusId> id = request.last().flatMap(Notification::status);
    Optional<Status> status = id.flatMap(one -> visible(reader, one));
    Optional<Seen> message = id.flatMap(one -> message(reader, one));
    if (status.isPresent()) {
      statusJson.one(json, Viewer.of(reader), status.get());
    } else if (message.isPresent()) {
      messageJson.status(json, reader, message.get());
    } else {
      json.nothing();
    }
    return json.end();
  }

  private Optional<Status> visible(AccountId reader, StatusId id) {
    return statuses
        .find(id)
        .filter(s -> maySee.maySee(Viewer.of(reader), s.author(), s.audience()))
        .filter(s -> !s.isBoost());
  }

  private Optional<Seen> message(AccountId reader, StatusId id) {
    return statuses.find(id).isPresent()
        ? Optional.empty()
        : conversations.ofStatus(Viewer.of(reader), id);
  }
}
