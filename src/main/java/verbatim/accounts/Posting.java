package verbatim.accounts;

/// What a new post of this account starts with.
///
/// @param visibility public, unlisted, private or direct
/// @param language BCP 47, "" for none
public record Posting(String visibility, boolean sensitive, String language) {
  public static Posting usual() {
    return new Posting("public", false, "");
  }
}
