package verbatim.accounts;

/// What somebody wants to happen with his words where others use them.
///
/// @param deletion what becomes of copies of a post that he deletes
/// @param gathers whether his public posts may stand in stories of others
/// @param embeds who may put his posts into articles
/// @param asks who may ask him whether words are his
public record Wishes(Deletion deletion, Gathers gathers, Embeds embeds, Asks asks) {
  public enum Deletion {
    /// The words go everywhere.
    REMOVE("remove"),
    /// The words stay, without his name.
    KEEP_WORDS("keep_words"),
    /// The words and the name stay, with a note that he has deleted the post.
    KEEP_NOTE("keep_note");

    private final String word;

    Deletion(String word) {
      this.word = word;
    }

    /// As the API says it.
    public String word() {
      return word;
    }
  }

  public enum Gathers {
    /// As the profile says: yes when it may be found.
    AS_DISCOVERABLE,
    YES,
    NO
  }

  public enum Embeds {
    PUBLIC("public"),
    FOLLOWERS("followers"),
    NOBODY("nobody");

    private final String word;

    Embeds(String word) {
      this.word = word;
    }

    /// As the API says it.
    public String word() {
      return word;
    }
  }

  public enum Asks {
    EVERYBODY("everybody"),
    /// Those whom he follows.
    FOLLOWED("followed"),
    NOBODY("nobody");

    private final String word;

    Asks(String word) {
      this.word = word;
    }

    /// As the API says it.
    public String word() {
      return word;
    }
  }

  public static Wishes usual() {
    return new Wishes(Deletion.REMOVE, Gathers.AS_DISCOVERABLE, Embeds.PUBLIC, Asks.EVERYBODY);
  }
}
