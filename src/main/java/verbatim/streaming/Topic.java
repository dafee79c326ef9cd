package verbatim.streaming;

import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.StatusId;
import verbatim.timelines.Timelines;

/// What a stream is about.
public sealed interface Topic {
  /// His home, his notifications, and word of his own changes.
  record Home(AccountId owner) implements Topic {}

  /// His notifications alone.
  record Notices(AccountId owner) implements Topic {}

  record Everybody(Timelines.Scope scope, boolean mediaOnly) implements Topic {}

  /// @param key of the tag (`Tags.key`)
  record Tag(String key, Timelines.Scope scope) implements Topic {}

  record OfList(AccountId owner, ListId list) implements Topic {}

  /// Statuses for named people only, of which he is one.
  record Direct(AccountId owner) implements Topic {}

  /// One status that is being read: that it changed or went.
  record Post(StatusId status) implements Topic {}

  /// A thread that is being read: that something in it came, changed or went.
  ///
  /// @param root its first status
  record Thread(StatusId root) implements Topic {}
}
