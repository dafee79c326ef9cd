package verbatim.statuses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.relations.Audience;
import verbatim.relations.ReplyPolicy;
import verbatim.store.Bytes;
import verbatim.text.Characters;
import verbatim.text.Entities;
import verbatim.text.Entity;
import verbatim.text.Languages;
import verbatim.text.Tags;
import verbatim.text.Written;

/// What somebody wrote, checked against every limit, with its mentions and tags found.
final class Composer {
  /// @param draft with line ends as single newlines
  record Composed(Draft draft, List<Status.Mention> mentions, List<String> tags) {
    Set<AccountId> mentioned() {
      return mentions.stream()
          .map(Status.Mention::account)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// What its author chose, also where the moderators have limited him: that is asked at reading,
    /// so that it ends with the limit.
    Audience audience() {
      return switch (draft.visibility()) {
        case PUBLIC -> new Audience.Everyone(true);
        case UNLISTED -> new Audience.Everyone(false);
        case FOLLOWERS -> new Audience.Followers(Set.copyOf(mentioned()));
        case DIRECT -> new Audience.Only(Set.copyOf(mentioned()));
      };
    }

    Optional<Status.Poll> poll(Instant from, int round) {
      return draft
          .poll()
          .map(
              poll ->
                  new Status.Poll(
                      poll.options(),
                      poll.multiple(),
                      poll.hideTotals(),
                      from.plus(poll.runs()),
                      round));
    }

    Status.Words words(Optional<Status.Poll> poll, Status.Place place) {
      return new Status.Words(
          draft.text(),
          draft.warning(),
          draft.sensitive(),
          false,
          draft.language(),
          mentions,
          tags,
          draft.media(),
          poll,
          place,
          Optional.empty(),
          Instant.EPOCH,
          draft.application(),
          draft.replies());
    }
  }

  private final Accounts accounts;
  private final Limits.Text limits;
  private final int attachmentsMax;
  private final String ownDomain;

  /// @param ownDomain so that `@bob@here` is bob
  Composer(Accounts accounts, Limits limits, String ownDomain) {
    this.accounts = accounts;
    this.limits = limits.text();
    this.attachmentsMax = limits.media().attachmentsMax();
    this.ownDomain = ownDomain;
  }

  Composed compose(Draft raw) {
    Draft draft = written(raw);
    return switch (draft.origin()) {
      case Origin.Here _ -> ours(draft);
      case Origin.Remote _ -> theirs(draft);
    };
  }

  private Composed ours(Draft draft) {
    Entities entities = Entities.find(draft.text(), limits);
    checkText(draft, entities);
    checkLanguage(draft.language());
    checkMedia(draft);
    draft.poll().ifPresent(this::checkPoll);
    return new Composed(draft, mentions(draft.text(), entities), tags(entities));
  }

  /// Sanitised HTML of another server: its own limits held there; ours is what a row may hold.
  private Composed theirs(Draft draft) {
    checkBytes(draft);
    return new Composed(draft, List.of(), List.of());
  }

  private static Draft written(Draft raw) {
    String text = Written.check("text", raw.text());
    String warning = Written.check("spoiler_text", raw.warning());
    // As Mastodon does: a warning before nothing is the text.
    boolean nothingBehind = text.isBlank() && !warning.isBlank() && raw.carriesNothing();
    return new Draft(
        raw.author(),
        nothingBehind ? warning : text,
        nothingBehind ? "" : warning,
        raw.sensitive() || !warning.isBlank(),
        raw.language(),
        raw.visibility(),
        raw.media().stream().distinct().toList(),
        raw.poll().map(Composer::written),
        raw.inReplyTo(),
        raw.application(),
        raw.origin(),
        raw.replies(),
        raw.carried());
  }

  private static Draft.NewPoll written(Draft.NewPoll poll) {
    return new Draft.NewPoll(
        poll.options().stream().map(option -> Written.check("poll", option)).toList(),
        poll.multiple(),
        poll.hideTotals(),
        poll.runs());
  }

  private void checkText(Draft draft, Entities entities) {
    if (draft.text().isBlank() && draft.media().isEmpty() && draft.carriesNothing()) {
      throw Refusal.invalid("text", "ERR_BLANK", "Text can't be blank");
    }
    checkBytes(draft);
    int characters =
        Characters.count(draft.text(), entities, limits) + Characters.count(draft.warning());
    if (characters > limits.statusCharactersMax()) {
      throw tooLong();
    }
  }

  private void checkBytes(Draft draft) {
    // A letter may carry any number of marks; the row may not.
    if (utf8Bytes(draft.text()) + utf8Bytes(draft.warning()) > limits.statusBytesMax()) {
      throw tooLong();
    }
  }

  private RuntimeException tooLong() {
    return Refusal.invalid(
        "text",
        "ERR_TOO_LONG",
        "Text character limit of " + limits.statusCharactersMax() + " exceeded");
  }

  private static long utf8Bytes(String text) {
    return text.codePoints()
        .asLongStream()
        .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
        .sum();
  }

  private void checkLanguage(String language) {
    boolean sound =
        language.isEmpty() || Languages.isCode(language, limits.languageCharactersMax());
    if (!sound) {
      throw Refusal.invalid(
          "language", "ERR_INVALID", "Language is no language code (as en or pt-BR)");
    }
  }

  private void checkMedia(Draft draft) {
    if (draft.media().size() > attachmentsMax) {
      throw Refusal.invalid(
          "media_ids", "ERR_TOO_LONG", "Cannot attach more than " + attachmentsMax + " files");
    }
    if (!draft.media().isEmpty() && draft.poll().isPresent()) {
      throw Refusal.invalid("media_ids", "ERR_INVALID", "A status has files or a poll, not both");
    }
  }

  private void checkPoll(Draft.NewPoll poll) {
    int count = poll.options().size();
    if (count < limits.pollOptionsMin() || count > limits.pollOptionsMax()) {
      throw Refusal.invalid(
          "poll",
          "ERR_INVALID",
          "A poll has " + limits.pollOptionsMin() + " to " + limits.pollOptionsMax() + " options");
    }
    for (String option : poll.options()) {
      if (option.isBlank()) {
        throw Refusal.invalid("poll", "ERR_BLANK", "An option of a poll can't be blank");
      }
      if (Characters.count(option) > limits.pollOptionCharactersMax()
          || utf8Bytes(option) > 20L * limits.pollOptionCharactersMax()) {
        throw Refusal.invalid(
            "poll",
            "ERR_TOO_LONG",
            "An option of a poll has at most " + limits.pollOptionCharactersMax() + " characters");
      }
    }
    if (new HashSet<>(poll.options()).size() < count) {
      throw Refusal.invalid("poll", "ERR_INVALID", "The options of a poll must differ");
    }
    if (poll.runs().compareTo(limits.pollMin()) < 0
        || poll.runs().compareTo(limits.pollMax()) > 0) {
      throw Refusal.invalid(
          "poll",
          "ERR_INVALID",
          "A poll runs from "
              + limits.pollMin().toSeconds()
              + " to "
              + limits.pollMax().toSeconds()
              + " seconds");
    }
  }

  /// Names that nobody has stay plain text. Nothing is fetched: an account of another server is
  /// mentioned only if it is known already. Whom a name may reach is asked here, not who may see:
  /// who reads these words is not known yet.
  private List<Status.Mention> mentions(String text, Entities entities) {
    Set<String> seen = new HashSet<>();
    List<Status.Mention> mentions = new ArrayList<>();
    for (Entity.Mention mention : entities.mentions()) {
      String written = text.substring(mention.start(), mention.end());
      if (seen.add(written)) {
        boolean here = mention.domain().isEmpty() || mention.domain().equals(ownDomain);
        accounts
            .find(new Handle(mention.username(), here ? "" : mention.domain()))
            .filter(account -> account.standing().canBeReached())
            .map(Account::id)
            .ifPresent(id -> mentions.add(new Status.Mention(id, written)));
      }
    }
    return List.copyOf(mentions);
  }

  private static List<String> tags(Entities entities) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Entity.Hashtag tag : entities.hashtags()) {
      tags.putIfAbsent(Tags.key(tag.name()), tag.name());
    }
    return List.copyOf(tags.values());
  }

  /// All that a draft says, for noticing other content under the same idempotency key.
  static byte[] content(List<Draft> drafts) {
    var to = Bytes.write(1);
    for (Draft raw : drafts) {
      Draft draft = written(raw);
      to.text(draft.text()).text(draft.warning()).flag(draft.sensitive()).text(draft.language());
      to.text(draft.visibility().name());
      to.list(draft.media(), (w, id) -> w.number(id.value()));
      to.number(draft.inReplyTo().map(id -> id.value()).orElse(0L));
      to.optional(
          draft.poll(),
          (w, poll) ->
              w.list(poll.options(), Bytes.Writer::text)
                  .flag(poll.multiple())
                  .flag(poll.hideTotals())
                  .number(poll.runs().toMillis()));
      if (draft.replies() != ReplyPolicy.PUBLIC) {
        to.text(draft.replies().word());
      }
      if (!draft.carriesNothing()) {
        StatusBytes.carried(to, draft.carried());
      }
    }
    return to.done();
  }
}
