package verbatim.web;

import java.time.Instant;
import java.util.List;
import verbatim.text.SafeHtml;

/// What the pages of private conversations take.
public final class ConversationViews {
  private ConversationViews() {}

  /// @param blocked those with people whom the reader blocks
  /// @param to whom a new one is to be with, as typed
  /// @param found people who fit what was looked for
  public record All(
      Frame frame,
      List<Row> talks,
      List<Row> requests,
      List<Row> blocked,
      String sought,
      List<Views.Person> found,
      List<Hit> hits,
      String to,
      String text,
      boolean isRecord,
      String key,
      String problem,
      Views.Pages pages) {}

  /// A conversation in the list.
  ///
  /// @param name what the reader calls it
  /// @param last the last words, cut; "" for none
  public record Row(
      String id,
      String name,
      String picture,
      String last,
      boolean isLastMine,
      Instant at,
      boolean isUnread,
      boolean isMuted,
      boolean isRecord) {}

  /// Conversations that the reader has left, where his words stand still, and requests that he has
  /// turned down.
  public record Departed(Frame frame, List<Left> talks, List<Row> declined) {}

  /// @param name who was in it
  public record Left(String id, String name) {}

  /// A message that fits what was looked for.
  public record Hit(String href, String name, String words, Instant at) {}

  /// @param contactName what the reader calls the only other; "" for nothing
  /// @param wished the mode that somebody wants, "" for none
  /// @param isWishedByMe whether the reader has said yes to it
  /// @param blocked the only other, where the reader has blocked him
  /// @param isOver whether nobody else is left
  /// @param key under which what is sent from this page is said once
  /// @param older the address of what was said before, "" at the beginning
  public record Talk(
      Frame frame,
      String id,
      String name,
      boolean isGroup,
      List<Views.Person> others,
      String contactName,
      String mode,
      String wished,
      boolean isWishedByMe,
      boolean isMuted,
      boolean isRequest,
      List<Views.Person> blocked,
      boolean isOver,
      boolean showsReading,
      boolean showsTyping,
      Lines lines,
      Writing writing,
      String key,
      String older) {
    public boolean isRecord() {
      return mode.equals("record");
    }

    public String path() {
      return "/conversations/" + id;
    }
  }

  /// What the reader is about to say.
  ///
  /// @param edits the message that it replaces, 0 for none
  /// @param answers the message that it answers, 0 for none
  /// @param about the words of either, cut
  /// @param anchors the post that it is about, if any
  /// @param draft of a post that is said here first, "" for none
  public record Writing(
      String text,
      long edits,
      long answers,
      String about,
      List<Anchor> anchors,
      String draft,
      String problem) {
    static final Writing NOTHING = new Writing("", 0, 0, "", List.of(), "", "");
  }

  /// A post that private words are about, as far as the reader may see it.
  ///
  /// @param words its own, cut
  public record Anchor(String id, String href, String author, String words) {}

  /// A post that is answered in a conversation which has not begun.
  ///
  /// @param about the post, if it can be shown
  public record Answering(
      Frame frame, String id, String name, List<Views.Post> about, String text, String problem) {}

  /// @param seenBy who has read the last message, as one line; "" for nobody
  public record Lines(Frame frame, String id, List<Line> lines, String seenBy) {}

  /// @param day where a new day begins, "" else
  /// @param event what happened, "" for words
  /// @param answersTo the words that it answers, cut; "" for none
  /// @param anchors the post that it is about, if any
  public record Line(
      long n,
      boolean isMine,
      String name,
      SafeHtml words,
      String event,
      boolean isErased,
      boolean isEdited,
      boolean isRecord,
      String day,
      Instant at,
      long answersN,
      String answersTo,
      List<Anchor> anchors,
      List<Sign> signs,
      List<Views.Picture> pictures) {}

  public record Sign(String name, int count, boolean isMine) {}
}
