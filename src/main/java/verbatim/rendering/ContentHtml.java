package verbatim.rendering;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Profile;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.media.Emojis;
import verbatim.statuses.Status;
import verbatim.text.Entities;
import verbatim.text.Entity;
import verbatim.text.ForeignHtml;
import verbatim.text.Html;
import verbatim.text.Linker;
import verbatim.text.SafeHtml;

/// Words as the HTML that clients show. Ours are written text and become HTML here; those of other
/// servers are HTML and are cleaned once more, for a row is no proof of how it came in.
public final class ContentHtml {
  private static final long KEPT_CHARACTERS_MAX = 2_000_000;

  /// @param emoji the version of the house's emoji that are in it
  private record Made(long emoji, SafeHtml html) {}

  /// For as long as somebody else holds these very words: who deletes or edits them lets go of
  /// them, and what was made of them goes with them.
  private final boolean isKept;
  private final Cache<Status.Words, Made> kept;

  private final Accounts accounts;
  private final Addresses addresses;
  private final Limits.Text limits;
  private final Function<String, Optional<String>> emoji;
  private final LongSupplier emojiVersion;

  /// For programs, which put the pictures of emoji in themselves, and keep what is made of it.
  public ContentHtml(Accounts accounts, Addresses addresses, Limits limits) {
    this(accounts, addresses, limits, _ -> Optional.empty(), () -> 0, 0);
  }

  /// For pages: the house's emoji are pictures.
  public ContentHtml(Accounts accounts, Addresses addresses, Limits limits, Emojis emojis) {
    this(
        accounts,
        addresses,
        limits,
        shortcode -> emojis.find(shortcode).map(emoji -> addresses.at("/media/" + emoji.path())),
        emojis::version,
        KEPT_CHARACTERS_MAX);
  }

  private ContentHtml(
      Accounts accounts,
      Addresses addresses,
      Limits limits,
      Function<String, Optional<String>> emoji,
      LongSupplier emojiVersion,
      long keptMax) {
    isKept = keptMax > 0;
    kept =
        Caches.bounded()
            .weakKeys()
            .maximumWeight(keptMax)
            .weigher((Status.Words _, Made made) -> made.html().value().length())
            .build();
    this.emoji = emoji;
    this.emojiVersion = emojiVersion;
    this.accounts = accounts;
    this.addresses = addresses;
    this.limits = limits.text();
  }

  public SafeHtml of(Status.Words words, Origin origin) {
    if (!isKept) {
      return make(words, origin);
    }
    long version = emojiVersion.getAsLong();
    Made made = kept.getIfPresent(words);
    if (made == null || made.emoji() != version) {
      made = new Made(version, make(words, origin));
      kept.put(words, made);
    }
    return made.html();
  }

  private SafeHtml make(Status.Words words, Origin origin) {
    return switch (origin) {
      case Origin.Here() -> {
        Entities entities = Entities.find(words.text(), limits);
        yield Html.of(words.text(), entities, linker(words));
      }
      case Origin.Remote _ -> ForeignHtml.clean(words.text());
    };
  }

  /// What was said in private.
  public SafeHtml message(String text) {
    return Html.of(text, Entities.find(text, limits), byName());
  }

  /// Words of the house.
  public SafeHtml announcement(String text) {
    return Html.of(text, Entities.find(text, limits), byName());
  }

  /// With the house's emoji in it, where they are pictures.
  ///
  /// @param name as it is shown; of people elsewhere it names emoji that are not ours
  public SafeHtml name(Account account, String name) {
    boolean mayHaveEmoji =
        account.origin() instanceof Origin.Here && name.indexOf(':') != name.lastIndexOf(':');
    Entities entities = mayHaveEmoji ? Entities.find(name, limits) : Entities.NONE;
    return Html.name(name, entities, byName());
  }

  public SafeHtml bio(Account account) {
    String bio = account.profile().bio();
    return switch (account.origin()) {
      case Origin.Here() -> Html.of(bio, Entities.find(bio, limits), byName());
      case Origin.Remote _ -> ForeignHtml.clean(bio);
    };
  }

  public SafeHtml field(Account account, Profile.Field field) {
    return switch (account.origin()) {
      case Origin.Here() ->
          Html.field(field.value(), Entities.find(field.value(), limits), byName());
      case Origin.Remote _ -> ForeignHtml.clean(field.value());
    };
  }

  /// Only those were mentioned who were found when it was posted: an account made later does not
  /// become part of old words.
  private Linker linker(Status.Words words) {
    Map<String, Status.Mention> mentioned = new HashMap<>();
    for (Status.Mention mention : words.mentions()) {
      mentioned.put(mention.written().toLowerCase(Locale.ROOT), mention);
    }
    return new Linked() {
      @Override
      public Optional<String> mention(Entity.Mention mention) {
        return Optional.ofNullable(mentioned.get(written(mention)))
            .flatMap(m -> accounts.find(m.account()))
            .map(addresses::url);
      }
    };
  }

  private Linker byName() {
    return new Linked() {
      @Override
      public Optional<String> mention(Entity.Mention mention) {
        return accounts
            .find(addresses.handle(written(mention)))
            // Whether the link leads anywhere, for readers not known here; the page behind it asks
            // MaySee.
            .filter(a -> a.standing().isShownToStrangers())
            .map(addresses::url);
      }
    };
  }

  private static String written(Entity.Mention mention) {
    String name = "@" + mention.username().toLowerCase(Locale.ROOT);
    return mention.domain().isEmpty() ? name : name + "@" + mention.domain();
  }

  private abstract class Linked implements Linker {
    @Override
    public String hashtag(Entity.Hashtag hashtag) {
      return addresses.tag(hashtag.name());
    }

    @Override
    public Optional<String> emoji(Entity.Emoji found) {
      return emoji.apply(found.shortcode());
    }
  }
}
