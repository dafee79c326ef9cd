package verbatim.quotecheck;

import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;

/// Somebody who may be quoted.
///
/// @param name in full; "" where only the handle is known
/// @param handle without the leading @; "" for none
/// @param aliases what else he is called
/// @param account where he has one here
public record Person(
    String name, String handle, List<String> aliases, Optional<AccountId> account) {
  public Person {
    aliases = List.copyOf(aliases);
  }

  public static Person named(String name) {
    return new Person(name, "", List.of(), Optional.empty());
  }

  /// Somebody as a copy names him: by handle (`@name`) or by name.
  public static Person said(String author) {
    String shown = author.strip();
    return shown.startsWith("@")
        ? new Person("", shown.substring(1), List.of(), Optional.empty())
        : named(shown);
  }

  /// How a report calls him.
  public String shown() {
    return name.isEmpty() && !handle.isEmpty() ? "@" + handle : name;
  }

  static final Person NOBODY = named("");
}
