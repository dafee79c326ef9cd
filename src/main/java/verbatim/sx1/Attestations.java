package verbatim.sx1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Json;

/// What servers and authors sign about an excerpt.
public final class Attestations {
  private static final String ACTOR = "/actor";

  private Attestations() {}

  /// A run of entries, between two links of the chain.
  ///
  /// @param prev the chain before the first
  /// @param head the chain at the last
  public record Range(String conv, long from, long to, Digest prev, Digest head) {
    private Json.Fields put(Json.Fields fields) {
      return fields
          .with("conv", conv)
          .with("from", from)
          .with("to", to)
          .with("prev", prev.toString())
          .with("head", head.toString());
    }
  }

  /// How the messages came to the server that attests them.
  public enum ReceivedBy {
    LOCAL,
    HTTPS,
    MLS
  }

  public enum Decision {
    /// He agrees that they are shown.
    CONSENT,
    /// They are his words; somebody else shows them.
    CONFIRM,
    /// They are not his words.
    DENY
  }

  /// What of one message the author decided on.
  public sealed interface Agreed {
    long n();

    Digest commitment();

    /// All words, and all pictures.
    record All(long n, Digest commitment) implements Agreed {}

    record Some(long n, Digest commitment, Set<Integer> parts, Set<Integer> pictures)
        implements Agreed {
      public Some {
        parts = Set.copyOf(parts);
        pictures = Set.copyOf(pictures);
      }
    }
  }

  /// @param excerpt its address
  /// @param around the digest of the post in which it stands, from [#around], or ""
  public record Answer(String excerpt, Decision decision, String around, List<Agreed> entries) {
    public Answer {
      entries = List.copyOf(entries);
    }
  }

  /// A server says that these are the links of the chain that it keeps.
  ///
  /// @param server with a key of its own; its actor is ORIGIN/actor
  public static Json.Fields range(Range range, ReceivedBy how, Signer server, Instant now) {
    return server.sign(unsigned(range, how, server), now);
  }

  /// The same, and it says with which conversation the chain began.
  public static Json.Fields range(
      Range range, ReceivedBy how, Digest start, Signer server, Instant now) {
    return server.sign(unsigned(range, how, server).with("start", start.toString()), now);
  }

  private static Json.Fields unsigned(Range range, ReceivedBy how, Signer server) {
    String actor = controller(server);
    if (!actor.endsWith(ACTOR)) {
      throw new IllegalArgumentException("not the key of a server");
    }
    return range
        .put(Json.Fields.EMPTY.with("type", "RangeAttestation").with("server", actor))
        .with("receivedBy", word(how));
  }

  /// An author says what he agrees to, in this excerpt and in no other.
  public static Json.Fields author(Range range, Answer answer, Signer author, Instant now) {
    List<Json> entries = new ArrayList<>();
    answer.entries().forEach(one -> entries.add(agreed(one)));
    Json.Fields fields =
        range.put(
            Json.Fields.EMPTY
                .with("type", "AuthorAttestation")
                .with("author", controller(author))
                .with("excerpt", answer.excerpt()));
    fields = answer.around().isEmpty() ? fields : fields.with("around", answer.around());
    return author.sign(
        fields.with("decision", word(answer.decision())).with("entries", new Json.Items(entries)),
        now);
  }

  private static Json agreed(Agreed agreed) {
    Json.Fields fields =
        Json.Fields.EMPTY.with("n", agreed.n()).with("m", agreed.commitment().toString());
    return switch (agreed) {
      case Agreed.All _ -> fields.with("open", "all");
      case Agreed.Some some -> {
        fields = fields.with("open", numbers(some.parts()));
        yield some.pictures().isEmpty()
            ? fields
            : fields.with("attachments", numbers(some.pictures()));
      }
    };
  }

  private static Json numbers(Set<Integer> numbers) {
    return new Json.Items(
        new TreeSet<>(numbers).stream().<Json>map(i -> new Json.Whole(i)).toList());
  }

  /// A note of the other side, shown beside the words.
  public static Json.Fields note(String text, Signer author, Instant now) {
    return author.sign(Json.Fields.EMPTY.with("by", controller(author)).with("text", text), now);
  }

  /// The digest of a post around an excerpt.
  ///
  /// @param media the SHA-256 of its files, in the order of the post
  public static String around(String text, String spoiler, List<Digest> media) {
    Json.Fields post =
        Json.Fields.EMPTY
            .with("text", text)
            .with("spoiler", spoiler)
            .with("media", Json.Items.of(media.stream().map(Digest::toString).toList()));
    return Digest.sha256(post.canonical().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .toString();
  }

  private static String controller(Signer signer) {
    return signer.method().substring(0, signer.method().indexOf('#'));
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
