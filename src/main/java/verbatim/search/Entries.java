package verbatim.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.index.Entry;
import verbatim.index.Index;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.statuses.Status;
import verbatim.text.Entities;
import verbatim.text.ForeignHtml;
import verbatim.text.PlainText;
import verbatim.text.Tags;

/// What stands in the index of a status and of an account, and under which names.
final class Entries {
  // ---- fields
  static final String KIND = "kind";
  static final String ROUND = "round";
  static final String AUTHOR = "author";
  static final String MENTIONS = "mentions";
  static final String AUDIENCE = "audience";
  static final String TAG = "tag";

  /// Tags of statuses that everybody may find: only these are told by name.
  static final String LISTED_TAG = "listed";

  static final String PROPERTY = "property";
  static final String LANGUAGE = "language";
  static final String TEXT = "text";

  /// Whether the author lets strangers find what he says in public.
  static final String OPEN = "open";

  static final String EXACT = "exact";
  static final String NAMED = "named";
  static final String CALLED = "called";
  static final String ABOUT = "about";

  /// What an article quotes, and whom.
  static final String QUOTED = "quoted";

  // ---- kinds
  static final String STATUS = "status";
  static final String ACCOUNT = "account";
  static final String ARTICLE = "article";

  static final int PREFIX_CHARACTERS_MAX = 60;
  private static final int CALLED_WORDS_MAX = 20;

  private final Media media;
  private final Limits.Text limits;
  private final String ownDomain;

  Entries(Media media, Limits.Text limits, String ownDomain) {
    this.media = media;
    this.limits = limits;
    this.ownDomain = ownDomain;
  }

  static String key(StatusId id) {
    return "s" + id;
  }

  static String key(ArticleId id) {
    return "w" + id;
  }

  static String key(AccountId id) {
    return "a" + id;
  }

  /// Direct words are in no index: only the few whom they were for could look for them, and each
  /// copy of theirs is one more to leak and to erase.
  static boolean isIndexed(Status status) {
    return !status.isBoost()
        && switch (status.audience()) {
          case Audience.Everyone _, Audience.Followers _ -> true;
          case Audience.Only _, Audience.Members _ -> false;
        };
  }

  static boolean isListed(Status status) {
    return status.audience() instanceof Audience.Everyone(boolean listed) && listed;
  }

  /// Whether strangers find the public words of this account.
  static boolean isOpen(Account author) {
    return author.profile().indexable() && author.standing().isShownToStrangers();
  }

  Entry of(Status status, boolean isOpen) {
    Status.Words words = status.words();
    List<Medium> files = media.load(words.media());
    String searched = plain(status.origin(), words.searched(files));
    Entry entry =
        new Entry(key(status.id()), status.id().value())
            .word(KIND, STATUS)
            .word(AUTHOR, status.author().toString())
            .word(AUDIENCE, status.audience().visibility())
            .mark(OPEN, isOpen)
            .text(TEXT, searched);
    words.mentioned().forEach(account -> entry.word(MENTIONS, account.toString()));
    languages(words.language()).forEach(code -> entry.word(LANGUAGE, code));
    for (String tag : words.tags()) {
      entry.word(TAG, tag(tag));
      if (isListed(status)) {
        entry.word(LISTED_TAG, tag(tag));
      }
    }
    properties(words, files, searched).forEach(is -> entry.word(PROPERTY, is.word()));
    return entry;
  }

  /// @param status that carries it
  Entry of(Writings.Writing writing, Status status, boolean isOpen) {
    Entry entry =
        new Entry(key(writing.id()), writing.status().value())
            .word(KIND, ARTICLE)
            .word(AUTHOR, writing.owner().toString())
            .word(AUDIENCE, status.audience().visibility())
            .mark(OPEN, isOpen)
            .text(TEXT, writing.title())
            .text(TEXT, writing.standfirst())
            .text(TEXT, writing.words());
    languages(writing.language()).forEach(code -> entry.word(LANGUAGE, code));
    for (String topic : writing.topics()) {
      entry.text(TEXT, topic).word(TAG, tag(topic.replaceAll("[^\\p{L}\\p{M}\\p{N}_]", "")));
    }
    for (Writings.Quotation quotation : writing.quotations()) {
      entry.text(QUOTED, quotation.words());
      if (!quotation.speaker().isEmpty()) {
        entry.text(QUOTED, quotation.speaker());
      }
    }
    return entry;
  }

  private static String plain(Origin origin, String text) {
    return switch (origin) {
      case Origin.Here _ -> text;
      case Origin.Remote _ -> PlainText.of(ForeignHtml.clean(text));
    };
  }

  /// The form in which tags are compared here: a tag is also found without its accents.
  static String tag(String name) {
    return Index.folded(Tags.key(name));
  }

  /// `pt-br` is `pt` too.
  private static Set<String> languages(String code) {
    Set<String> codes = new LinkedHashSet<>();
    if (!code.isEmpty()) {
      String whole = code.toLowerCase(Locale.ROOT);
      codes.add(whole);
      codes.add(whole.replaceFirst("[-_].*", ""));
    }
    return codes;
  }

  private Set<Query.Property> properties(Status.Words words, List<Medium> files, String searched) {
    Set<Query.Property> is = new LinkedHashSet<>();
    for (Medium file : files) {
      is.add(Query.Property.MEDIA);
      is.add(
          switch (file.kind()) {
            case IMAGE -> Query.Property.IMAGE;
            case VIDEO, GIFV -> Query.Property.VIDEO;
            case AUDIO -> Query.Property.AUDIO;
          });
    }
    if (words.poll().isPresent()) {
      is.add(Query.Property.POLL);
    }
    if (!Entities.find(searched, limits).links().isEmpty()) {
      is.add(Query.Property.LINK);
    }
    if (words.place().parent().isPresent()) {
      is.add(Query.Property.REPLY);
    }
    if (words.sensitive()) {
      is.add(Query.Property.SENSITIVE);
    }
    return is;
  }

  /// Names are found by their beginnings, which therefore stand in the index, each as a word: so
  /// that nobody asks for a pattern.
  Entry of(Account account) {
    String username = account.handle().username();
    String domain = account.handle().isHere() ? ownDomain : account.handle().domain();
    String whole = Index.folded(username + "@" + domain);
    Entry entry =
        new Entry(key(account.id()), account.id().value())
            .word(KIND, ACCOUNT)
            .word(EXACT, Index.folded(username))
            .word(EXACT, whole)
            .text(ABOUT, account.profile().displayName());
    beginnings(whole).forEach(name -> entry.word(NAMED, name));
    Set<String> called = new LinkedHashSet<>();
    words(account.profile().displayName(), CALLED_WORDS_MAX)
        .forEach(word -> called.addAll(beginnings(word)));
    called.forEach(name -> entry.word(CALLED, name));
    if (account.profile().discoverable()) {
      entry.text(ABOUT, plain(account.origin(), account.profile().bio()));
    }
    return entry;
  }

  /// What stands between spaces, folded.
  static List<String> words(String text, int wordsMax) {
    return Index.folded(text)
        .codePoints()
        .collect(
            StringBuilder::new,
            (all, c) -> all.appendCodePoint(isSpace(c) ? ' ' : c),
            StringBuilder::append)
        .toString()
        .trim()
        .transform(
            cut -> cut.isEmpty() ? List.<String>of() : List.of(cut.split(" +", wordsMax + 1)))
        .stream()
        .limit(wordsMax)
        .map(Entries::beginning)
        .toList();
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  private static String beginning(String word) {
    return word.codePointCount(0, word.length()) <= PREFIX_CHARACTERS_MAX
        ? word
        : word.substring(0, word.offsetByCodePoints(0, PREFIX_CHARACTERS_MAX));
  }

  private static Set<String> beginnings(String word) {
    Set<String> all = new LinkedHashSet<>();
    String cut = beginning(word);
    for (int end = 0; end < cut.length(); ) {
      end = cut.offsetByCodePoints(end, 1);
      all.add(cut.substring(0, end));
    }
    return all;
  }
}
