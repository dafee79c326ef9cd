package verbatim.http;

/// A "no" that only HTTP knows (a wrong method, a body that drips); its words are safe to show.
final class Halt extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String words;

  Halt(int status, String words) {
    super(words, null, false, false);
    this.status = status;
    this.words = words;
  }

  int status() {
    return status;
  }

  String words() {
    return words;
  }
}
