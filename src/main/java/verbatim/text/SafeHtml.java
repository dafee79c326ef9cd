package verbatim.text;

/// HTML that may stand in a page as it is. Whoever holds one knows that [Html] or [ForeignHtml]
/// made it: nobody else can. To keep it in a row, store [#value] and [ForeignHtml#clean] it again
/// when read (cleaning twice changes nothing), or store the text it was made from.
public final class SafeHtml {
  public static final SafeHtml EMPTY = new SafeHtml("");

  private final String value;

  SafeHtml(String value) {
    this.value = value;
  }

  public String value() {
    return value;
  }

  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SafeHtml html && value.equals(html.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /// Says nothing of what it holds: private words stand in it too.
  @Override
  public String toString() {
    return "SafeHtml of " + value.length() + " characters";
  }
}
