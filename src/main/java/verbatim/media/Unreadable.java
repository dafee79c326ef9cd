package verbatim.media;

/// A file that is not what it says it is, or more of it than we take. The words are for its owner.
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreadable(String why) {
    super(why, null, false, false);
  }

  static Unreadable broken() {
    return new Unreadable("The file is damaged or incomplete");
  }
}
