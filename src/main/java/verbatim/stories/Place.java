package verbatim.stories;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.quotecheck.Checking;

/// One thing in a story, where its editors put it.
///
/// @param n its own number, never used again
/// @param speaker whose words they are, or would be; [#NOBODY] where that is not known
/// @param known what is known of when it was
/// @param when what the editors say of its time ("after the soup"); "" for nothing
/// @param note of a gap, what is known of it; "" else
/// @param by who put it there
/// @param at when it was said, as far as this server knows; [Instant#EPOCH] for a gap
public record Place(
    long n,
    Item item,
    AccountId speaker,
    Known known,
    String when,
    String note,
    AccountId by,
    Instant at) {
  public static final AccountId NOBODY = new AccountId(0);

  /// What is known of a time. Unknown stays unknown: no page and no feed shows more than this.
  public enum Known {
    TIME,
    DAY,
    ORDER,
    UNKNOWN;

    /// The API's word.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Known> of(String word) {
      return Stream.of(values()).filter(known -> known.word().equals(word)).findFirst();
    }
  }

  /// Whether a gap has quotation marks under a name: they would be read as this person's words, and
  /// nobody here has those. It is no mistake (a headline, what another called it), so its editors
  /// are warned and its readers told.
  public boolean hasQuotationOfNobody() {
    return item instanceof Item.Gap && !speaker.equals(NOBODY) && Checking.mayQuote(note);
  }

  /// Whether its date orders it. A day that the editors know only by a word ("Wednesday") does not.
  boolean isDated() {
    return switch (known) {
      case TIME -> true;
      case DAY -> when.isEmpty();
      case ORDER, UNKNOWN -> false;
    };
  }

  Place with(Known other, String said) {
    return new Place(n, item, speaker, other, said, note, by, at);
  }

  /// Says nothing of what the editors wrote.
  @Override
  public String toString() {
    return "Place " + n + " of a " + item.kind();
  }
}
