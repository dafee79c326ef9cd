package verbatim.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An e-mail address of the plain kind: `local@domain` in ASCII. The exotic forms of RFC 5322
/// (quotes, comments, `%` routes, address lists) are refused, because two programs may read them as
/// two mailboxes. Its `toString` says nothing.
public final class Address {
  private static final int CHARACTERS_MAX = 254;
  private static final int LOCAL_CHARACTERS_MAX = 64;
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9_+-]+(?:[.'][A-Za-z0-9_+-]+)*"
              + "@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private final String text;

  private Address(String text) {
    this.text = text;
  }

  /// Empty unless it is of the plain kind, with nothing around it.
  public static Optional<Address> parse(String text) {
    if (text.length() > CHARACTERS_MAX
        || text.indexOf('@') > LOCAL_CHARACTERS_MAX
        || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(new Address(text));
  }

  /// As it was written.
  public String reveal() {
    return text;
  }

  /// The same for all spellings of one mailbox, as nearly every server reads them: without case.
  public byte[] canonical() {
    return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address
        && text.toLowerCase(Locale.ROOT).equals(address.text.toLowerCase(Locale.ROOT));
  }

  @Override
  public int hashCode() {
    return text.toLowerCase(Locale.ROOT).hashCode();
  }

  @Override
  public String toString() {
    return "Address";
  }
}
