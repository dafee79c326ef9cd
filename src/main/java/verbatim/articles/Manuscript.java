package verbatim.articles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.text.Markup;

/// The words of an article as somebody wrote or brought them, to the letter.
///
/// @param standfirst the sentence below the title; "" for none
/// @param body raw, in its markup
/// @param byline who signs beside the owner
/// @param language "" for none
/// @param canonical where it was published first; "" for here
/// @param picture what stands at its head, and on its card
public record Manuscript(
    String title,
    String standfirst,
    Markup markup,
    String body,
    List<AccountId> byline,
    List<String> topics,
    String language,
    String canonical,
    Optional<MediaId> picture,
    List<Correction> corrections) {
  /// What was put right, and when. It stands below the article for ever.
  public record Correction(Instant at, String text) {}

  public Manuscript {
    byline = List.copyOf(byline);
    topics = List.copyOf(topics);
    corrections = List.copyOf(corrections);
  }

  public static Manuscript empty() {
    return new Manuscript(
        "", "", Markup.MARKDOWN, "", List.of(), List.of(), "", "", Optional.empty(), List.of());
  }

  /// Whether it reads the same, whatever is filed with it.
  boolean saysTheSame(Manuscript other) {
    return title.equals(other.title)
        && standfirst.equals(other.standfirst)
        && markup == other.markup
        && body.equals(other.body)
        && corrections.equals(other.corrections);
  }

  public Manuscript withBody(Markup markup, String body) {
    return new Manuscript(
        title, standfirst, markup, body, byline, topics, language, canonical, picture, corrections);
  }

  public Manuscript withTitle(String title) {
    return new Manuscript(
        title, standfirst, markup, body, byline, topics, language, canonical, picture, corrections);
  }

  public Manuscript withTopics(List<String> topics) {
    return new Manuscript(
        title, standfirst, markup, body, byline, topics, language, canonical, picture, corrections);
  }

  public Manuscript withByline(List<AccountId> byline) {
    return new Manuscript(
        title, standfirst, markup, body, byline, topics, language, canonical, picture, corrections);
  }

  public Manuscript withCorrections(List<Correction> corrections) {
    return new Manuscript(
        title, standfirst, markup, body, byline, topics, language, canonical, picture, corrections);
  }
}
